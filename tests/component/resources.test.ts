import { expect } from "chai";
import type { Run } from "../../cli/plan/run";
import { runComponent } from "../support/component";

const stack = "urn:pulumi:test::hipaa-iam::pulumi:pulumi:Stack::hipaa-iam-test";
const component = "urn:pulumi:test::hipaa-iam::hipaa-iam:index:HipaaIamComponent::app";

const role = "aws:iam/role:Role";
const policy = "aws:iam/policy:Policy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Logical name, type and physical name of each child, for the environment dev. */
const always = [
  ["app-role", role, "hipaa-app-backend-dev"],
  ["app-s3-policy", policy, "dev-s3-access-policy"],
  ["app-s3-attachment", attachment, undefined],
  ["app-kms-policy", policy, "dev-kms-access-policy"],
  ["app-kms-attachment", attachment, undefined],
  ["app-bedrock-policy", policy, "dev-bedrock-access-policy"],
  ["app-bedrock-attachment", attachment, undefined],
];
const withMonitoring = [
  ...always,
  ["app-rds-monitoring-role", role, "dev-rds-monitoring-role"],
  ["app-rds-monitoring-attachment", attachment, undefined],
];

const childrenOf = ({ resources }: Run) => resources.filter(({ parent }) => parent === component);
const childOf = (run: Run, child: string) => {
  const found = childrenOf(run).find(({ name }) => name === child);
  if (!found) throw new Error(`There is no ${child}.`);
  return found;
};

