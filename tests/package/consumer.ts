/** A consumer's program, on Pulumi's mocks, that prints the types it registered. */
export const program = `
  const types = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => { types.push(args.type); return { id: args.name, state: { ...args.inputs, arn: "arn:" + args.name } }; },
    call: () => ({ partition: "aws", accountId: "123456789012", region: "us-east-1", json: "{}" }),
  }, "consumer", "test", false);
  const component = new HipaaIamComponent("app", {
    environment: Environment.Staging,
    s3BucketDocumentsArn: "arn:aws:s3:::example-documents",
    s3BucketBackupsArn: "arn:aws:s3:::example-backups",
    s3BucketAuditLogsArn: "arn:aws:s3:::example-audit-logs",
    kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  });
  component.appIamRoleArn.apply((arn) => {
    process.on("exit", () => console.log(JSON.stringify({ arn, types: types.sort() })));
  });
`;
/** What it prints. */
export const printed = {
  arn: "arn:app-role",
  types: [
    "aws:iam/policy:Policy",
    "aws:iam/policy:Policy",
    "aws:iam/policy:Policy",
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "hipaa-iam:index:HipaaIamComponent",
  ],
};

/** The same in TypeScript, with what the compiler must accept and refuse. */
export const typedProgram = `
  import * as pulumi from "@pulumi/pulumi";
  import { Environment, HipaaIamComponent, type HipaaIamComponentArgs } from "hipaa-iam";

  export const environments: Environment[] = ["dev", "staging", Environment.Production];
  export const optional = (args: HipaaIamComponentArgs): pulumi.Input<string> | undefined => args.rdsArn;
  // @ts-expect-error: any other environment is a type error.
  export const wrong: Environment = "qa";

  (async () => {${program
    .replace("const types = []", "const types: string[] = []")
    .replace("call: ()", "call: (): Record<string, string>")}})();
`;
