import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { scopeOf } from "../../cli/review/expected";
import type { ExpectedComponent, ExpectedRole } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import { tenantKeyPolicy } from "../../components";
import { siteOf } from "../access/siteOf";
import { accountWith } from "./account";
import { args, key, standIn } from "./packages";

const given = { ...args, tenantKeyProvisioning: "provisioner", enableRdsMonitoring: true } as const;

const tags = { Environment: "production", ManagedBy: "Application" };

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
