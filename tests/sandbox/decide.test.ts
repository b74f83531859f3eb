import { expect } from "chai";
import { UnknownOperation } from "../../cli/requests/check";
import { s3Checks, s3OperationOf } from "../../cli/requests/s3";
import { judge } from "../judge/judge";
import { documentsOf, runComponent } from "../support/component";
import { type Opened, opened } from "./opened";

describe("the sandbox decides as the independent judge does", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());

  it("every request of S3, with all that it tells of it", async () => {
    const documents = documentsOf(await runComponent());
    const identity = ["s3", "kms", "bedrock"].flatMap((one) => documents[`dev-${one}-access-policy`] ?? []);
    const decisions: Record<string, number> = {};
    for (const { action, resource, context } of checksOf()) {
      const request = box.judge.requestOf({ action, resource, context }, box.role, "us-east-1");
      const { decision } = box.judge.decide(request, box.role);
      const known = Object.entries(request.context).filter(
        ([key]) => !notInReference.test(`${action} ${key}`),
      );
      const verdict = await judge(
        { ...request, context: Object.fromEntries(known), alone: true },
        { identity },
      );
      expect(verdict.decision.replace(/^allow$/, "allowed"), JSON.stringify(request)).to.equal(decision);
      decisions[decision] = (decisions[decision] ?? 0) + 1;
    }
    expect(Object.keys(decisions).sort()).to.deep.equal(["allowed", "explicit deny", "implicit deny"]);
    expect(Object.values(decisions).reduce((sum, one) => sum + one, 0)).to.be.greaterThan(400);
  });
});

/** Keys that the service reference does not list for the action, where no policy here asks for them. */
const notInReference = /^s3:(\S+ (aws:CurrentTime|aws:EpochTime|aws:SourceIp)|XX)$/;

/** What methods, paths, parameters and headers come to. */
function checksOf() {
  const place = { partition: "aws", accountId: "123456789012", region: "us-east-1" };
  const objects = [
    ["example-documents", "tenants/1"],
    ["example-documents", "a"],
    ["example-backups", "b"],
    ["example-audit-logs", "application-logs/c"],
    ["example-audit-logs", "c"],
    ["elsewhere", "d"],
  ];
  const headers = [
    {},
    { "if-none-match": "*" },
    { "x-amz-server-side-encryption": "AES256" },
    { "x-amz-server-side-encryption": "aws:kms", "if-none-match": "*" },
    { "x-amz-server-side-encryption-customer-algorithm": "AES256", "if-none-match": "*" },
    { "x-amz-acl": "private" },
    { "x-amz-tagging": "a=b" },
  ];
  const queries = [
    "",
    "uploads",
    "partNumber=1&uploadId=u",
    "uploadId=u",
    "tagging",
    "acl",
    "versionId=1",
    "prefix=tenants/1/",
  ];
  return ["PUT", "GET", "HEAD", "DELETE", "POST"].flatMap((method) =>
    objects.flatMap(([bucket = "", key = ""]) =>
      headers.flatMap((sent) =>
        queries.flatMap((text) => {
          const isListing = text.startsWith("prefix");
          const query = Object.fromEntries(new URLSearchParams(text));
          const request = { method, bucket, query, headers: sent, ...(!isListing && { key }) };
          try {
            return s3Checks(s3OperationOf(request), request, place);
          } catch (error) {
            if (error instanceof UnknownOperation) return [];
            throw error;
          }
        }),
      ),
    ),
  );
}
