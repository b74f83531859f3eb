import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { scopeOf } from "../../cli/review/expected";
import type { Result } from "../../cli/verify/check";
import type { ExpectedComponent, ExpectedRole } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import { tenantKeyPolicy } from "../../components";
import { siteOf } from "../access/siteOf";
import { accountWith } from "./account";
import { args, key, standIn } from "./packages";

const given = { ...args, tenantKeyProvisioning: "provisioner", enableRdsMonitoring: true } as const;

interface Said {
  result: Result;
  what: string | RegExp;
  details: string[];
}
const told = { result: "told" as const, details: [] };
const agrees = { result: "agrees" as const, details: [] };
const gone = {
  ...{ result: "told" as const },
  what: /^keys with neither tag that are to be deleted\. .* kms:CancelKeyDeletion/,
};

const tags = { Environment: "production", ManagedBy: "Application" };

describe("verify, of keys that are to be deleted", () => {
  const at = (number: number) => key.replace(/\d{12}$/, String(number).padStart(12, "0"));
  const leaving = { KeyState: "PendingDeletion", DeletionDate: new Date("2026-12-06T12:00:00Z") };
  const none = { ...told, what: "there is none but the master key" };
  const cases: [what: string, keys: [tags: object, metadata: object][], said: Said[]][] = [
    ["none", [], [none]],
    ["one with neither tag", [[{}, leaving]], [{ ...gone, details: [`${at(0)}, on 2026-12-06`] }]],
    ["one with a tag", [[{ Environment: "x" }, leaving]], [{ ...agrees, what: "each of 1 carries a tag" }]],
    [
      "one with neither tag, whose day is not known, beside one that stays",
      [
        [{}, { KeyState: "PendingDeletion" }],
        [{}, {}],
      ],
      [
        { ...told, what: /^keys with neither tag\. No role of this stack can tag them/, details: [at(1)] },
        { ...gone, details: [at(0)] },
      ],
    ],
  ];
  for (const [what, keys, said] of cases) {
    it(what, async () => {
      const scope = scopeOf({ ...given, tenantKeyProvisioning: "none" }, standIn);
      const component = { name: "app", inputs: {}, scope, isKnown: () => true, roles: [] };
      const own = keys.map(([tags, metadata], index) => ({
        ...{ arn: at(index), tags: { ...tags }, policy: "{}", metadata },
      }));
      const checks = await checkKeys(accountWith(own), [{ component, rows: [] }], [], []);
      const found = checks.filter(({ of }) => of.startsWith("every key of"));
      expect(found.map(({ result }) => result)).to.deep.equal(said.map(({ result }) => result));
      for (const [index, { what: words, details }] of said.entries()) {
        expect(found[index]?.what).to.match(words instanceof RegExp ? words : new RegExp(`^${words}$`));
        expect(found[index]?.details).to.deep.equal(details);
      }
    });
  }
});

