import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Check } from "../../../cli/verify/check";
import { make } from "../../../cli/verify/make";
import { neededPolicy } from "../../../cli/verify/permissions";
import type { Verification } from "../../../cli/verify/report";
import type { Wish } from "../../../cli/verify/wish";
import { openComplete } from "../support/complete";
import { localApi } from "../support/moto";
import { VerifiedApi } from "./api";
import { Deployed } from "./deployed";
import { deviations } from "./deviations";

const externalId = "only-we-know-this";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

describe("hipaa-iam verify, against examples/complete as it is deployed", () => {
  const moto = localApi();
  let api: VerifiedApi;
  let deployed: Deployed;
  let state: string;
  const made = new Set<string>();

  const wish = (): Wish => ({
    ...{
      stack: undefined,
      state,
      folder: process.cwd(),
      config: [],
      region: "us-east-1",
      profile: undefined,
    },
    ...{ roleArn: undefined, externalId: undefined, lastUsed: false, validate: false, accept: undefined },
    ...{ partial: false, out: undefined, json: true, now: new Date("2026-11-29T12:00:00Z") },
  });
  const verify = async (given: Partial<Wish> = {}, pageSize?: number) => {
    const settings = { credentials, ...(pageSize && { pageSize }) };
    const result = await make({ ...wish(), ...given }, settings);
    expect(result.stdout).not.to.include(externalId);
    for (const call of api.calls) made.add(call);
    return {
      ...result,
      said: (given.json === false ? undefined : JSON.parse(result.stdout)) as Verification,
    };
  };
  const differing = ({ checks }: Verification) => checks.filter(({ result }) => result === "differs");
  const inWords = ({ area, of, what }: Check) => `${area}: ${of}: ${what}`;

  before(async () => {
    const stack = await openComplete(moto(), externalId, "arn:aws:iam::123456789012:role/deployer");
    const { errors } = await stack.up();
    expect(errors).to.deep.equal([]);
    state = join(stack.folder, "state.json");
    writeFileSync(state, JSON.stringify(await stack.stack.exportStack()));
    api = await VerifiedApi.start(moto());
    process.env.AWS_ENDPOINT_URL = api.endpoint;
    deployed = new Deployed(moto(), (await stack.outputs()) as Record<string, string>);
    // AWS gives it to every new bucket, the local API does not.
    for (const bucket of [deployed.documents, deployed.backups, deployed.auditLogs]) {
      await deployed.own(bucket, "BucketOwnerEnforced");
    }
  });
  beforeEach(() => api.reset());
  after(() => {
    delete process.env.AWS_ENDPOINT_URL;
    api.stop();
  });

  it("agrees, right after `pulumi up`", async () => {
    const { said, exitCode } = await verify();
    expect(differing(said).map(inWords)).to.deep.equal([]);
    expect(said.checks.filter(({ result }) => result === "not seen")).to.deep.equal([]);
    expect(exitCode).to.equal(0);
    const promises = said.checks.find(({ area, result }) => area === "promises" && result === "agrees");
    expect(Number(/^\d+/.exec(promises?.what ?? "")?.[0])).to.be.greaterThan(400);
  });

  for (const { what, make: deviate, said: expected } of deviations) {
    it(`names ${what}, and nothing else`, async () => {
      const undo = await deviate(deployed, api);
      try {
        const { said, exitCode } = await verify();
        const found = differing(said);
        const isExpected = (one: Check) =>
          expected.some(([area, words]) => one.area === area && words.test(one.what));
        expect(found.filter((one) => !isExpected(one)).map(inWords)).to.deep.equal([]);
        for (const [area, words] of expected) {
          expect(found.map(inWords), `${area} ${words}`).to.satisfy((all: string[]) =>
            all.some((one) => one.startsWith(area) && words.test(one.replace(/^\w+: .*?: /, ""))),
          );
        }
        expect(exitCode).to.equal(expected.length > 0 ? 3 : 0);
      } finally {
        await undo();
      }
    });
  }

  it("agrees again when all of it is taken back", async () => {
    const { said } = await verify();
    expect(differing(said).map(inWords)).to.deep.equal([]);
  });

  it("says who refuses: the organisation, not the role", async () => {
    const deviation = deviations.find(({ what }) => what.includes("cuts KMS"));
    await deviation?.make(deployed, api);
    const { said } = await verify();
    const first = differing(said).find(({ what }) => what.startsWith(`kms:Decrypt on ${deployed.masterKey}`));
    expect(first?.details.join()).to.include("a policy of the organisation does not");
    expect(first?.details.join()).to.include("UseMasterKey (dev-kms-access-policy)");
  });

  it("takes known differences with a reason, and tells of those that are gone", async () => {
    const { undo } = await deployed.newKey({});
    const { said } = await verify();
    const accept = join(mkdtempSync(join(tmpdir(), "accept-")), "accepted.yaml");
    const stale = "0".repeat(32);
    writeFileSync(
      accept,
      `- id: ${differing(said)[0]?.id}\n  reason: the key of logs\n- id: "${stale}"\n  reason: old\n`,
    );
    const accepted = await verify({ accept });
    await undo();
    expect(accepted.exitCode).to.equal(0);
    expect(differing(accepted.said).map((one) => one.accepted)).to.deep.equal(["the key of logs"]);
    expect(accepted.said.stale).to.deep.equal([{ id: stale, reason: "old" }]);
  });

  for (const pageSize of [1, 2, 7]) {
    it(`reads lists page by page, ${pageSize} at a time, to the end`, async () => {
      const keys = await Promise.all(
        ([{ a: "1", b: "2", Environment: "x" }, {}, {}] as Record<string, string>[]).map((tags) =>
          deployed.newKey(tags),
        ),
      );
      const { said } = await verify({}, pageSize);
      for (const { undo } of keys) await undo();
      const [only, ...more] = differing(said);
      expect(more).to.deep.equal([]);
      expect(only?.details).to.have.members(keys.slice(1).map(({ arn }) => arn));
    });
  }

  const refusals: [call: string, needs: string][] = [
    ["iam:GetRole", "iam:GetRole"],
    ["iam:ListPolicyVersions", "iam:ListPolicyVersions"],
    ["iam:SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy"],
    ["kms:ListKeys", "kms:ListKeys"],
    ["kms:GetKeyPolicy", "kms:GetKeyPolicy"],
    ["s3:GET versioning", "s3:GetBucketVersioning"],
    ["s3:GET policy", "s3:GetBucketPolicy"],
  ];
  for (const [call, needs] of refusals) {
    it(`a refused ${needs} is told, and does not pass for agreement`, async () => {
      api.spoil = (one) => (one === call ? "denied" : undefined);
      const { said, exitCode } = await verify();
      const unseen = said.checks.filter(({ result }) => result === "not seen");
      expect(unseen.map(({ what }) => what)).to.include(`could not look: needs ${needs}`);
      expect(exitCode).to.equal(3);
      expect((await verify({ partial: true })).exitCode).to.equal(0);
    });
  }

  for (const [spoilt, how] of [
    ["throttled", "are throttled"],
    ["cut", "are cut"],
    ["slow", "are slow"],
  ] as const) {
    it(`agrees although calls ${how}`, async () => {
      api.spoil = (call, times) =>
        times === 1 && /GetRole|ListKeys|versioning/.test(call) ? spoilt : undefined;
      const { said } = await verify();
      expect(differing(said).map(inWords)).to.deep.equal([]);
    });
  }

  it("tells last use and Access Analyzer's findings where they are asked for", async () => {
    const { said } = await verify({ lastUsed: true, validate: true });
    const use = said.checks.filter(({ area }) => area === "use");
    const idle = use.find(({ what }) => what.includes("nobody used"))?.details ?? [];
    expect(idle).to.include("kms:Decrypt: 2026-01-02");
    expect(idle.join()).to.include("bedrock:InvokeModel: never");
    expect(use.find(({ what }) => what.includes("were used"))?.details.join()).to.include(
      "s3:GetObject: 2026-11-28",
    );
    expect(said.checks.filter(({ area }) => area === "validation").map(({ of }) => of)).to.have.lengthOf(4);
  });

  it("writes the page, the table, JSON and an OSCAL assessment, with nothing hostile in them", async () => {
    const hostile = deviations.find(({ what }) => what.includes("a tag more"));
    const undo = await hostile?.make(deployed, api);
    const out = mkdtempSync(join(tmpdir(), "verified-"));
    await verify({ out, lastUsed: true });
    await undo?.();
    const read = (name: string) => readFileSync(join(out, name), "utf8");
    for (const name of ["review.html", "verified.html"])
      expect(read(name)).not.to.match(/<b>@you|<script|\u202e/);
    expect(read("verified.html")).to.include("arn:aws:sts::123456789012:");
    expect(read("review.html")).to.include("verified.html says more");
    expect(read("verified.csv").split("\r\n").length).to.be.greaterThan(20);
    const oscal = JSON.parse(read("oscal-assessment-results.json"))["assessment-results"];
    const [result] = oscal.results;
    const open = result.findings.filter(
      (one: { target: { status: { state: string } } }) => one.target.status.state !== "satisfied",
    );
    expect(open.map(({ title }: { title: string }) => title)).to.have.lengthOf(1);
    for (const name of ["verified.json", "oscal-assessment-results.json", "verified.csv", "verified.html"]) {
      expect(read(name)).not.to.include(externalId);
    }
  });

  it("on a terminal moves no cursor, whatever a tag says", async () => {
    const { iam: client, role: RoleName } = deployed;
    const { TagRoleCommand, UntagRoleCommand } = await import("@aws-sdk/client-iam");
    await client
      .send(new TagRoleCommand({ RoleName, Tags: [{ Key: "x", Value: "\u2028\u0007y" }] }))
      .catch(() => undefined);
    const { stdout } = await verify({ json: false });
    await client.send(new UntagRoleCommand({ RoleName, TagKeys: ["x"] }));
    expect(stdout).not.to.match(/[^\P{C}\n]/u);
    expect(stdout).to.match(/checks agree, /);
  });

  it("makes every call that its policy lets it make, and no other", async () => {
    await verify({ lastUsed: true, validate: true });
    const settings: Record<string, string> = {
      versioning: "s3:GetBucketVersioning",
      encryption: "s3:GetEncryptionConfiguration",
      policy: "s3:GetBucketPolicy",
      publicAccessBlock: "s3:GetBucketPublicAccessBlock",
      ownershipControls: "s3:GetBucketOwnershipControls",
      "object-lock": "s3:GetBucketObjectLockConfiguration",
      lifecycle: "s3:GetLifecycleConfiguration",
      replication: "s3:GetReplicationConfiguration",
      "": "sts:GetCallerIdentity",
    };
    const needed = [...made]
      .filter((call) => call !== "sts:GetCallerIdentity")
      .map((call) => {
        const [, setting] = /^s3:GET (\S*?)=?$/.exec(call) ?? [];
        return setting === undefined
          ? call.replace("accessanalyzer:", "access-analyzer:")
          : (settings[setting] ?? call);
      });
    // An inline policy is read where there is one, which a deviation had.
    const granted = neededPolicy().Statement.flatMap(({ Action }) => Action);
    expect([...new Set(needed)].sort()).to.deep.equal([...granted].sort());
  });
});
