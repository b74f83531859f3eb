import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { SiteArgs } from "../../cli/access/site";
import { scopeOf } from "../../cli/review/expected";
import type { ExpectedRole } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import type { Matrix } from "../../cli/verify/keyTags";
import { Environment, masterKeyStatements } from "../../components";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { accountWith } from "./account";
import { standIn } from "./packages";

const dev = argsOf(Environment.Dev, standIn);
const staging = argsOf(Environment.Staging, standIn);
const [devsKey, stagingsKey] = [dev.kmsMasterKeyArn, staging.kmsMasterKeyArn];
const tenants = (Environment: string) => ({ Environment, ManagedBy: "Application" });
const tagged = { Environment: "x" };

async function matrixOf(args: SiteArgs, isKnown = true): Promise<Matrix> {
  const site = await siteOf(args, standIn);
  const role = (kind: ExpectedRole["kind"], arn: string): ExpectedRole => ({
    ...{ name: arn.split("/").at(-1) ?? "", arn, kind, path: "/", tags: {}, attached: [], inline: [] },
  });
  const roles = [role("backend", site.roleArn), role("key provisioner", site.provisionerRoleArn)];
  const scope = scopeOf({ ...args }, standIn);
  const component = { name: args.environment, inputs: {}, scope, isKnown: () => isKnown, roles };
  return { component, rows: matrix(site) };
}

const devTags = "hipaa-app-backend-dev can tag it and use it then, where its policy leaves it to IAM";
const stagingTags = devTags.replace("dev", "staging");
const of = (name: string) => `the master key of hipaa-app-backend-${name}`;
const tagIt = "Tag it (any Environment will do), or see docs/untagged-keys.md";
const nobody = `No role of this stack can tag it. A role of another stack of this account and Region may be able to. ${tagIt}`;
const usual = ["kms:Decrypt", "kms:DescribeKey", "kms:EnableKeyRotation", "kms:Encrypt"];
const uses = [...usual, "kms:GenerateDataKey", "kms:GetKeyRotationStatus"];

