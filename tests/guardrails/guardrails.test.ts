import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Site } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { HipaaIamGuardrails, type HipaaIamGuardrailsArgs } from "../../components";
import { toPolicyDocument } from "../../components/policies/document";
import { type GuardrailsScope, guardrailsStatements } from "../../components/policies/guardrails";
import { argsOf } from "../access/argsOf";
import { differences } from "../access/differences";
import { siteOf } from "../access/siteOf";
import { faultsOf } from "../judge/checker";
import { commonJudge } from "../judge/memo";
import { mutantsOf } from "../mutation/mutants";
import { expectCaught } from "../mutation/tally";
import { run } from "../support/component";
import { repository } from "../support/folder";
import { scopes } from "../support/scopes";
import {
  administrator,
  everythingWithin,
  exampleGuardrails,
  guardrailsArgs,
  guardrailsOf,
  runGuardrails,
} from "./guardrails";
import { guardrailRows, keptRows, named } from "./rows";

const isProduction = ({ environment }: { environment: string }) => environment === "production";

for (const { title, environment, standIn } of scopes.filter(isProduction)) {
  describe(`guardrails of an organisation, ${title}`, () => {
    let site: Site;
    before(async () => {
      const args = { ...argsOf(environment, standIn), enableRdsMonitoring: true };
      site = await siteOf({ ...args, tenantKeyProvisioning: "provisioner" }, standIn);
    });

    it("close what the roles' policies cannot, to everybody but who deploys", async () => {
      const document = await guardrailsOf(guardrailsArgs(site), standIn);
      const rows = guardrailRows(site, document);
      expect(rows).to.have.length.greaterThan(200);
      expect(await differences(named(rows), commonJudge)).to.deep.equal([]);
    });

    it("take nothing from the roles", async () => {
      const document = await guardrailsOf(guardrailsArgs(site), standIn);
      const rows = keptRows(matrix(site), document);
      expect(rows).to.have.length.greaterThan(40);
      for (const { request, policies } of rows) {
        const { decision } = await commonJudge(request, policies);
        expect(decision, `${request.action} of ${request.resource}`).to.equal("allow");
      }
    });

    it("leave the mantle endpoint to roles that have it, and the other one to none", async () => {
      const args = { ...argsOf(environment, standIn), bedrockMantle: {} };
      const withMantle = await siteOf({ ...args, tenantKeyProvisioning: "provisioner" }, standIn);
      const document = await guardrailsOf({ ...guardrailsArgs(withMantle), bedrockMantle: true }, standIn);
      const rows = keptRows(matrix(withMantle), document);
      expect(rows.filter(({ by }) => by.includes("InvokeClaudeOnMantle"))).to.have.length.greaterThan(5);
      for (const { request, policies } of rows) {
        const { decision } = await commonJudge(request, policies);
        expect(decision, `${request.action} of ${request.resource}`).to.equal("allow");
      }
      const endpoints = document.Statement.find(({ Sid }) => Sid === "DenyOtherEndpointsToRoles");
      expect(endpoints?.Action).to.equal("aws-external-anthropic:*");
    });

    it("are a policy that AWS takes, within 10,240 characters", async () => {
      const document = await guardrailsOf(guardrailsArgs(site), standIn);
      expect(await faultsOf(document)).to.deep.equal([]);
      expect(JSON.stringify(document).length).to.be.below(10240);
      expect(document.Statement.map(({ Effect }) => Effect)).to.deep.equal(Array(9).fill("Deny"));
    });

    for (const [who, roleOf] of [
      ["a role each", () => "pulumi"],
      [
        "a role of IAM Identity Center each",
        ({ region }: StandIn) =>
          `aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_AdministratorAccess_0123456789abcdef`,
      ],
    ] as const) {
      it(`for ten accounts that deploy with ${who}, and twenty kept buckets, are as long as the page says`, async () => {
        const { partition, region } = standIn;
        const accounts = Array.from({ length: 10 }, (_, index) => `${123456789012 + index}`);
        const keptBucketArns = accounts.flatMap((account) =>
          ["backups", "audit-logs"].map(
            (data) => `arn:${partition}:s3:::clinic-production-${data}-${account}-${region}-an`,
          ),
        );
        const administratorArns = accounts.map(
          (account) => `arn:${partition}:iam::${account}:role/${roleOf(standIn)}`,
        );
        const args = { ...guardrailsArgs(site), keptBucketArns, administratorArns };
        const { errors } = await runGuardrails(args, standIn);
        const scope = { ...args, partition } as unknown as GuardrailsScope;
        const size = JSON.stringify(toPolicyDocument(guardrailsStatements(scope))).length;
        const isTooLong = who !== "a role each" && partition !== "aws";
        expect(size > 10240, `${size}`).to.equal(isTooLong);
        expect(errors).to.have.lengthOf(isTooLong ? 1 : 0);
        expect(size).to.be.above(5120);
        const page = readFileSync(join(repository, "docs/guardrails.md"), "utf8").replace(/\s+/g, " ");
        expect(page).to.include(`${size.toLocaleString("en")} in \`${partition}\``);
      });
    }

    it("name no role of IAM Identity Center among what is not changed, as IAM lets nobody", async () => {
      const { partition, accountId } = standIn;
      const sso = `arn:${partition}:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Deploy_0123456789abcdef`;
      const administratorArns = [administrator(standIn), sso];
      const { Statement } = await guardrailsOf({ ...guardrailsArgs(site), administratorArns }, standIn);
      const statement = Statement.find(({ Sid }) => Sid === "DenyWeakeningProtection");
      expect(statement?.Resource).to.include(administrator(standIn)).and.not.include(sso);
      expect(JSON.stringify(statement?.Condition)).to.include(sso);
    });

    if (standIn.partition !== "aws") return;
    it("have no idle statement or condition: a row misses each that is dropped", async () => {
      const document = await guardrailsOf(guardrailsArgs(site), standIn);
      const dropped = (await mutantsOf(document)).filter(({ name }) => name.endsWith(": drop it"));
      const rows = named(guardrailRows(site, document));
      expect(await expectCaught(dropped, rows, () => everythingWithin)).to.include({
        mutants: 19,
        killed: 19,
      });
    });
  });
}

