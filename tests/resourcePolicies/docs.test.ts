import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import * as hipaaIam from "../../components";
import { repository } from "../support/folder";

const read = (file: string) => readFileSync(join(repository, file), "utf8");

describe("docs/other-side.md", () => {
  const page = read("docs/other-side.md");
  const all = [...page.matchAll(/```typescript\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const isOf = (whom: string) => (code: string) => code.startsWith(`const ${whom}Arns`);
  const blocks = all.filter((code) => !isOf("reader")(code) && !isOf("auditor")(code));
  const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-production";

  it("shows what examples/complete does, which is type-checked", () => {
    const example = ["index.ts", "dataBucket.ts"].map((file) => read(`examples/complete/${file}`)).join("\n");
    const lines = (text: string) => text.split("\n").map((line) => line.trim());
    const statements = blocks.flatMap((code) => code.split("\n\n"));
    expect(statements).to.have.length(4);
    for (const statement of statements) {
      expect(lines(example).join("\n")).to.include(lines(statement.trim()).join("\n"));
    }
  });

  it("lets a role read by what it says of readerArns", () => {
    const [code = ""] = all.filter(isOf("reader"));
    const bucketArn = "arn:aws:s3:::my-backups";
    const policies: Record<string, object> = {};
    const scope = {
      ...hipaaIam,
      ...{ roleArn, administratorArns: [], guarded: {}, protect: false, backups: {}, auditLogs: {} },
      setPolicy: (name: string, _: object, policyOf: (args: object) => object) => {
        policies[name] = policyOf({ bucketArn, roleArn });
      },
    };
    const statement = new Function(...Object.keys(scope), `${code}\nreturn Statement;`)(
      ...Object.values(scope),
    );
    const readerArns = ["arn:aws:iam::123456789012:role/restore"];
    expect(policies).to.deep.equal({
      backups: hipaaIam.backupsBucketPolicy({ bucketArn, roleArn, readerArns }),
      "audit-logs": hipaaIam.auditLogsBucketPolicy({ bucketArn, roleArn, readerArns }),
    });
    expect(statement).to.deep.equal(
      hipaaIam.masterKeyStatements({ roleArn, administratorArns: [], readerArns }),
    );
  });

  it("lets a role see keys by what it says of auditorArns", () => {
    const [code = ""] = all.filter(isOf("auditor"));
    const scope = { ...hipaaIam, roleArn, administratorArns: [] };
    const made = new Function(...Object.keys(scope), `${code}\nreturn [Statement, policy];`)(
      ...Object.values(scope),
    );
    const auditorArns = ["arn:aws:iam::123456789012:role/auditor"];
    const given = { roleArn, administratorArns: [], auditorArns };
    expect(made).to.deep.equal([
      hipaaIam.masterKeyStatements(given),
      JSON.stringify(hipaaIam.tenantKeyPolicy(given)),
    ]);
  });

  it("names every function", () => {
    const functions = Object.keys(hipaaIam).filter((name) => /^[a-z]/.test(name));
    expect(functions).to.have.length(5);
    for (const name of functions) expect(page).to.include(`\n| \`${name}\` |`);
  });
});
