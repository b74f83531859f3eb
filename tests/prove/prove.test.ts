import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { CustomResource, type Resource } from "@pulumi/pulumi";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { prove } from "../../cli/prove/command";
import type { Outcome } from "../../cli/prove/make";
import { reportOf } from "../../cli/prove/report";
import type { Deployment } from "../../cli/review/deployment";
import { provenReviewOf } from "../../cli/review/proofs";
import { outcomesOf } from "../../cli/review/proving";
import { componentsOf } from "../../cli/review/subjects";
import { anyRequest } from "../../cli/theorems/decide";
import { HipaaIamBoundary, HipaaIamComponent } from "../../components";
import { promisesOf } from "../../components/promises/promises";
import { deploymentOf, exported } from "../review/reviewed";
import { exampleArgs, run } from "../support/component";
import { ids, outcomesWhere } from "./outcomes";

/** What becomes of the promises where a program makes a component, and more. */
const granting = (Action: string, Resource: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Extra", Effect: "Allow", Action, Resource }] });

const policyOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const grantOnBackups = (Condition: object) => ({
  ...{ Sid: "Extra", Effect: "Allow", Action: "s3:GetObject" },
  ...{ Resource: "arn:aws:s3:::example-backups/*", Condition },
});
const outcomesBeside = (...statements: object[]) =>
  outcomesWhere((iam) => {
    new aws.iam.RolePolicy("more", { role: iam.appIamRoleName, policy: policyOf(...statements) });
  });

describe("hipaa-iam prove", () => {
  it("proves the stack of this repository: exit code 0", async () => {
    const { stdout, stderr, exitCode } = await prove(["--stack", "dev", "--json"]);
    expect(stderr).to.equal("");
    expect(exitCode).to.equal(0);
    const { universe, proven, promises } = JSON.parse(stdout) as {
      universe: string;
      proven: boolean;
      promises: Outcome[];
    };
    expect(universe).to.equal("any request: any text for action, resource and condition keys");
    expect(proven).to.equal(true);
    expect(promises).to.have.length.greaterThan(30);
    expect(promises.filter(({ outcome }) => outcome !== "proven")).to.deep.equal([]);
  });

  it("proves it for what AWS can send by its service reference, too, and says so", async () => {
    const { stdout, stderr, exitCode } = await prove(["--stack", "production", "--universe", "reference"]);
    expect([stderr, exitCode]).to.deep.equal(["", 0]);
    const [first, second] = stdout.split("\n");
    expect(first).to.match(/^Of \d+ promises: \d+ are proven for all requests, 1 is open, as README says\.$/);
    expect(second).to.equal(
      "Requests: what AWS can send of s3, kms, bedrock, bedrock-mantle, secretsmanager, sts and logs, by its service reference of 2026-09-26; of other services any request.",
    );
  });

  it("counts apart what is proven and what is open, as the review does", async () => {
    const report = reportOf(await outcomesWhere(() => {}), [], anyRequest.name);
    const [, all, proven] =
      /^Of (\d+) promises: (\d+) are proven for all requests, 1 is open, as README says\.\n/.exec(report) ??
      [];
    expect(Number(proven))
      .to.equal(Number(all) - 1)
      .and.above(30);
    expect(report).to.include("\nOpen, as README says (1)\n");
    expect(report).to.include(`\nProven for all requests (${proven})\n`);
  });

  it("a promise that another policy of the stack breaks is shown with a request and the statement", async () => {
    const outcomes = await outcomesWhere((iam) => {
      new aws.iam.RolePolicy("more", {
        name: "more",
        role: iam.appIamRoleName,
        policy: granting("s3:GetObject", "arn:aws:s3:::example-backups/*"),
      });
    });
    expect(ids(outcomes, "broken")).to.deep.equal(["read-backup of backend", "nothing-else of backend"]);
    const [first] = outcomes.filter(({ outcome }) => outcome === "broken");
    expect(first?.witness?.action).to.equal("s3:GetObject");
    expect(first?.witness?.resource).to.match(/^arn:aws:s3:::example-backups\//);
    expect(first?.by).to.deep.equal(["Extra of more"]);
    const report = reportOf(outcomes, [], anyRequest.name);
    const [all, held] = [outcomes.length, outcomes.length - 3];
    expect(report).to.include(
      `Of ${all} promises: 2 are broken, ${held} are proven for all requests, 1 is open, as README says.\n`,
    );
    expect(report).to.match(/but: s3:GetObject on arn:aws:s3:::example-backups\/.*\n.*by Extra of more/);
  });

  it("what another policy cannot undo stays proven, whatever it grants", async () => {
    const outcomes = await outcomesWhere((iam) => {
      new aws.iam.RolePolicy("all", { role: iam.appIamRoleName, policy: granting("*", "*") });
    });
    const denied = outcomes.filter(({ answer }) => answer === "denied");
    expect(denied).to.have.length.greaterThan(8);
    expect(denied.filter(({ outcome }) => outcome !== "proven")).to.deep.equal([]);
  });

  // As a number, as a pattern, and as the account of who asks.
  const { accountId } = defaultStandIn;
  const perimeters: [operator: string, account: string][] = [
    ["StringNotEquals", accountId],
    ["StringNotLike", `${accountId.slice(0, 4)}*`],
    ["StringNotEquals", "\u0024{aws:PrincipalAccount}"],
    ["StringNotEqualsIfExists", "\u0024{aws:PrincipalAccount}"],
  ];
  for (const [operator, account] of perimeters) {
    it(`a deny of what other accounts own breaks no promise of keys and secrets, whose ARNs say whose they are: ${operator} ${account}`, async () => {
      const secretArns = [`arn:aws:secretsmanager:us-east-1:${accountId}:secret:railway/token-??????`];
      const outcomes = await outcomesWhere(
        (iam) => {
          const Statement = {
            ...{ Effect: "Deny", Action: ["kms:*", "secretsmanager:*"], Resource: "*" },
            Condition: { [operator]: { "aws:ResourceAccount": account } },
          };
          const policy = JSON.stringify({ Version: "2012-10-17", Statement });
          new aws.iam.RolePolicy("perimeter", { role: iam.appIamRoleName, policy });
        },
        { secretArns },
      );
      // These take no resource: AWS does not say whose it is.
      expect(ids(outcomes, "broken")).to.deep.equal(["list-keys of backend", "create-keys of backend"]);
      expect(ids(outcomes, "not proven")).to.deep.equal([]);
    });
  }

  it("a policy whose text is not there: nothing but denies is proven", async () => {
    const outcomes = await outcomesWhere((iam) => {
      new aws.iam.RolePolicyAttachment("theirs", {
        role: iam.appIamRoleName,
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      });
    });
    const backend = outcomes.filter(({ of }) => of === "backend");
    for (const { answer, outcome, why } of backend) {
      expect(outcome).to.equal(answer === "denied" ? "proven" : "not proven");
      if (answer !== "denied") expect(why).to.equal("arn:aws:iam::aws:policy/ReadOnlyAccess was not read");
    }
  });

  it("with tenantIsolation a sentence says where the session's own tenant must be named", async () => {
    for (const tenantKeyProvisioning of ["application", "provisioner"] as const) {
      const { states } = await run(() => {
        new HipaaIamComponent("app", { ...exampleArgs(), tenantIsolation: {}, tenantKeyProvisioning });
      });
      const [component] = componentsOf(states);
      const promises = component ? promisesOf(component.scope) : [];
      const own = promises.filter(
        ({ answer, requests }) =>
          answer === "allowed" && JSON.stringify(requests).includes("\u0024{aws:PrincipalTag/TenantId}"),
      );
      expect(own).to.have.length.greaterThan(4);
      for (const { id, says } of own) expect(says, id).to.include("the session's own tenant");
    }
  });

  it("another tenant is called so in a request that reaches its documents", async () => {
    const outcomes = await outcomesWhere(
      (iam) => {
        const policy = granting("s3:GetObject", "arn:aws:s3:::example-documents/tenants/*");
        new aws.iam.RolePolicy("more", { role: iam.appIamRoleName, policy });
      },
      { tenantIsolation: {} },
    );
    const report = reportOf(outcomes, [], anyRequest.name);
    expect(report).to.match(
      /for all tenants A and B: .*\n.*but: s3:GetObject on .*\n(.*\n)*? {8}if the other tenant, B, is \S/,
    );
    expect(report).not.to.include("OtherTenant");
    expect(report).to.include(
      "may not: use an object of the documents bucket that is not under the folder of the session's own tenant",
    );
  });

  /** What is handed on to others is not read: it is warned of where it may attach a policy, and noted where not. */
  function expectUnread(deployment: Deployment, what: string, isOpen: boolean): string {
    const { components, notes, warnings } = provenReviewOf(deployment);
    const promises = components[0]?.promises?.filter(({ of }) => of === "backend") ?? [];
    for (const { answer, outcome, why } of promises) {
      const isProven = !isOpen || answer === "denied";
      expect([outcome, why]).to.deep.equal(
        isProven ? ["proven", undefined] : ["not proven", `${what} was not read`],
      );
    }
    const words = `T${what.slice(1)} is not read`;
    expect(warnings.filter((one) => one.startsWith(words))).to.have.length(isOpen ? 1 : 0);
    expect(notes.filter((one) => one.startsWith(words))).to.have.length(isOpen ? 0 : 1);
    return words;
  }

  const policyIn = (Type: string, Roles: string) =>
    JSON.stringify({ Resources: { P: { Type, Properties: { Roles: [Roles] } } } });
  type Role = { name: string };
  const templates: [what: string, args: (role: Role) => aws.cloudformation.StackArgs, isOpen: boolean][] = [
    ["a policy", ({ name }) => ({ templateBody: policyIn("AWS::IAM::Policy", name) }), true],
    [
      "a policy, in YAML",
      () => ({ templateBody: "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n" }),
      true,
    ],
    [
      "a policy, escaped",
      () => ({ templateBody: policyIn("AWS::IAM::Policy", "r").replace("IAM", "\\u0049AM") }),
      true,
    ],
    ["the role", ({ name }) => ({ templateBody: policyIn("Custom::Attach", name) }), true],
    ["a stack of its own", () => ({ templateBody: policyIn("AWS::CloudFormation::Stack", "r") }), true],
    ["what is not known", () => ({ templateUrl: "https://example-templates.s3.amazonaws.com/t.json" }), true],
    ["a queue", () => ({ templateBody: policyIn("AWS::SQS::Queue", "r") }), false],
  ];
  for (const [what, args, isOpen] of templates) {
    it(`a stack of CloudFormation whose template has ${what}: ${isOpen ? "nothing but denies is proven" : "a note"}`, async () => {
      const deployment = await deploymentOf({}, (iam) =>
        iam.appIamRoleName.apply((name) => new aws.cloudformation.Stack("cf", args({ name }))),
      );
      const words = expectUnread(deployment, "the template of the CloudFormation stack cf", isOpen);
      const file = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
      writeFileSync(file, exported(deployment, true));
      const { stdout, exitCode } = await prove(["--state", file]);
      rmSync(join(file, ".."), { recursive: true });
      expect([stdout.includes(words), exitCode]).to.deep.equal([true, isOpen ? 3 : 0]);
    });
  }

  const controlled: [typeName: string, state: (role: Role) => object, isOpen: boolean][] = [
    ["AWS::IAM::RolePolicy", ({ name }) => ({ RoleName: name, PolicyDocument: {} }), true],
    [
      "AWS::S3::BucketPolicy",
      ({ name }) => ({ PolicyDocument: { Principal: { AWS: `*role/${name}` } } }),
      true,
    ],
    ["AWS::SQS::Queue", () => ({ QueueName: "q" }), false],
  ];
  class ExtensionResource extends CustomResource {
    constructor(name: string, properties: { type: string; properties: object }) {
      super("aws-native:index:ExtensionResource", name, { outputs: undefined, ...properties });
    }
  }
  const makers: Record<string, (typeName: string, properties: object) => Resource> = {
    "Cloud Control": (typeName, properties) =>
      new aws.cloudcontrol.Resource("cc", { typeName, desiredState: JSON.stringify(properties) }),
    "aws-native": (type, properties) => new ExtensionResource("cc", { type, properties }),
  };
  for (const [maker, make] of Object.entries(makers)) {
    for (const [typeName, state, isOpen] of controlled) {
      it(`${maker} makes ${typeName}: ${isOpen ? "nothing but denies is proven" : "a note"}`, async () => {
        const deployment = await deploymentOf({}, (iam) =>
          iam.appIamRoleName.apply((name) => void make(typeName, state({ name }))),
        );
        expectUnread(deployment, "the text of the Cloud Control resource cc", isOpen);
      });
    }
  }

  it("a policy that the engine cannot tell apart: what it touches is not proven, for the reason that it names", async () => {
    const outcomes = await outcomesWhere((iam) => {
      const policy = granting("s3:GetObject", `arn:aws:s3:::*a${"?".repeat(17)}`);
      new aws.iam.RolePolicy("theirs", { role: iam.appIamRoleName, policy });
    });
    const open = outcomes.filter(({ outcome }) => outcome !== "proven");
    expect(open.map(({ id }) => id)).to.include.members(["read-backup", "nothing-else"]);
    for (const { outcome, answer, why } of open) {
      expect([outcome, why]).to.deep.equal(["not proven", "the patterns tell too many texts apart"]);
      expect(answer).not.to.equal("denied");
    }
  });

  const attached = (...Statement: object[]) =>
    outcomesWhere((iam) => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
    });

  it("a grant of a key that AWS sends with several values, and a deny of some of them: both may come together", async () => {
    const several = (values: string[]) => ({ "s3:RequestObjectTagKeys": values });
    const tagging = { Action: "s3:PutObjectTagging", Resource: "*" };
    const outcomes = await attached(
      { ...tagging, Effect: "Allow", Condition: { StringEquals: several(["owner"]) } },
      { ...tagging, Effect: "Deny", Condition: { StringNotLike: several(["project*"]) } },
    );
    expect(ids(outcomes, "broken")).to.include("nothing-else of backend");
    const [first] = outcomes.filter(({ outcome }) => outcome === "broken");
    expect(first?.witness?.context).to.deep.include({ "s3:RequestObjectTagKeys": ["owner", "project"] });
  });

  it("a deny of other accounts by KMS's own key breaks no promise about a key", async () => {
    const outcomes = await attached({
      ...{ Effect: "Deny", Action: "kms:*", Resource: "*" },
      Condition: { StringNotEquals: { "kms:CallerAccount": accountId } },
    });
    // AWS does not tell it of these, or does not say so.
    expect(ids(outcomes, "broken")).to.deep.equal(["list-keys of backend", "create-keys of backend"]);
  });

  it("a grant to a user of some name, or to a service, grants a session of the role nothing", async () => {
    const grant = { Effect: "Allow", Action: "s3:GetObject" };
    const outcomes = await attached(
      { ...grant, Resource: "arn:aws:s3:::example-backups/\u0024{aws:username}/*" },
      { ...grant, Resource: "*", Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } },
    );
    expect(outcomes.filter(({ outcome }) => outcome === "broken")).to.deep.equal([]);
  });

  it("what cannot be told of listing leaves what is said of objects proven", async () => {
    const tag = (at: number) => `\u0024{aws:PrincipalTag/${at}}`;
    const outcomes = await attached({
      ...{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::home" },
      Condition: { StringLike: { "s3:prefix": [1, 2, 3, 4].map(tag).join("/") } },
    });
    expect(ids(outcomes, "broken")).to.deep.equal([]);
    expect(ids(outcomes, "not proven")).to.deep.equal(["nothing-else of backend"]);
  });

  it("so it does with a tenant's own prefix in another bucket", async () => {
    const outcomes = await outcomesWhere(
      (iam) => {
        const Statement = {
          ...{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::other" },
          Condition: { StringLike: { "s3:prefix": "\u0024{aws:PrincipalTag/TenantId}/*" } },
        };
        const policy = JSON.stringify({ Version: "2012-10-17", Statement });
        new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
      },
      { tenantIsolation: {} },
    );
    expect(ids(outcomes, "broken")).to.deep.equal([]);
    expect(ids(outcomes, "not proven")).to.deep.equal([
      "other-tenants of backend",
      "nothing-else of backend",
    ]);
  });

  it("an operator that IAM does not have: what its statement may touch is not proven, and it is named", async () => {
    const outcomes = await outcomesWhere((iam) => {
      const Statement = {
        ...{ Sid: "Typo", Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
        Condition: { StringEqual: { "aws:RequestedRegion": "us-east-1" } },
      };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
    });
    expect(ids(outcomes, "broken")).to.deep.equal([]);
    expect(ids(outcomes, "not proven")).to.deep.equal(["nothing-else of backend"]);
    const [one] = outcomes.filter(({ outcome }) => outcome === "not proven");
    expect(one?.why).to.equal("there is no operator StringEqual (Typo of more)");
  });

  it("a grant under a condition that cannot be read: what it may break is not proven, and it is named", async () => {
    const conditions = [
      [{ IpAddress: { "aws:SourceIp": "203.0.113.7/33" } }, "IpAddress aws:SourceIp 203.0.113.7/33"],
      [{ DateLessThan: { "aws:CurrentTime": "2030-01-01" } }, "DateLessThan aws:CurrentTime 2030-01-01"],
      [
        { DateLessThan: { "aws:CurrentTime": "9999-12-31T23:59:59-05:00" } },
        "DateLessThan aws:CurrentTime 9999-12-31T23:59:59-05:00",
      ],
      [{ ArnLike: { "aws:PrincipalArn": "arn:aws:*" } }, "ArnLike aws:PrincipalArn arn:aws:*"],
    ] as const;
    for (const [Condition, words] of conditions) {
      const outcomes = await outcomesBeside(grantOnBackups(Condition));
      expect(ids(outcomes, "broken")).to.deep.equal([]);
      expect(ids(outcomes, "not proven")).to.deep.equal([
        "read-backup of backend",
        "nothing-else of backend",
      ]);
      for (const { outcome, why } of outcomes) {
        if (outcome === "not proven") expect(why).to.equal(`${words} of Extra cannot be read`);
      }
    }
  });

  const besideVariable: [key: string, Condition: object, why: string][] = [
    ["aws:SourceIp", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "is also compared as an address"],
    [
      "aws:MultiFactorAuthAge",
      { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } },
      "is also compared as a number",
    ],
    [
      "aws:CurrentTime",
      { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
      "is also compared as a date",
    ],
    [
      "aws:CalledVia",
      {
        "ForAnyValue:StringLike": { "aws:CalledVia": "a*" },
        "ForAnyValue:StringEquals": { "aws:CalledVia": "b.com" },
      },
      "has several values",
    ],
  ];
  for (const [key, Condition, why] of besideVariable) {
    it(`a grant beside a variable that no text stands for, ${key}: what it touches is not proven, and it is named`, async () => {
      const outcomes = await outcomesBeside(grantOnBackups(Condition), {
        ...{ Effect: "Deny", Action: "s3:GetObject*" },
        Resource: `arn:aws:s3:::logs/\u0024{${key}}`,
      });
      const own = outcomes.filter(({ of, outcome }) => of === "backend" && outcome !== "proven");
      expect(own.map(({ id }) => id)).to.include.members(["read-backup", "nothing-else"]);
      expect(own.filter(({ answer }) => answer === "denied")).to.deep.equal([]);
      const words = `the variable \u0024{${key.toLowerCase()}} cannot be read: its key ${why} (`;
      const named = "a statement without Sid of more)";
      for (const { id, outcome, why } of own) {
        const said = `${outcome} ${why?.replace(/(of more)-\w+/g, "$1")}`;
        // What the grant has no part in does not name it.
        const both = `not proven ${words}Extra of more, ${named}`;
        const some = /^(read-backup|nothing-else)$/.test(id) ? [both] : [both, `not proven ${words}${named}`];
        expect(some, id).to.include(said);
      }
    });
  }

  const many = (of: string) =>
    ["a", "b", "c", "d"].map((key) => [`aws:${of}Tag/${key}`, `\u0024{aws:PrincipalTag/${key}}`]);
  const untellable: [what: string, statement: object, ids: string[], words: string][] = [
    [
      "more than three variables",
      {
        Effect: "Allow",
        Action: "ec2:*",
        Resource: "*",
        Condition: { StringEquals: Object.fromEntries(many("Resource")) },
      },
      ["nothing-else"],
      "there are more than 3 variables: \u0024{aws:principaltag/a}, \u0024{aws:principaltag/b}, \u0024{aws:principaltag/c}, \u0024{aws:principaltag/d} (Abac of more)",
    ],
    [
      "a variable in any case",
      {
        ...{
          Effect: "Allow",
          Action: "sqs:*",
          Resource: "arn:aws:sqs:us-east-1:123456789012:\u0024{aws:PrincipalTag/t}-q",
        },
        Condition: { StringNotEqualsIgnoreCase: { "aws:PrincipalTag/t": "admin" } },
      },
      ["nothing-else"],
      "the values of \u0024{aws:principaltag/t} cannot be told apart (Abac of more)",
    ],
    [
      "a deny with more than three variables, where nothing depends on it",
      {
        Effect: "Deny",
        Action: "ec2:*",
        Resource: "*",
        Condition: { StringEquals: Object.fromEntries(many("Resource")) },
      },
      [],
      "",
    ],
  ];
  for (const [what, statement, lost, words] of untellable) {
    it(`what the engine refuses leaves other promises proven, and names policy and statement: ${what}`, async () => {
      const outcomes = await outcomesWhere((iam) => {
        const policy = policyOf({ Sid: "Abac", ...statement });
        new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
      });
      const open = outcomes.filter(({ outcome }) => outcome !== "proven");
      expect(open.map(({ id }) => id)).to.deep.equal(lost);
      for (const { outcome, why } of open) expect([outcome, why]).to.deep.equal(["not proven", words]);
    });
  }

  const own = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
  for (const [what, Condition] of [
    ["account", { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } }],
    ["ARN", { ArnNotEquals: { "aws:PrincipalArn": own } }],
  ] as const) {
    it(`a deny of everybody but the role's own ${what} takes nothing away`, async () => {
      const outcomes = await outcomesBeside({ Effect: "Deny", Action: "*", Resource: "*", Condition });
      expect(outcomes.filter(({ outcome }) => outcome !== "proven")).to.deep.equal([]);
    });
  }

  it("an account that stands in is not taken for the role's own", async () => {
    const { states } = await run(() => {
      const { appIamRoleName: role } = new HipaaIamComponent("app", exampleArgs());
      const grant = grantOnBackups({ StringEquals: { "aws:PrincipalAccount": "222222222222" } });
      new aws.iam.RolePolicy("more", { role, policy: policyOf(grant) });
    });
    const openWhere = (isPlaced: boolean) =>
      componentsOf(states, { isPlaced: () => isPlaced }).flatMap((one) =>
        outcomesOf(one).flatMap(({ id, outcome, why }) =>
          outcome === "proven" ? [] : [`${id} ${outcome}: ${why}`],
        ),
      );
    const why =
      "not proven: the account of the role is not known, and a policy asks for it. Name it with aws:allowedAccountIds, or with --account";
    expect(openWhere(false)).to.deep.equal([`read-backup ${why}`, `nothing-else ${why}`]);
    expect(openWhere(true)).to.deep.equal([]);
  });

  it("an address that is not known offline cannot be read", async () => {
    const outcomes = await outcomesWhere((iam) => {
      const { publicIp } = new aws.ec2.Eip("eip", {});
      const policy = publicIp.apply((ip) =>
        policyOf(grantOnBackups({ IpAddress: { "aws:SourceIp": `${ip}/32` } })),
      );
      new aws.iam.RolePolicy("more", { role: iam.appIamRoleName, policy });
    });
    expect(outcomes.filter(({ outcome }) => outcome !== "proven")).to.have.length.above(1);
  });

  const granted: [what: string, statements: object[]][] = [
    [
      "a date with milliseconds",
      [grantOnBackups({ DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00.000Z" } })],
    ],
    [
      "a tag that another statement compares as a flag",
      [
        grantOnBackups({ StringEquals: { "aws:PrincipalTag/restore": "approved" } }),
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::other",
          Condition: { Bool: { "aws:PrincipalTag/restore": "false" } },
        },
      ],
    ],
    [
      "a deny of one resource with a comma in it",
      [
        {
          ...grantOnBackups({}),
          Resource: ["arn:aws:s3:::example-backups/a", "arn:aws:s3:::example-backups/*"],
        },
        {
          Effect: "Deny",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::example-backups/a,arn:aws:s3:::example-backups/*",
        },
      ],
    ],
  ];
  for (const [what, statements] of granted) {
    it(`a grant of backups is seen: ${what}`, async () => {
      expect(ids(await outcomesBeside(...statements), "broken")).to.include("read-backup of backend");
    });
  }

  it("a boundary of the stack holds all that is granted, and keeps AdministratorAccess from more", async () => {
    const args = { ...exampleArgs(), enableRdsMonitoring: true };
    const { states, errors } = await run(() => {
      const boundary = new HipaaIamBoundary("bounds", args);
      new HipaaIamComponent("app", { ...args, permissionsBoundaryArn: boundary.policyArn });
    });
    expect(errors).to.deep.equal([]);
    const outcomes = componentsOf(states).flatMap((one) => outcomesOf(one));
    expect(outcomes.map(({ id }) => id)).to.include("within-boundary");
    expect(outcomes.filter(({ outcome }) => outcome !== "proven")).to.deep.equal([]);
  });

  it("a state in which an update that broke off left the component without its role: exit code 2", async () => {
    const made = await deploymentOf();
    const folder = mkdtempSync(join(tmpdir(), "prove-"));
    try {
      const [file, whole] = [join(folder, "state.json"), join(folder, "whole.json")];
      writeFileSync(whole, exported(made, true));
      const resources = made.resources.filter(({ type }) => !type.startsWith("aws:iam/"));
      writeFileSync(file, exported({ ...made, resources }, true));
      expect((await prove(["--state", whole])).exitCode).to.equal(0);
      const { stdout, stderr, exitCode } = await prove(["--state", file]);
      expect([stdout, exitCode]).to.deep.equal(["", 2]);
      expect(stderr).to.include("HipaaIamComponent app without its role");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const broken: [what: string, flag: object, type: RegExp, exitCode: number, words: RegExp][] = [
    ["a policy that is still to be deleted grants", { delete: true }, /more$/, 3, /may not: read any backup/],
    ["it is told", { delete: true }, /more$/, 3, /broke off before it deleted more: AWS still has that/],
    [
      "a policy that was deleted and not made anew denies nothing",
      { pendingReplacement: true },
      /policy:Policy::.*s3/,
      3,
      /Broken/,
    ],
    [
      "a replaced role is still to be deleted",
      { delete: true },
      /iam\/role:Role::/,
      2,
      /replaced the role app-/,
    ],
    ["an update broke off while it changed a policy", {}, /^$/, 2, /made, changed or deleted more\. /],
  ];
  for (const [what, flag, which, code, words] of broken) {
    it(`a state that a broken-off update leaves: ${what}`, async () => {
      const made = await deploymentOf({}, ({ appIamRoleName: role }) => {
        const policy = policyOf(grantOnBackups({}));
        new aws.iam.RolePolicy("more", { role, policy });
      });
      const isLeft = code === 3 && "delete" in flag;
      const plain = made.resources.filter(({ urn }) => isLeft || !/::more$/.test(urn));
      const resources = plain.map((one) => (which.test(one.urn) ? { ...one, ...flag } : one));
      const state = JSON.parse(exported({ ...made, resources }, true));
      const resource = { type: "aws:iam/rolePolicy:RolePolicy", urn: "urn:pulumi:s::p::t::more" };
      if (code === 2 && !("delete" in flag))
        state.deployment.pending_operations = [{ type: "updating", resource }];
      const folder = mkdtempSync(join(tmpdir(), "prove-"));
      try {
        writeFileSync(join(folder, "state.json"), JSON.stringify(state));
        const { stdout, stderr, exitCode } = await prove(["--state", join(folder, "state.json")]);
        expect(exitCode).to.equal(code);
        expect(stdout + stderr).to.match(words);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  for (const [what, args] of [
    ["neither stack nor state", []],
    ["both", ["--stack", "dev", "--state", "x"]],
    ["no such file", ["--state", "/nowhere"]],
    ["an unknown option", ["--stak", "dev"]],
    ["an unknown universe", ["--stack", "dev", "--universe", "all"]],
    [
      "questions for solvers about another universe",
      ["--stack", "dev", "--universe", "reference", "--smt", "x"],
    ],
  ] as const) {
    it(`${what}: exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await prove([...args]);
      expect([stdout, exitCode]).to.deep.equal(["", 2]);
      expect(stderr).not.to.equal("");
    });
  }
});