describe("guardrails", () => {
  it("are a policy and an attachment for each target, in the component, and no more", async () => {
    const { resources, errors } = await runGuardrails({
      ...exampleGuardrails,
      targetIds: ["r-a1b2", "123456789012"],
    });
    expect(errors).to.deep.equal([]);
    expect(resources.map(({ type, name }) => [type, name]).sort()).to.deep.equal([
      ["aws:organizations/policy:Policy", "guard-policy"],
      ["aws:organizations/policyAttachment:PolicyAttachment", "guard-123456789012-attachment"],
      ["aws:organizations/policyAttachment:PolicyAttachment", "guard-r-a1b2-attachment"],
      ["hipaa-iam:index:HipaaIamGuardrails", "guard"],
      ["pulumi:pulumi:Stack", "hipaa-iam-test"],
    ]);
    const policy = resources.find(({ name }) => name === "guard-policy");
    const { content, ...rest } = policy?.inputs ?? {};
    expect(rest).to.deep.equal({
      name: "hipaa-iam-guardrails",
      description: "HIPAA backends: what the policies of their roles cannot close",
      type: "SERVICE_CONTROL_POLICY",
      tags: { ManagedBy: "Pulumi", Module: "hipaa-iam" },
    });
    expect(String(content)).not.to.match(/\s/); // AWS counts white space here.
    const component = resources.find(({ name }) => name === "guard");
    expect(component?.inputs).to.deep.equal({ ...exampleGuardrails, targetIds: ["r-a1b2", "123456789012"] });
    const parents = resources.filter(({ type }) => type.startsWith("aws:")).map(({ parent }) => parent);
    expect(parents).to.deep.equal(Array(3).fill(component?.urn));
    expect(Object.keys(component?.outputs ?? {})).to.have.members(["policyId", "policyArn"]);
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
  const bad: [path: string, args: Record<string, unknown>, reason: string][] = [
    ["targetIds", { targetIds: [] }, "[] is not accepted. Give a plain list of one or more IDs"],
    ["targetIds", { targetIds: undefined }, "it is missing. Give a plain list"],
    ["targetIds[0]", { targetIds: ["*"] }, "'*' is not accepted."],
    ["targetIds[0]", { targetIds: ["ou-a1b2"] }, "'ou-a1b2' is not accepted."],
    ["targetIds[1]", { targetIds: ["r-a1b2", "r-a1b2"] }, "it is the same as targetIds[0]."],
    ["targetIds[0]", { targetIds: [pulumi.output("r-a1b2")] }, "it cannot be an Output."],
    ["keptBucketArns[0]", { keptBucketArns: ["arn:aws:s3:::*"] }, "'arn:aws:s3:::*' is not accepted."],
    [
      "keptBucketArns[0]",
      { keptBucketArns: ["arn:aws:s3:::${aws:username}"] },
      "'arn:aws:s3:::${aws:username}' is",
    ],
    ["keptBucketArns", { keptBucketArns: undefined }, "it is missing."],
    ["allowedRegions[0]", { allowedRegions: ["us-*"] }, "'us-*' is not accepted."],
    ["allowedRegions", { allowedRegions: [] }, "[] is not accepted."],
    [
      "administratorArns[0]",
      { administratorArns: ["arn:aws:iam::123456789012:root"] },
      "'arn:aws:iam::123456789012:root' is",
    ],
    [
      "administratorArns[0]",
      { administratorArns: ["arn:aws:iam::*:role/pulumi"] },
      "'arn:aws:iam::*:role/pulumi' is",
    ],
    ...[
      ...[
        "hipaa-app-backend-production",
        "hipaa-app-backend-dev-eu",
        "dev-key-provisioner",
        "staging-eu-key-provisioner",
      ],
      "production-rds-monitoring-role",
    ].map((name): [string, Record<string, unknown>, string] => [
      "administratorArns[0]",
      { administratorArns: [`arn:aws:iam::123456789012:role/${name}`] },
      `'arn:aws:iam::123456789012:role/${name}' is not accepted. Give the ARN of a role or user that deploys, none`,
    ]),
    ["administratorArns", { administratorArns: null }, "it is missing."],
    ["policyName", { policyName: "" }, "'' is not accepted."],
    ["bedrockMantle", { bedrockMantle: {} }, "{} is not accepted. Give true or false, as a plain value."],
    [
      "bedrockMantle",
      { bedrockMantle: "true" },
      "'true' is not accepted. Give true or false, as a plain value.",
    ],
    ["regions", { regions: ["us-east-1"] }, "there is no such input. Give targetIds, keptBucketArns,"],
  ];
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM
  for (const [path, args, reason] of bad) {
    it(`refuse a bad value before anything is registered: ${path}, ${reason}`, async () => {
      let thrown: unknown;
      const { resources } = await run(() => {
        try {
          new HipaaIamGuardrails("guard", { ...exampleGuardrails, ...args } as HipaaIamGuardrailsArgs);
        } catch (error) {
          thrown = error;
        }
      });
      const { errors = [], message } = thrown as pulumi.InputPropertiesError;
      expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal([path]);
      expect(errors[0]?.reason.slice(0, reason.length)).to.equal(reason);
      expect(message).to.match(/^HipaaIamGuardrails "guard": 1 input is not accepted\./);
      expect(resources).to.have.lengthOf(1);
    });
  }

  it("show no secret, and no unknown value hides the fault of another, in a preview", async () => {
    const { errors } = await run(
      () => {
        const unknown = new Role("other", { assumeRolePolicy: "{}" }).arn;
        const administratorArns = [unknown, pulumi.secret("TOPSECRET*")];
        const keptBucketArns = [unknown, pulumi.output("*")];
        new HipaaIamGuardrails("guard", { ...exampleGuardrails, administratorArns, keptBucketArns });
      },
      { preview: true },
    );
    expect(errors).to.have.lengthOf(1);
    expect(errors[0]?.message).to.include("2 inputs are not accepted.");
    expect(errors[0]?.message).to.include("administratorArns[1]: [secret] is not accepted.");
    expect(errors[0]?.message).to.include("keptBucketArns[1]: '*' is not accepted.");
  });

  for (const [what, args, said] of [
    ["a bad Output", { keptBucketArns: [pulumi.output("*")] }, "keptBucketArns[0]: '*' is not accepted."],
    [
      "another partition",
      { keptBucketArns: ["arn:aws-cn:s3:::x-backups"] },
      "is in partition aws-cn, the provider in aws.",
    ],
    [
      "more than AWS takes",
      { keptBucketArns: Array.from({ length: 140 }, (_, index) => `arn:aws:s3:::example-backups-${index}`) },
      "keptBucketArns: it makes the policy",
    ],
    [
      "more than AWS takes of another list",
      {
        administratorArns: Array.from(
          { length: 99 },
          (_, at) => `arn:aws:iam::123456789012:role/deploy-${at}`,
        ),
      },
      "administratorArns: it makes the policy",
    ],
    [
      "more than AWS takes, as time tells",
      {
        keptBucketArns: Array.from({ length: 140 }, (_, at) =>
          pulumi.output(`arn:aws:s3:::example-backups-${at}`),
        ),
      },
      "keptBucketArns: it makes the policy",
    ],
  ] as const) {
    for (const preview of [false, true]) {
      it(`fail for ${what}${preview ? ", in a preview" : ""}`, async () => {
        const { errors, resources } = await runGuardrails(
          { ...exampleGuardrails, ...args },
          undefined,
          preview,
        );
        expect(errors[0]?.message).to.include(said);
        expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
      });
    }
  }
});