describe("the resources of a component", () => {
  const rows: [why: string, args: Record<string, unknown>, children: unknown[][]][] = [
    ["seven by default", {}, always],
    ["seven with monitoring off", { enableRdsMonitoring: false }, always],
    [
      "seven with monitoring off, though a database is named",
      { rdsArn: "arn:aws:rds:us-east-1:123456789012:db:example" },
      always,
    ],
    ["nine with monitoring on", { enableRdsMonitoring: true }, withMonitoring],
    ["seven with keys provisioned by nobody", { tenantKeyProvisioning: "none" }, always],
    [
      "ten with a provisioner of keys",
      { tenantKeyProvisioning: "provisioner" },
      [
        ...always,
        ["app-key-provisioner", role, "dev-key-provisioner"],
        ["app-key-provisioner-policy", policy, "dev-key-provisioner-policy"],
        ["app-key-provisioner-attachment", attachment, undefined],
      ],
    ],
    [
      "nine with secrets",
      { secretArns: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"] },
      [
        ...always,
        ["app-secrets-policy", policy, "dev-secrets-access-policy"],
        ["app-secrets-attachment", attachment, undefined],
      ],
    ],
  ];
  for (const [why, args, expected] of rows) {
    for (const preview of [false, true]) {
      it(`are ${why}${preview ? ", in a preview" : ""}`, async () => {
        const run = await runComponent(args, { preview });
        const children = childrenOf(run).map(({ name, type, inputs }) => [name, type, inputs.name]);
        expect(children).to.have.deep.members(expected);
        expect(run.resources).to.have.length(2 + expected.length); // The stack and the component besides.
      });
    }
  }

  it("hang under the component, and the component under the stack", async () => {
    const run = await runComponent({ enableRdsMonitoring: true });
    const parents = Object.fromEntries(run.resources.map(({ name, parent }) => [name, parent]));
    expect(parents).to.deep.equal({
      "hipaa-iam-test": "",
      app: stack,
      ...Object.fromEntries(withMonitoring.map(([name]) => [name, component])),
    });
  });

  it("the component has the token by which other languages find it", async () => {
    const run = await runComponent();
    expect(run.resources.find(({ name }) => name === "app")?.type).to.equal(
      "hipaa-iam:index:HipaaIamComponent",
    );
  });

  it("have these inputs and no others, the documents and tags aside", async () => {
    const secretArns = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"];
    const tenantKeyProvisioning = "provisioner";
    const run = await runComponent({ enableRdsMonitoring: true, secretArns, tenantKeyProvisioning });
    const inputs = childrenOf(run)
      .filter(({ type }) => type !== attachment)
      .map(({ name, inputs: { tags, policy, assumeRolePolicy, ...rest } }) => [name, rest]);
    expect(Object.fromEntries(inputs)).to.deep.equal({
      "app-role": {
        name: "hipaa-app-backend-dev",
        description: "HIPAA backend, dev",
        maxSessionDuration: 3600,
      },
      "app-s3-policy": {
        name: "dev-s3-access-policy",
        description: "HIPAA backend, dev: documents, backups and audit logs",
      },
      "app-kms-policy": {
        name: "dev-kms-access-policy",
        description: "HIPAA backend, dev: the master key and tenant keys",
      },
      "app-bedrock-policy": {
        name: "dev-bedrock-access-policy",
        description: "HIPAA backend, dev: Claude models",
      },
      "app-secrets-policy": {
        name: "dev-secrets-access-policy",
        description: "HIPAA backend, dev: secrets",
      },
      "app-key-provisioner": {
        name: "dev-key-provisioner",
        description: "Provisioner of tenant keys, dev",
      },
      "app-key-provisioner-policy": {
        name: "dev-key-provisioner-policy",
        description: "Provisioner of tenant keys, dev",
      },
      "app-rds-monitoring-role": {
        name: "dev-rds-monitoring-role",
        description: "RDS enhanced monitoring, dev",
      },
    });
  });

  it("are attached, each policy to its role", async () => {
    const run = await runComponent({ enableRdsMonitoring: true });
    const attachments = childrenOf(run).filter(({ type }) => type === attachment);
    expect(Object.fromEntries(attachments.map(({ name, inputs }) => [name, inputs]))).to.deep.equal({
      "app-s3-attachment": {
        role: "hipaa-app-backend-dev",
        policyArn: "arn:aws:iam::123456789012:policy/dev-s3-access-policy",
      },
      "app-kms-attachment": {
        role: "hipaa-app-backend-dev",
        policyArn: "arn:aws:iam::123456789012:policy/dev-kms-access-policy",
      },
      "app-bedrock-attachment": {
        role: "hipaa-app-backend-dev",
        policyArn: "arn:aws:iam::123456789012:policy/dev-bedrock-access-policy",
      },
      "app-rds-monitoring-attachment": {
        role: "dev-rds-monitoring-role",
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
      },
    });
  });

  for (const [partition, region] of [
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-eusc", "eusc-de-east-1"],
  ] as const) {
    it(`AWS's policy for monitoring is that of ${partition}`, async () => {
      const standIn = { accountId: "123456789012", partition, region };
      const run = await runComponent({ enableRdsMonitoring: true }, { standIn });
      expect(childOf(run, "app-rds-monitoring-attachment").inputs.policyArn).to.equal(
        `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
      );
    });
  }

  it("are deleted before they are replaced: names are taken, and an old attachment takes off what the new one attached", async () => {
    const run = await runComponent({ enableRdsMonitoring: true });
    const first = childrenOf(run).filter(({ deleteBeforeReplace }) => deleteBeforeReplace);
    expect(first.map(({ name }) => name)).to.have.members(withMonitoring.map(([name]) => name));
  });

  it("are replaced one after the other, role first: both delete the attachment that hangs on them", async () => {
    const run = await runComponent({ enableRdsMonitoring: true });
    const role = childOf(run, "app-role");
    for (const service of ["s3", "kms", "bedrock"]) {
      const policy = childOf(run, `app-${service}-policy`);
      expect(policy.dependencies, service).to.deep.equal([role.urn]);
      const attachment = childOf(run, `app-${service}-attachment`);
      expect(attachment.dependencies, service).to.have.members([role.urn, policy.urn]);
    }
  });

  it("are not replaced for another description, which AWS cannot change on a policy", async () => {
    const run = await runComponent({ enableRdsMonitoring: true });
    for (const { name, type, ignoreChanges } of childrenOf(run)) {
      expect(ignoreChanges, name).to.deep.equal(type === policy ? ["description"] : []);
    }
  });
});
