import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { noSuchObject } from "../../cli/requests/looking";
import { inWords } from "../../cli/sandbox/lines";
import { credentials, type Session } from "../../cli/sandbox/sessions";
import { type Opened, opened, type Sent } from "./opened";

const missing = "/example-documents/tenants/1/nothere";
const copied = { "x-amz-copy-source": "example-documents/tenants/1/nothere" };

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, API_HeadObject.html and API_GetObjectAttributes.html;
 * of a copy as clients have got it: https://github.com/aws/aws-sdk-js-v3/issues/6523
 */
describe("an object that is not there", () => {
  let box: Opened;
  let anybody: Session;
  before(async () => {
    box = await opened();
    const Statement = [{ Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" }];
    const role = { ...box.role.role, policies: [documentOf("all", { Version: "2012-10-17", Statement })] };
    anybody = box.sessions.add({ ...box.role, ...credentials(true), role } as Session);
  });
  after(() => box.stop());

  const s3 = (method: string, path: string, headers = {}): Sent => ({
    ...{ service: "s3", method, path, headers },
  });
  const copy = (path: string) => s3("PUT", path, copied);
  const begun = async () => {
    const { body } = await box.send({ ...s3("POST", `${missing}2?uploads`), by: anybody });
    return `${missing}2?partNumber=1&uploadId=${/<UploadId>(.+)<\/UploadId>/.exec(body.toString())?.[1]}`;
  };
  const rows: [what: string, sent: () => Sent | Promise<Sent>][] = [
    ["GetObject", () => s3("GET", missing)],
    ["HeadObject", () => s3("HEAD", missing)],
    ["SelectObjectContent", () => s3("POST", `${missing}?select&select-type=2`)],
    ["CopyObject", () => copy(`${missing}2`)],
    ["UploadPartCopy", async () => copy(await begun())],
  ];
  for (const [what, sent] of rows) {
    it(`${what} gets 403 where the bucket may not be listed, and changes nothing`, async () => {
      const asked = await sent();
      const { status } = await box.send(asked);
      expect(status, inWords(box.last())).to.equal(403);
      expect([box.last().action, box.last().resource, box.last().advice]).to.deep.equal([
        ...["s3:ListBucket", "arn:aws:s3:::example-documents", noSuchObject],
      ]);
      expect([...box.api.objects.keys()]).to.deep.equal([]);
    });
    it(`${what} gets what the API behind answers where it may be listed`, async () => {
      const { status } = await box.send({ ...(await sent()), by: anybody });
      expect(box.last().decision, inWords(box.last())).to.equal("allowed");
      expect(status).to.equal(/Copy/.test(what) ? 200 : 404); // The API in memory copies whatever it is told.
      box.api.objects.clear();
    });
  }
  it("GetObjectAttributes gets 403, by a role that may ask for them and not list", async () => {
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject*", Resource: "*" }];
    const role = { ...box.role.role, policies: [documentOf("reads", { Version: "2012-10-17", Statement })] };
    const by = box.sessions.add({ ...box.role, ...credentials(true), role } as Session);
    const sent = s3("GET", `${missing}?attributes`, { "x-amz-object-attributes": "ETag" });
    expect([(await box.send({ ...sent, by })).status, box.last().action]).to.deep.equal([
      403,
      "s3:ListBucket",
    ]);
  });
});
