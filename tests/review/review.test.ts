import * as iam from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import { expect } from "chai";
import { lanesOf } from "../../cli/review/access";
import { noReason, type Review, statementsOf } from "../../cli/review/review";
import { reviewOf } from "../../cli/review/reviewing";
import { reasonOf } from "../../cli/review/rows";
import { HipaaIamComponent } from "../../components";
import { exampleArgs, run } from "../support/component";
import { allStatements, attach, changed, deploymentOf, reviewed } from "./reviewed";

const everything = { enableRdsMonitoring: true, tenantKeyProvisioning: "provisioner" };
const star = { Effect: "Allow", Action: "s3:*", Resource: "*" };

/** What the picture shows of the first component. */
function picture({ components: [component] }: Review): [who: string[], role: string, reach: string[]][] {
  return (component ? lanesOf(component) : []).map(({ who, role, reach }) => [
    who,
    role.name,
    reach.map(({ title, verbs }) => `${title}: ${verbs.join(", ")}`),
  ]);
}

describe("the review of a stack", () => {
  const account =
    "Users and roles of account 123456789012 whose own policies let them assume the role, with the external ID";
  const data = [
    "Documents: list names, read, write, delete, of all tenants",
    "Backups: list names, add new ones, without overwriting",
    "Audit logs: list names, add new ones, without overwriting",
    "Master key: encrypt, decrypt",
  ];

  it("says who assumes which role and reaches which data", async () => {
    expect(picture(await reviewed(everything))).to.deep.equal([
      [
        [account],
        "hipaa-app-backend-dev",
        [...data, "Tenant keys: encrypt, decrypt", "Claude models: send prompts"],
      ],
      [[account], "dev-key-provisioner", ["Tenant keys: create, turn rotation on"]],
      [
        ["Amazon RDS, for its monitoring"],
        "dev-rds-monitoring-role",
        ["Database metrics: what a policy of AWS allows, whose text is not here"],
      ],
    ]);
  });

  it("says of backups that they can be overwritten where that is so", async () => {
    const [[, , reach] = [[], "", []]] = picture(await reviewed({ backupsWriteOnce: false }));
    expect(reach[1]).to.equal("Backups: list names, write");
    expect(reach[2]).to.equal(data[2]);
  });

  it("says which secrets are read, by a key that is not the master key", async () => {
    const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf";
    const secretsKmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/55555555-5555-4555-8555-555555555555";
    const review = await reviewed({ secretArns: [secret], secretsKmsKeyArn });
    const [[, , reach] = [[], "", []]] = picture(review);
    expect(reach.at(-1)).to.equal("Secrets: read, decrypt");
    expect(reach[3]).to.equal("Master key: encrypt, decrypt");
  });

  it("numbers statements through", async () => {
    const numbers = allStatements(await reviewed(everything)).map(({ number }) => number);
    expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
  });

  it("shows what others attach, without a reason", async () => {
    const review = await reviewed({}, (component) => {
      attach(component, star);
      const role = component.appIamRoleName;
      const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      new iam.RolePolicyAttachment("admin", { role, policyArn });
      new iam.PolicyAttachment("all", { roles: [role], policyArn: "arn:aws:iam::999999999999:policy/far" });
      new iam.RolePolicy("inline", { name: "inline", role, policy: JSON.stringify({ Statement: [star] }) });
      new iam.RolePolicy("text", { name: "text", role, policy: "no document" });
    });
    const documents = review.components[0]?.roles[0]?.documents.filter(({ madeBy }) => madeBy === "other");
    expect(
      documents?.map(({ name, kind, unread, statements }) => [name, kind, unread, statements.length]),
    ).to.deep.equal([
      [
        "arn:aws:iam::999999999999:policy/far",
        "managed policy",
        "The text of this policy is not in this stack.",
        0,
      ],
      [policyOf("AdministratorAccess"), "managed policy", "AWS keeps the text of this policy.", 0],
      ["extra", "managed policy", "", 1],
      ["inline", "inline policy", "", 1],
      ["text", "inline policy", "This is no policy document.", 0],
    ]);
    const unknown = allStatements(review).filter(({ reason }) => reason === "");
    expect(unknown.map(reasonOf)).to.deep.equal([noReason, noReason]);
    expect(picture(review)[0]?.[2].slice(-2)).to.deep.equal([
      "Not of hipaa-iam, no reason known, on everything: s3:*",
      `Not of hipaa-iam, no reason known: arn:aws:iam::999999999999:policy/far, ${policyOf("AdministratorAccess")}, text`,
    ]);
  });

  const onWhat: [what: string, Resource: string | string[], on: string][] = [
    ["data", "arn:aws:s3:::example-backups/*", ", on Backups (arn:aws:s3:::example-backups/*)"],
    [
      "data of two sorts",
      ["arn:aws:s3:::example-documents", "arn:aws:s3:::example-audit-logs/a/*"],
      ", on Documents, Audit logs (arn:aws:s3:::example-documents, arn:aws:s3:::example-audit-logs/a/*)",
    ],
    [
      "a bucket whose name begins like it",
      "arn:aws:s3:::example-backups-2/*",
      ", on arn:aws:s3:::example-backups-2/*",
    ],
    [
      "more than two resources",
      ["b", "c", "d", "e"].map((name) => `arn:aws:s3:::${name}/*`),
      ", on arn:aws:s3:::b/*, arn:aws:s3:::c/*, and 2 more",
    ],
  ];
  for (const [what, Resource, on] of onWhat) {
    it(`names what a statement of others is on: ${what}`, async () => {
      const review = await reviewed({}, (component) => attach(component, { ...star, Resource }));
      expect(picture(review)[0]?.[2].at(-1)).to.equal(`Not of hipaa-iam, no reason known${on}: s3:*`);
    });
  }

  it("names four places of what others' statements are on, and leaves the others to the tables", async () => {
    const review = await reviewed({}, (component) => {
      const Statement = [1, 2, 3, 4, 5, 6].map((at) => ({
        ...star,
        Sid: `S${at}`,
        Resource: `arn:aws:s3:::b${at}`,
      }));
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      new iam.RolePolicy("many", { name: "many", role: component.appIamRoleName, policy });
    });
    const named = picture(review)[0]?.[2].filter((one) => one.startsWith("Not of hipaa-iam"));
    expect(named).to.deep.equal([
      ...[1, 2, 3, 4].map((at) => `Not of hipaa-iam, no reason known, on arn:aws:s3:::b${at}: s3:*`),
      "Not of hipaa-iam, no reason known, on more, which the tables below name: s3:*",
    ]);
  });

  it("gives no reason to a statement of the package that is not on its role", async () => {
    const { components } = await reviewed({ tenantKeyProvisioning: "provisioner" }, (component) => {
      const create = { Sid: "CreateTenantKeys", Effect: "Allow", Action: "kms:CreateKey", Resource: "*" };
      attach(component, create);
    });
    const backend = components[0]?.roles[0];
    const found = backend && statementsOf(backend).find(({ sid }) => sid === "CreateTenantKeys");
    expect(found?.reason).to.equal("");
  });

  const edits: [what: string, sid: string, edit: (statement: Record<string, unknown>) => object[]][] = [
    ["an action more", "UseTenantDocuments", (one) => [{ ...one, Action: [one.Action, "s3:*"].flat() }]],
    ["a wider resource", "AppendAuditLogs", (one) => [{ ...one, Resource: "*" }]],
    ["no condition", "ListTenantDocuments", ({ Condition: _, ...one }) => [one]],
    ["the other effect", "DenyS3WithoutTls", (one) => [{ ...one, Effect: "Allow" }]],
    ["everybody", "AssumeWithExternalId", (one) => [{ ...one, Principal: "*" }]],
    ["another name", "ListKeys", (one) => [{ ...one, Sid: "UseMasterKey" }]],
    ["no name", "ListKeys", ({ Sid: _, ...one }) => [one]],
    ["one more", "ListKeys", (one) => [one, { ...one, Sid: "ListMore" }]],
  ];
  for (const [what, sid, edit] of edits) {
    it(`gives no reason to a statement that is not the package's: ${what}`, async () => {
      const edited = changed(await deploymentOf(), (one) => (one.Sid === sid ? edit(one) : [one]) as never);
      const unknown = allStatements(reviewOf(edited)).filter(({ reason }) => reason === "");
      expect(unknown.length).to.equal(1);
      expect(unknown[0]?.provisions).to.deep.equal([]);
    });
  }

  it("lacks what a document lacks: each statement in turn", async () => {
    const deployment = await deploymentOf();
    const whole = allStatements(reviewOf(deployment)).map(({ sid }) => sid);
    for (const dropped of whole) {
      const rest = changed(deployment, (one) => (one.Sid === dropped ? [] : [one]));
      const sids = allStatements(reviewOf(rest)).map(({ sid }) => sid);
      expect(sids).to.deep.equal(whole.filter((sid) => sid !== dropped));
    }
  });

  it("takes other orders and spellings of the same statement for the same", async () => {
    const turned = changed(await deploymentOf(), ({ Action, Resource, ...rest }) => [
      {
        ...(Resource ? { Resource: [Resource].flat().reverse() } : {}),
        ...rest,
        Action: [Action].flat().reverse(),
      },
    ]);
    expect(allStatements(reviewOf(turned)).filter(({ reason }) => reason === "")).to.deep.equal([]);
  });

  it("keeps two accounts apart that have roles of the same name", async () => {
    const { states } = await run(() => {
      for (const id of ["111111111111", "222222222222"]) {
        const provider = new Provider(id, { region: "eu-west-1", allowedAccountIds: [id] });
        const component = new HipaaIamComponent(`of-${id}`, exampleArgs(), { provider });
        if (id.startsWith("2")) continue;
        const policy = JSON.stringify({ Statement: star });
        new iam.RolePolicy("inline", { role: component.appIamRoleName, policy }, { provider });
      }
    });
    const review = reviewOf({
      ...{ project: "p", stack: "s", source: "program, run offline", resources: states },
      ...{ notes: [], warnings: [], secrets: [] },
    });
    const seen = review.components.map(({ accountId, region, roles }) => [
      accountId,
      region,
      roles[0]?.arn,
      roles[0]?.documents.length,
    ]);
    expect(seen).to.deep.equal([
      ["111111111111", "eu-west-1", "arn:aws:iam::111111111111:role/hipaa-app-backend-dev", 5],
      ["222222222222", "eu-west-1", "arn:aws:iam::222222222222:role/hipaa-app-backend-dev", 4],
    ]);
  });
});

function policyOf(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}