describe("verify, of a tenant key where a component has other roles than the backend's", () => {
  const roles = async () => {
    const site = await siteOf(given, standIn);
    const { roleArn, provisionerRoleArn: provisioner, monitoringRoleArn: database } = site;
    return { site, roleArn, provisioner, database };
  };
  type Arns = Awaited<ReturnType<typeof roles>>;
  const allow = (AWS: string, Action: string) => ({
    ...{ Sid: "ByHand", Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
  });
  const sessionOf = (arn: string) =>
    `${arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/me`;
  const grant = (GranteePrincipal: string) => ({ GranteePrincipal, Operations: ["Decrypt"] });
  const inPolicy = ["the policy of this tenant key lets in others"];
  const cases: [
    what: string,
    statements: (arns: Arns) => object[],
    grants: (arns: Arns) => object[],
    said: string[],
  ][] = [
    ["the package's policy", () => [], () => [], []],
    [
      "the provisioner reads the key's settings",
      ({ provisioner }) => [allow(provisioner, "kms:GetKeyPolicy")],
      () => [],
      [],
    ],
    [
      "the provisioner decrypts",
      ({ provisioner }) => [allow(provisioner, "kms:Decrypt")],
      () => [],
      inPolicy,
    ],
    ["the provisioner does all", ({ provisioner }) => [allow(provisioner, "kms:*")], () => [], inPolicy],
    [
      "its session decrypts",
      ({ provisioner }) => [allow(sessionOf(provisioner), "kms:Decrypt")],
      () => [],
      inPolicy,
    ],
    ["the database's role decrypts", ({ database }) => [allow(database, "kms:Decrypt")], () => [], inPolicy],
    ["the backend's role decrypts", ({ roleArn }) => [allow(roleArn, "kms:Decrypt")], () => [], []],
    [
      "a grant of the provisioner's",
      () => [],
      ({ provisioner }) => [grant(provisioner)],
      ["grants on this tenant key let in others"],
    ],
    ["a grant of the backend's", () => [], ({ roleArn }) => [grant(roleArn)], []],
  ];
  for (const [what, statements, grants, said] of cases) {
    it(`${what}: ${said.length === 0 ? "no difference" : said}`, async () => {
      const arns = await roles();
      const { site, roleArn, provisioner, database } = arns;
      const role = (kind: ExpectedRole["kind"], arn: string): ExpectedRole => ({
        ...{ name: arn.split("/").at(-1) ?? "", arn, kind, path: "/", tags: {}, attached: [], inline: [] },
      });
      const component: ExpectedComponent = {
        ...{ name: "app", inputs: {}, scope: scopeOf(given, standIn), isKnown: () => true },
        roles: [
          role("backend", roleArn),
          role("key provisioner", provisioner),
          role("database monitoring", database),
        ],
      };
      const policy = tenantKeyPolicy({ roleArn, creatorArn: provisioner });
      const text = JSON.stringify({ ...policy, Statement: [...policy.Statement, ...statements(arns)] });
      const aws = accountWith([{ arn: key, tags, policy: text, grants: grants(arns) }]);
      const checks = await checkKeys(aws, [{ component, rows: matrix(site) }], [], []);
      const ofKey = checks.filter(({ of }) => of === key);
      expect(ofKey.filter(({ result }) => result === "agrees")).to.have.lengthOf(1);
      expect(ofKey.filter(({ result }) => result === "differs").map((one) => one.what)).to.deep.equal(said);
    });
  }
});

describe("verify, of a tenant key of one of two components of an environment", () => {
  const made = async (nameSuffix: string) => {
    const own = { ...args, tenantKeyProvisioning: "none" as const, ...(nameSuffix && { nameSuffix }) };
    const site = await siteOf(own, standIn);
    const role: ExpectedRole = {
      ...{ name: site.roleArn.split("/").at(-1) ?? "", arn: site.roleArn, kind: "backend", path: "/" },
      ...{ tags: {}, attached: [], inline: [] },
    };
    const component: ExpectedComponent = {
      ...{ name: nameSuffix, inputs: {}, scope: scopeOf(own, standIn), isKnown: () => true },
      roles: [role],
    };
    return { roleArn: site.roleArn, matrix: { component, rows: matrix(site) } };
  };
  const policyOf = (roleArn: string) =>
    tenantKeyPolicy({ roleArn, creatorArn: roleArn.replace(/role\/.*/, "role/creator") });
  const rows: [
    what: string,
    roles: (one: string, other: string) => string[],
    state: string,
    said: RegExp[],
  ][] = [
    ["the first's", (one) => [one], "Enabled", []],
    ["the second's", (_, other) => [other], "Enabled", []],
    ["both's", (one, other) => [one, other], "Enabled", []],
    ["the second's, disabled", (_, other) => [other], "Disabled", [/, is Disabled, and has to be Enabled$/]],
    [
      "neither's",
      (one) => [one.replace(/role\/.*/, "role/gone")],
      "Enabled",
      [/does not let the role do what it is promised$/, /^the policy of this tenant key lets in others$/],
    ],
    [
      "the first's, which lets in another",
      (one) => [one, one.replace(/role\/.*/, "role/intern")],
      "Enabled",
      [/^the policy of this tenant key lets in others$/],
    ],
  ];
  for (const [what, roles, KeyState, said] of rows)
    it(`${what}: it is told once`, async () => {
      const [one, other] = [await made(""), await made("bb")];
      const policies = roles(one.roleArn, other.roleArn).map(policyOf);
      const Statement = policies
        .flatMap((policy) => policy.Statement)
        .map((statement, at) => ({ ...statement, Sid: `S${at}` }));
      const aws = accountWith([
        {
          arn: key,
          tags,
          policy: JSON.stringify({ Version: "2012-10-17", Statement }),
          metadata: { KeyState },
        },
      ]);
      const documents: Parameters<typeof checkKeys>[3] = [];
      const checks = await checkKeys(aws, [one.matrix, other.matrix], [], documents);
      const ofKey = checks.filter(({ of }) => of === key);
      const differences = ofKey.filter(({ result }) => result === "differs").map((each) => each.what);
      expect(differences, differences.join()).to.have.lengthOf(said.length);
      for (const [at, words] of said.entries()) expect(differences[at]).to.match(words);
      expect(documents.filter(({ of }) => of === `policy of ${key}`)).to.have.lengthOf(1);
    });
});