describe("verify, of master keys by their tags, where a stack has several components", () => {
  const provisioner: SiteArgs = { ...dev, tenantKeyProvisioning: "provisioner" };
  const nobodys: SiteArgs = { ...dev, tenantKeyProvisioning: "none" };
  const isolated: SiteArgs = { ...dev, tenantIsolation: {} };
  const tenant = { ...tenants("dev"), TenantId: "7" };
  const cases: [
    what: string,
    components: SiteArgs[],
    keys: Record<string, Record<string, string>>,
    differs: string[],
    told: string[],
    details?: string[],
  ][] = [
    ["each has a tag", [dev, staging], { [devsKey]: tagged, [stagingsKey]: tagged }, [], []],
    [
      "one has neither tag",
      [dev, staging],
      { [devsKey]: tagged, [stagingsKey]: {} },
      [`${of("staging")} carries neither tag: ${devTags}. ${tagIt}`],
      [],
    ],
    [
      "both have neither tag",
      [dev, staging],
      { [devsKey]: { Team: "a" }, [stagingsKey]: { Team: "a" } },
      [
        `${of("dev")} carries neither tag: ${stagingTags}. ${tagIt}`,
        `${of("staging")} carries neither tag: ${devTags}. ${tagIt}`,
      ],
      [],
    ],
    [
      "one has neither tag, and a role apart tags keys",
      [provisioner, staging],
      { [devsKey]: tagged, [stagingsKey]: {} },
      [
        `${of("staging")} carries neither tag: dev-key-provisioner can tag it for hipaa-app-backend-dev to use, where its policy leaves it to IAM. ${tagIt}`,
      ],
      [],
    ],
    [
      "one has neither tag, and nobody tags keys for the other",
      [nobodys, staging],
      { [devsKey]: tagged, [stagingsKey]: {} },
      [],
      [`${of("staging")} carries neither tag. ${nobody}`],
    ],
    [
      "one has neither tag, and sessions are of one tenant each",
      [isolated, staging],
      { [devsKey]: tagged, [stagingsKey]: {} },
      [`${of("staging")} carries neither tag: ${devTags}. ${tagIt}`],
      [],
    ],
    [
      "the only one has neither tag",
      [dev],
      { [devsKey]: {} },
      [],
      [`${of("dev")} carries neither tag. ${nobody}`],
    ],
    [
      "one that both use has neither tag",
      [dev, { ...staging, kmsMasterKeyArn: devsKey }],
      { [devsKey]: {} },
      [],
      [`${of("dev")} and hipaa-app-backend-staging carries neither tag. ${nobody}`],
    ],
    [
      "one has the tags of the other's tenants",
      [dev, staging],
      { [devsKey]: tagged, [stagingsKey]: tenants("dev") },
      [
        `${of("staging")} carries both tags of dev's tenants: hipaa-app-backend-dev can use it, where its policy leaves it to IAM. Give it another ManagedBy`,
      ],
      [],
      uses,
    ],
    [
      "one has the tags of the other's tenants, in another case",
      [dev, staging],
      { [devsKey]: tagged, [stagingsKey]: { environment: "dev", MANAGEDBY: "Application" } },
      [
        `${of("staging")} carries both tags of dev's tenants: hipaa-app-backend-dev can use it, where its policy leaves it to IAM. Give it another ManagedBy`,
      ],
      [],
      uses,
    ],
    [
      "one has the tags of the other's tenants, and those of a tenant",
      [isolated, staging],
      { [devsKey]: tagged, [stagingsKey]: tenant },
      [
        `${of("staging")} carries both tags of dev's tenants: hipaa-app-backend-dev can use it, where its policy leaves it to IAM. Give it another ManagedBy`,
      ],
      [],
      uses,
    ],
    [
      "one has the tags of the other's tenants, whose sessions are of one tenant each",
      [isolated, staging],
      { [devsKey]: tagged, [stagingsKey]: tenants("dev") },
      [],
      [
        `${of("staging")} carries both tags of dev's tenants, and its own statements keep hipaa-app-backend-dev from using it`,
      ],
    ],
    [
      "the only one has the tags of its own tenants",
      [dev],
      { [devsKey]: tenants("dev") },
      [],
      [
        `${of("dev")} carries both tags of dev's tenants: its own statements let hipaa-app-backend-dev do no more with it than this`,
      ],
      ["kms:GetKeyRotationStatus"],
    ],
    [
      "the only one has the tags of tenants of another stack",
      [dev],
      { [devsKey]: tenants("production") },
      [],
      [
        `${of("dev")} carries both tags of production's tenants: a role of another stack of this account and Region may use it, where its policy leaves it to IAM`,
      ],
    ],
  ];
  for (const [what, components, tags, differing, telling, details] of cases) {
    it(`${what}: ${differing.length === 0 ? "no difference" : "a difference"}`, async () => {
      const matrices = await Promise.all(components.map((one) => matrixOf(one)));
      const policyOf = (arn: string) => {
        const users = matrices.filter(({ component }) => component.scope.kmsMasterKeyArn === arn);
        const Statement = users.flatMap(({ component: { roles } }, at) =>
          masterKeyStatements({ roleArn: roles[0]?.arn ?? "" }).map((one) => ({
            ...one,
            Sid: `${one.Sid}${at}`,
          })),
        );
        return JSON.stringify({ Version: "2012-10-17", Statement });
      };
      const keys = Object.entries(tags).map(([arn, own]) => ({ arn, tags: own, policy: policyOf(arn) }));
      const checks = await checkKeys(accountWith(keys), matrices, [], []);
      const found = checks.filter((one) => one.result === "differs");
      expect(found.map((one) => one.what)).to.deep.equal(differing);
      const facts = checks.filter((one) => one.result === "told" && /^the master key of /.test(one.what));
      expect(facts.map((one) => one.what)).to.deep.equal(telling);
      if (details) expect([...found, ...facts][0]?.details).to.deep.equal(details);
      // Of a key that carries tenants' tags it is the master key that is looked at.
      expect(checks.filter((one) => /tenant key|is a key of/.test(one.what))).to.deep.equal([]);
    });
  }

  it("lets one in by name whose master key it is not: a fact, as of anybody else", async () => {
    const matrices = await Promise.all([dev, staging].map((one) => matrixOf(one)));
    const [devs = "", stagings = ""] = matrices.map(({ component: { roles } }) => roles[0]?.arn ?? "");
    const statements = (roleArn: string) => masterKeyStatements({ roleArn });
    const more = { Effect: "Allow", Principal: { AWS: devs }, Action: "kms:Decrypt", Resource: "*" };
    const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    const keys = [
      { arn: devsKey, tags: tagged, policy: policy(...statements(devs)) },
      { arn: stagingsKey, tags: tagged, policy: policy(...statements(stagings), more) },
    ];
    const checks = await checkKeys(accountWith(keys), matrices, [], []);
    const [only, ...others] = checks.filter(({ what }) => what.endsWith("lets in others"));
    expect(others).to.deep.equal([]);
    expect([only?.of, only?.result, only?.details]).to.deep.equal([stagingsKey, "told", [devs]]);
  });

  for (const [Origin, says] of [
    ["AWS_KMS", "the master key is rotated every 365 days"],
    ["EXTERNAL", "the master key's material is EXTERNAL, which KMS does not rotate by itself"],
  ] as const) {
    it(`tells of its rotation by where its material is from: ${Origin}`, async () => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      const keys = [{ arn: devsKey, tags: tagged, policy, metadata: { Origin } }];
      const checks = await checkKeys(accountWith(keys), [await matrixOf(dev)], [], []);
      expect(checks.map(({ what }) => what)).to.include(says);
    });
  }

  const other = stagingsKey.replace(/2{8}/, "99999999");
  const how = "Tag them (any Environment will do), or see docs/untagged-keys.md";
  const can = (...who: string[]) =>
    `keys with neither tag: ${who.join(", ")}, where their policies leave it to IAM. ${how}`;
  const devs = "hipaa-app-backend-dev can tag them and use them then";
  const cannot = nobody.replace("it.", "them.").replace(`. ${tagIt}`, "");
  const takers: [what: string, components: SiteArgs[], says: string, isUnknown?: true][] = [
    ["one role", [dev], can(devs)],
    ["two roles", [dev, staging], can(devs, devs.replace("dev", "staging"))],
    ["a role apart", [provisioner], can("dev-key-provisioner can tag them for hipaa-app-backend-dev to use")],
    ["no role of the stack", [nobodys], `keys with neither tag. ${cannot}`],
    [
      "one role, whose master key it may be",
      [dev],
      can(`${devs} (but its own master key, which only a deployment knows)`),
      true,
    ],
  ];
  for (const [what, components, says, isUnknown] of takers) {
    it(`names who can take a key with neither tag: ${what}`, async () => {
      const matrices = await Promise.all(components.map((one) => matrixOf(one, !isUnknown)));
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      const checks = await checkKeys(accountWith([{ arn: other, tags: {}, policy }]), matrices, [], []);
      const found = checks.filter(({ what }) => what.startsWith("keys with neither tag"));
      expect(found.map(({ result, what, details }) => [result, what, details])).to.deep.equal([
        [says.includes(": ") ? "differs" : "told", says, [other]],
      ]);
    });
  }
});
