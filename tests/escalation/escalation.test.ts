import { expect } from "chai";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { Environment } from "../../components";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { commonJudge as judge } from "../judge/memo";
import { residue } from "./account";
import { breaches, inWords } from "./breaches";
import { type Search, search } from "./search";

/** Everything that the role of an environment can bring about, without the statements dropped, with those added. */
async function explore(environment: Environment, dropped: string[] = [], options = {}, added: object[] = []) {
  return exploreAs(
    await siteOf({ ...argsOf(environment, defaultStandIn), ...options }, defaultStandIn),
    dropped,
    added,
  );
}

async function exploreAs(site: Site, dropped: string[] = [], added: object[] = []) {
  const kept = site.policies.backend.map(({ Version, Statement }) => ({
    Version,
    Statement: Statement.filter(({ Sid }) => !dropped.includes(String(Sid))),
  }));
  const extra = { Version: "2012-10-17", Statement: added as Record<string, unknown>[] };
  const identity = [...kept, ...(added.length > 0 ? [extra] : [])];
  const found = await search(site, { identity }, judge);
  return { found, breaches: breaches(site, found) };
}

const tag = (environment: string) => `tag {"Environment":"${environment}","ManagedBy":"Application"}`;
const use = [
  "Decrypt",
  "DescribeKey",
  "EnableKeyRotation",
  "Encrypt",
  "GenerateDataKey",
  "GetKeyRotationStatus",
];

/** The one way to what is not meant: a key with neither tag is tagged, and then it is a tenant key like others. */
const residuePaths = (environment: string) => {
  const tagged = `${residue}: ${tag(environment)}`;
  return [
    tagged,
    `${tagged}, then ${tag(environment)}`,
    ...use.map((action) => `${tagged}, then kms:${action}`),
  ];
};

