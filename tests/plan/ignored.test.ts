import { join } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { runOffline } from "../../cli/plan/offline";
import { planStack } from "../../cli/plan/plan";
import { report } from "../../cli/plan/report";
import { deploymentOf } from "../../cli/review/offline";
import { reviewOf } from "../../cli/review/reviewing";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";
import { accessIn, projectIn } from "./programs";

const trust = `assumeRolePolicy: doc("sts:AssumeRole", { Principal: { Service: "ec2.amazonaws.com" } })`;
const header = `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const doc = (Action, more = { Resource: "*" }) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, ...more }] });
`;

describe("what ignoreChanges names is not known offline, as the engine keeps what AWS has", () => {
  const folder = temporaryFolder();
  const project = (program: string) => projectIn(folder(), { index: header + program });
  const wish = (program: string) => ({ folder: project(program), stack: "t", standIn: {}, config: [] });
  async function inputsOf(program: string, name = "x"): Promise<Record<string, unknown>> {
    const { states, shown } = await runOffline(wish(program));
    return shown(states.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs ?? {});
  }
  async function changes(old: string, now: string): Promise<[what: string, grew: boolean][]> {
    const [one, other] = [await accessIn(project(old)), await accessIn(project(now))];
    return compare(one, other).map(({ what, grew }) => [what, grew]);
  }

  const kept = (type: string, path: string, first: RegExp | string = /[0-9a-f]{8}/) =>
    new RegExp(
      `^unknown\\(${type} x, ${path.replace(/[[\].]/g, "\\$&")} \\[ignoreChanges: what AWS has stays; first ${first instanceof RegExp ? first.source : first}\\]`,
    );
  const inline = `inlinePolicies: [{ name: "a", policy: doc("a:*") }, { name: "b", policy: doc("b:*") }]`;
  const at = (inputs: unknown, path: string[]) =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);
  type Row = [paths: string, type: string, inputs: string, unknown: [string[], RegExp][], known: string[][]];
  const rows: Row[] = [
    [
      '["policy"]',
      "RolePolicy",
      'role: "r", policy: doc("s3:*")',
      [[["policy"], kept("iam.RolePolicy", "policy")]],
      [["role"]],
    ],
    [
      '["inlinePolicies[0].policy"]',
      "Role",
      `${trust}, ${inline}`,
      [[["inlinePolicies", "0", "policy"], kept("iam.Role", "inlinePolicies[0].policy")]],
      [["inlinePolicies", "0", "name"], ["inlinePolicies", "1", "policy"], ["assumeRolePolicy"]],
    ],
    [
      '["inlinePolicies[*].policy"]',
      "Role",
      `${trust}, ${inline}`,
      [
        [["inlinePolicies", "0", "policy"], kept("iam.Role", "inlinePolicies[0].policy")],
        [["inlinePolicies", "1", "policy"], kept("iam.Role", "inlinePolicies[1].policy")],
      ],
      [["inlinePolicies", "1", "name"]],
    ],
    [
      '["inlinePolicies"]',
      "Role",
      `${trust}, ${inline}`,
      [[["inlinePolicies", "0", "policy"], kept("iam.Role", "inlinePolicies")]],
      [["assumeRolePolicy"]],
    ],
    [
      '["inlinePolicies", "permissionsBoundary", "managedPolicyArns"]',
      "Role",
      trust,
      [
        [["inlinePolicies", "0", "policy"], kept("iam.Role", "inlinePolicies", "nothing")],
        [["permissionsBoundary"], kept("iam.Role", "permissionsBoundary", "nothing")],
        [["managedPolicyArns", "0"], kept("iam.Role", "managedPolicyArns", "nothing")],
      ],
      [["assumeRolePolicy"]],
    ],
    [
      `["tags.x", 'tags["a.b"]', "tags.new"]`,
      "Role",
      `${trust}, tags: { x: "1", y: "2", "a.b": "3" }`,
      [
        [["tags", "x"], kept("iam.Role", "tags.x")],
        [["tags", "a.b"], kept("iam.Role", "tags.a.b")],
        [["tags", "new"], kept("iam.Role", "tags.new", "nothing")],
      ],
      [["tags", "y"]],
    ],
    [
      '["*"]',
      "Role",
      `${trust}, maxSessionDuration: 7200, tags: { x: "1" }`,
      [
        [["assumeRolePolicy"], kept("iam.Role", "assumeRolePolicy")],
        [["maxSessionDuration"], kept("iam.Role", "maxSessionDuration")],
      ],
      [],
    ],
    [
      '["assumeRolePolicy"]',
      "Role",
      'assumeRolePolicy: pulumi.secret(doc("hush"))',
      [[["assumeRolePolicy"], kept("iam.Role", "assumeRolePolicy", "a secret")]],
      [],
    ],
  ];
  for (const [paths, type, inputs, unknown, known] of rows) {
    it(`${paths} of a ${type} with ${inputs.slice(0, 60)}`, async () => {
      const found = await inputsOf(`new aws.iam.${type}("x", { ${inputs} }, { ignoreChanges: ${paths} });`);
      for (const [path, origin] of unknown) expect(at(found, path), path.join()).to.match(origin);
      for (const path of known)
        expect(at(found, path), path.join())
          .to.be.a("string")
          .and.not.match(/unknown/);
    });
  }

  it("by a transformation, and for others who use it", async () => {
    const found = await inputsOf(
      `
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ["value"] } }));
      const x = new aws.ssm.Parameter("x", { name: "/x", type: "String", value: "arn:aws:s3:::a" });
      new aws.iam.RolePolicy("p", { role: "r", policy: x.value.apply((Resource) => doc("s3:*", { Resource })) });`,
      "p",
    );
    expect(JSON.stringify(found.policy)).to.include(
      "unknown(ssm.Parameter x, value [ignoreChanges: what AWS has stays; first a secret])",
    );
  });

  const role = `new aws.iam.Role("r", { name: "r", ${trust} });`;
  const policy = (action: string, options: string) =>
    `${role} new aws.iam.RolePolicy("x", { role: "r", policy: doc("${action}") }, ${options});`;
  const ignoring = '{ ignoreChanges: ["policy"] }';
  const session = (seconds: number, paths: string) =>
    `new aws.iam.Role("r", { name: "r", ${trust}, maxSessionDuration: ${seconds} }, { ignoreChanges: [${paths}] });`;
  const compared: [what: string, old: string, now: string, growth: string[]][] = [
    ["no longer ignored", policy("s3:*", ignoring), policy("s3:*", "{}"), ["grant added", "not comparable"]],
    ["ignored now", policy("s3:Get*", "{}"), policy("s3:*", ignoring), ["not comparable"]],
    [
      "another one when it is made first",
      policy("s3:Get*", ignoring),
      policy("s3:*", ignoring),
      ["not comparable", "not comparable"],
    ],
    ["the same", policy("s3:*", ignoring), policy("s3:*", ignoring), []],
    ["sessions", session(3600, ""), session(3600, '"maxSessionDuration"'), ["sessions not comparable"]],
    ["the same sessions", session(3600, '"maxSessionDuration"'), session(3600, '"maxSessionDuration"'), []],
    [
      "a boundary that may stay",
      role,
      role.replace("});", '}, { ignoreChanges: ["inlinePolicies"] });'),
      ["not comparable", "not comparable"], // The first of the list, and all others.
    ],
    ["a description", role, role.replace("});", '}, { ignoreChanges: ["description"] });'), []],
  ];
  for (const [what, old, now, growth] of compared) {
    it(`diff: ${what}`, async () => {
      const found = await changes(old, now);
      expect(
        found
          .filter(([, grew]) => grew)
          .map(([what]) => what)
          .sort(),
      ).to.deep.equal(growth);
    });
  }

  const component = `
    const { HipaaIamComponent } = require(${JSON.stringify(join(repository, "components"))});
    const iam = new HipaaIamComponent("iam", ${JSON.stringify({ ...exampleArgs(), externalId: "only-we-know" })});
    new aws.iam.RolePolicy("x", { role: iam.appIamRoleName, policy: doc("x:*") }, ${ignoring});`;
  it("plan and review show it as unknown", async () => {
    const policy = 'new aws.iam.Policy("m", { policy: doc("y:*") }, { ignoreChanges: ["policy"] });';
    const plan = report(await planStack(project(policy), "t"));
    expect(plan)
      .to.include("unknown(iam.Policy m, policy [ignoreChanges: what AWS has stays")
      .and.not.include("y:*");
    const deployment = await deploymentOf(wish(component));
    const review = JSON.stringify(deployment.shown?.(reviewOf(deployment)));
    expect(review)
      .to.match(/"unread":"Its text is not known offline: unknown\(iam.RolePolicy x, policy \[ignoreChanges/)
      .and.not.include("x:*");
  });
});
