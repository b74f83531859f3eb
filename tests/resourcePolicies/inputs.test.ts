import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { tenantKeyPolicy } from "../../components";
import { bucketArn, faultsOf, functions, least, roleArn } from "./functions";

const iam = "arn:aws:iam::123456789012";
const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the functions for the other side's documents refuse", () => {
  const role = `Give the ARN of the backend's role without wildcard or variable, such as ${iam}:role/example.`;
  const bucket =
    "Give the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::example.";
  const readers = `Give a list of ARNs of other roles or users, such as ["${iam}:role/example"].`;
  const ofAccount = `Give a list of ARNs of other roles or users of the role's account, such as ["${iam}:role/example"].`;
  const oneOfAccount = `Give the ARN of a role or user of the role's account, such as ${iam}:role/example.`;
  const aKey = `Give the ARN of a KMS key itself, not of an alias, such as ${key}.`;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
  const variable = "arn:aws:iam::123456789012:role/${aws:username}";

  const other = "arn:aws:iam::999999999999:role/auditor";
  const session = "arn:aws:sts::123456789012:assumed-role/auditor/me";
  const badAuditors = [roleArn, `${iam}:role/*`, session, `${iam}:root`, other];
  const auditorFaults = [
    `auditorArns[0]: '${roleArn}' is also roleArn, which may do less. ${ofAccount}`,
    ...badAuditors
      .slice(1, 4)
      .map((one, index) => `auditorArns[${index + 1}]: '${one}' is not accepted. ${ofAccount}`),
    `auditorArns[4]: '${other}' is of account 999999999999, the role of 123456789012. ${ofAccount}`,
  ];

  const rows: [what: string, name: string, args: unknown, faults: string[]][] = [
    ["nothing at all", "tenantKeyPolicy", undefined, [`roleArn: it is missing. ${role}`]],
    ["a missing input", "backupsBucketPolicy", { roleArn }, [`bucketArn: it is missing. ${bucket}`]],
    [
      "an input that there is not",
      "tenantKeyPolicy",
      { roleArn, admins: [] },
      ["admins: there is no such input. Give roleArn, creatorArn, administratorArns or auditorArns."],
    ],
    [
      "a wildcard in a role",
      "tenantKeyPolicy",
      { roleArn: `${iam}:role/*` },
      [`roleArn: '${iam}:role/*' is not accepted. ${role}`],
    ],
    [
      "a variable in a role",
      "masterKeyStatements",
      { roleArn: variable },
      [`roleArn: '${variable}' is not accepted. ${role}`],
    ],
    [
      "a whole account as a role",
      "tenantKeyPolicy",
      { roleArn: `${iam}:root` },
      [`roleArn: '${iam}:root' is not accepted. ${role}`],
    ],
    [
      "a session as a role",
      "documentsBucketPolicy",
      { bucketArn, roleArn: "arn:aws:sts::123456789012:assumed-role/a/b" },
      [`roleArn: 'arn:aws:sts::123456789012:assumed-role/a/b' is not accepted. ${role}`],
    ],
    [
      "objects for a bucket",
      "documentsBucketPolicy",
      { roleArn, bucketArn: `${bucketArn}/*` },
      [`bucketArn: '${bucketArn}/*' is not accepted. ${bucket}`],
    ],
    [
      "the alias of a key",
      "auditLogsBucketPolicy",
      { roleArn, bucketArn, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/a" },
      [`kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/a' is not accepted. ${aKey}`],
    ],
    [
      "an Output",
      "backupsBucketPolicy",
      { roleArn: pulumi.output(roleArn), bucketArn },
      ["roleArn: it cannot be an Output. Call the function in the apply of what it is made from."],
    ],
    [
      "one where a list belongs",
      "backupsBucketPolicy",
      { roleArn, bucketArn, readerArns: `${iam}:role/restore` },
      [`readerArns: '${iam}:role/restore' is not accepted. ${readers}`],
    ],
    [
      "a list where one belongs",
      "tenantKeyPolicy",
      { roleArn, creatorArn: [roleArn] },
      [`creatorArn: [ '${roleArn}' ] is not accepted. ${oneOfAccount}`],
    ],
    [
      "a bad item of a list",
      "backupsBucketPolicy",
      { roleArn, bucketArn, readerArns: [`${iam}:role/restore`, "*", null] },
      [`readerArns[1]: '*' is not accepted. ${readers}`, `readerArns[2]: null is not accepted. ${readers}`],
    ],
    [
      "the role among those who may do what it may not",
      "backupsBucketPolicy",
      { roleArn, bucketArn, readerArns: [roleArn] },
      [`readerArns[0]: '${roleArn}' is also roleArn, which may do less. ${readers}`],
    ],
    [
      "the role as an administrator of its keys",
      "masterKeyStatements",
      { roleArn, administratorArns: [roleArn] },
      [`administratorArns[0]: '${roleArn}' is also roleArn, which may do less. ${ofAccount}`],
    ],
    [
      "an auditor that is the role, a wildcard, a session, a whole account, or of another account",
      "tenantKeyPolicy",
      { roleArn, auditorArns: badAuditors },
      auditorFaults,
    ],
    [
      "the same of the master key",
      "masterKeyStatements",
      { roleArn, auditorArns: badAuditors },
      auditorFaults,
    ],
    [
      "an administrator of another account",
      "tenantKeyPolicy",
      { roleArn, administratorArns: ["arn:aws:iam::999999999999:role/eve"] },
      [
        "administratorArns[0]: 'arn:aws:iam::999999999999:role/eve' is of account 999999999999, " +
          `the role of 123456789012. ${ofAccount}`,
      ],
    ],
    [
      "a creator of another account",
      "tenantKeyPolicy",
      { roleArn, creatorArn: "arn:aws:iam::999999999999:role/eve" },
      [
        "creatorArn: 'arn:aws:iam::999999999999:role/eve' is of account 999999999999, " +
          `the role of 123456789012. ${oneOfAccount}`,
      ],
    ],
    [
      "several partitions, and all faults together",
      "documentsBucketPolicy",
      {
        roleArn,
        bucketArn: "arn:aws-cn:s3:::example",
        kmsKeyArn: "arn:aws-iso:kms:us-iso-east-1:123456789012:key/1",
        readerArns: ["arn:aws-us-gov:iam::1:x"],
      },
      [
        "bucketArn: 'arn:aws-cn:s3:::example' is in partition aws-cn, the role in aws. " +
          "Give an ARN that starts with arn:aws:.",
        "kmsKeyArn: 'arn:aws-iso:kms:us-iso-east-1:123456789012:key/1' is in partition aws-iso, which is not " +
          "supported: how its services are called was not learnt. Give an ARN of aws, aws-us-gov, aws-cn or aws-eusc.",
        `readerArns[0]: 'arn:aws-us-gov:iam::1:x' is not accepted. ${readers}`,
      ],
    ],
  ];
  for (const [what, name, args, faults] of rows) {
    it(`${what}: ${name}`, () => expect(faultsOf(name, args)).to.deep.equal(faults));
  }

  it("nothing of what is good, readers of another account included", () => {
    const readerArns = ["arn:aws:iam::999999999999:user/team/auditor", `${iam}:role/restore`];
    const creatorArn = `${iam}:role/provisioner`;
    for (const name of Object.keys(functions)) expect(faultsOf(name, least(name))).to.deep.equal([]);
    expect(faultsOf("backupsBucketPolicy", { roleArn, bucketArn, readerArns, kmsKeyArn: key })).to.deep.equal(
      [],
    );
    expect(faultsOf("tenantKeyPolicy", { roleArn, creatorArn, administratorArns: [] })).to.deep.equal([]);
    const signedIn = `${iam}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_SecurityAudit_0a1b2c`;
    for (const name of ["tenantKeyPolicy", "masterKeyStatements"]) {
      expect(faultsOf(name, { roleArn, auditorArns: [signedIn, `${iam}:user/auditor`] })).to.deep.equal([]);
    }
  });

  it("nothing where the role is the creator, which makes the same key policy as none", () => {
    const [without, named] = [{ roleArn }, { roleArn, creatorArn: roleArn }].map((args) =>
      tenantKeyPolicy(args),
    );
    expect(JSON.stringify(named)).to.equal(JSON.stringify(without));
    expect(without?.Statement).to.have.length(3);
  });

  it("nothing where there is no auditor, which makes the same key policy as none", () => {
    for (const name of ["tenantKeyPolicy", "masterKeyStatements"]) {
      const [without, none] = [{ roleArn }, { roleArn, auditorArns: [] }].map((args) =>
        JSON.stringify(functions[name]?.(args as never)),
      );
      expect(none).to.equal(without);
    }
  });
});