describe("in however many steps", () => {
  let last: Search;

  for (const environment of Object.values(Environment)) {
    it(`the role of ${environment} reaches what it is meant to, and a key with neither tag`, async () => {
      const { found, breaches } = await explore(environment);
      expect(breaches).to.deep.equal(residuePaths(environment));
      last = found;
    });
  }

  for (const tenantKeyProvisioning of ["provisioner", "none"] as const) {
    it(`the backend's role reaches what it is meant to and no more, ${tenantKeyProvisioning} making keys`, async () => {
      const { found, breaches } = await explore("production", [], { tenantKeyProvisioning });
      expect(breaches).to.deep.equal([]);
      expect(found.reached.map(inWords)).to.include("tenant key: kms:Decrypt");
      expect(found.reached.filter(({ thing }) => thing.origin === residue)).to.deep.equal([]);
    });
  }

  it("the provisioner's role makes and rotates keys, those with neither tag too, and reads nothing", async () => {
    const args = { ...argsOf("production", defaultStandIn), tenantKeyProvisioning: "provisioner" as const };
    const site = await siteOf(args, defaultStandIn);
    const { provisioner } = site.policies;
    if (!provisioner) throw new Error("There is no provisioner.");
    const policies = { ...site.policies, backend: [provisioner] };
    const { found } = await exploreAs({ ...site, roleArn: site.provisionerRoleArn, policies });
    const byOrigin = (origin: string) => [
      ...new Set(found.reached.filter(({ thing }) => thing.origin === origin).map(({ action }) => action)),
    ];
    const rotation = ["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];
    const onKeys = ["kms:TagResource", ...rotation];
    expect(byOrigin("tenant key")).to.have.members(onKeys);
    expect(byOrigin(residue)).to.have.members(onKeys);
    const reading = /^kms:(Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant)|^s3:/;
    expect(found.reached.filter(({ action }) => reading.test(action)).map(inWords)).to.deep.equal([]);
    const touched = new Set(found.reached.map(({ thing }) => thing.origin));
    expect([...touched].sort()).to.deep.equal(
      ["created key", "master key tagged as a tenant key", "tenant key", residue].sort(),
    );
  });

  it("the search has tried what it says: it finds all that is meant", async () => {
    const { found } = await explore("production");
    const decrypts = found.reached.filter(({ action }) => action === "kms:Decrypt");
    expect(decrypts.map(({ thing }) => thing.origin)).to.deep.equal([
      "master key",
      "master key tagged by Terraform",
      "master key tagged as a tenant key",
      "tenant key",
      "created key", // Created with the key policy that AWS gives,
      "created key", // and with one that gives the role everything.
      residue,
    ]);
    expect(
      found.reached.filter(({ thing }) => thing.origin === "backup").map(({ move }) => move),
    ).to.deep.equal(["upload a part", "s3:ListBucket"]);
  });

  const open =
    'create a key {"Environment":"production","ManagedBy":"Application"} in us-east-1, open to the role';
  const retagged = (origin: string) => `${origin}: ${tag("production")}, then kms:Decrypt`;
  const overwritten = (origin: string) =>
    ["overwrite", "overwrite by If-Match", "overwrite by what S3 does not name"].map(
      (move) => `${origin}: ${move}`,
    );
  const managers = "DenyRetaggingKeysOfOtherManagers";
  const environments = "DenyRetaggingKeysOfOtherEnvironments";
  const ofManagers = [
    "customer key of another owner here",
    "customer key with Environment alone",
    "customer key with another Environment alone",
  ];
  const ofEnvironments = ["tenant key of dev", "tenant key of staging", "customer key with ManagedBy alone"];
  const rows: [dropped: string[], found: string[]][] = [
    [[managers], ofManagers.map(retagged)],
    [[environments], ofEnvironments.map(retagged)],
    [
      [managers, environments],
      [
        ...ofEnvironments,
        ...ofManagers,
        ...["customer key of another owner", "customer key with empty tags"],
      ].map(retagged),
    ],
    [["DenyTagsOfOtherEnvironments"], [`created key: ${open}, then ${tag("staging")}, then kms:Decrypt`]],
    [["DenyReplicatingKeys"], [`created key: ${open}, then kms:ReplicateKey, then kms:Decrypt`]],
    [
      ["DenyChangingMasterKey"],
      [
        `master key: ${tag("production")}, then kms:EnableKeyRotation`, // Where it has neither tag.
        "master key tagged as a tenant key: kms:EnableKeyRotation",
      ],
    ],
    [["DenyOverwritingBackups"], overwritten("backup")],
    [["DenyOverwritingAuditLogs"], overwritten("audit log")],
  ];
  for (const [dropped, expected] of rows) {
    it(`the search finds what ${dropped.join(" and ")} prevents`, async () => {
      const { breaches } = await explore("production", dropped);
      const found = breaches.filter((breach) => !breach.startsWith(residue));
      const telling = found.filter((breach) => /(kms:Decrypt|EnableKeyRotation|overwrite.*)$/.test(breach));
      expect(telling).to.include.members(expected);
      // Each path that is found starts where one of those expected does.
      const origins = (paths: string[]) => [...new Set(paths.map((path) => path.split(":")[0]))].sort();
      expect(origins(found)).to.deep.equal(origins(expected));
    });
  }

  const others = '{"Environment":"staging","ManagedBy":"Application"}';
  const outOfHere = [
    ["DenyTagsOfOtherEnvironments"],
    ["DenyTagsOfOtherEnvironments", "DenyTagsOfOtherManagers"],
  ];
  for (const dropped of outOfHere) {
    it(`the search finds a tenant key tagged out of the environment, without ${dropped.join(" and ")}`, async () => {
      const { breaches } = await explore("production", dropped, {}, [
        { Sid: "TooMuch", Effect: "Allow", Action: "kms:TagResource", Resource: "*" },
      ]);
      expect(breaches).to.include(`tenant key: tag ${others}`);
      expect(breaches).not.to.include(`tenant key: ${tag("production")}`);
      expect(breaches).to.include(
        `created key: ${open.replace(", open to the role", "")}, then tag ${others}`,
      );
    });
  }

  const grants: [action: string, resource: string, found: string][] = [
    [
      "s3:GetObjectVersion",
      "arn:aws:s3:::example-production-documents/tenants/*",
      "tenant's document: s3:GetObjectVersion",
    ],
    [
      "s3:DeleteObjectVersion",
      "arn:aws:s3:::example-production-documents/*",
      "other document: s3:DeleteObjectVersion",
    ],
    ["s3:ListBucketVersions", "arn:aws:s3:::example-production-backups", "backup: s3:ListBucketVersions"],
    ["s3:GetObject", "*", "audit log: s3:GetObject"],
    ["s3:PutAccessPointPolicy", "*", "all else: s3:PutAccessPointPolicy"],
    ["s3:PutAccountPublicAccessBlock", "*", "all else: s3:PutAccountPublicAccessBlock"],
    ["kms:DeleteCustomKeyStore", "*", "all else: kms:DeleteCustomKeyStore"],
    ["kms:GenerateDataKeyPairWithoutPlaintext", "*", "tenant key: kms:GenerateDataKeyPairWithoutPlaintext"],
    ["kms:PutKeyPolicy", "*", "tenant key of dev: kms:PutKeyPolicy, then kms:Decrypt"],
  ];
  for (const [Action, Resource, expected] of grants) {
    it(`the search finds what a grant of ${Action} too many opens`, async () => {
      const { breaches } = await explore("production", [], {}, [
        { Sid: "TooMuch", Effect: "Allow", Action, Resource },
      ]);
      expect(breaches).to.include(expected);
    });
  }

  for (const [option, origin] of [
    ["backupsWriteOnce", "backup"],
    ["auditLogsAppendOnly", "audit log"],
  ] as const) {
    it(`${option}: false lets the role overwrite, and still neither read nor delete`, async () => {
      const { breaches } = await explore("production", [], { [option]: false });
      expect(breaches).to.have.members([...overwritten(origin), ...residuePaths("production")]);
    });
  }

  after(() => {
    console.log(
      `\n    Escalation: ${last.states} states, ${last.decided} moves judged, ${last.reached.length} allowed`,
    );
  });
});
