import { expect } from "chai";
import { inWords } from "../../cli/sandbox/lines";
import { type Opened, opened, type Sent } from "./opened";

const path = "/example-documents/tenants/1/a";
const source = { "x-amz-copy-source": "example-documents/tenants/1/a" };
const checksum = { "x-amz-checksum-mode": "ENABLED" };

/** AWS's own words, as clients have got them: https://repost.aws/knowledge-center/s3-kms-signature-version-error */
const words =
  "<Code>InvalidArgument</Code><Message>Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.</Message>";
const advice =
  'sign with Signature Version 4, not 2, as a key of KMS encrypts the object (boto3: Config(signature_version="s3v4"))';

describe("a request that is signed with Signature Version 2", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());
  beforeEach(() => {
    box.api.objects.set(path, Buffer.from("x"));
    box.api.encrypting.set(path, "1234abcd-12ab-34cd-56ef-1234567890ab");
  });

  /** As boto3 presigns it in us-east-1, and as its signature_version "s3" signs it. */
  const ways: [how: string, sign: (sent: Sent) => Sent][] = [
    [
      "in its URL",
      (sent) => {
        const { accessKeyId, sessionToken = "" } = box.role;
        const expires = Math.floor(Date.now() / 1000) + 60;
        const signature = `AWSAccessKeyId=${accessKeyId}&Signature=a%2Bb%3D&Expires=${expires}&x-amz-security-token=${encodeURIComponent(sessionToken)}`;
        const joint = sent.path?.includes("?") ? "&" : "?";
        return { ...sent, by: null, path: `${sent.path}${joint}${signature}` };
      },
    ],
    [
      "in its header",
      (sent) => {
        const { accessKeyId, sessionToken } = box.role;
        const signed = { authorization: `AWS ${accessKeyId}:ab=`, "x-amz-security-token": sessionToken };
        return { ...sent, by: null, headers: { ...sent.headers, ...signed } };
      },
    ],
  ];
  const s3 = (method: string, query = "", headers = {}, body = ""): Sent => ({
    ...{ service: "s3", method, path: `${path}${query}`, headers, body },
  });
  const rows: [what: string, sent: Sent, status: number][] = [
    ["GetObject", s3("GET"), 400],
    ["HeadObject with its checksum", s3("HEAD", "", checksum), 400],
    ["SelectObjectContent", s3("POST", "?select&select-type=2", {}, "x"), 400],
    ["PutObject", s3("PUT", "", {}, "new"), 400],
    ["CopyObject", s3("PUT", "", source), 400],
    ["CreateMultipartUpload", s3("POST", "?uploads"), 400],
    ["HeadObject, which needs no key", s3("HEAD"), 200],
    ["ListObjectsV2", { ...s3("GET"), path: "/example-documents?list-type=2&prefix=tenants/1/" }, 200],
    ["DeleteObject", s3("DELETE"), 204],
  ];
  for (const [how, sign] of ways)
    for (const [what, sent, status] of rows)
      it(`${how}: ${what}: ${status}`, async () => {
        const { status: seen, body } = await box.send(sign(sent));
        expect(seen, inWords(box.last())).to.equal(status);
        if (status !== 400) return;
        expect([box.last().decision, box.last().advice]).to.deep.equal(["refused", advice]);
        if (sent.method !== "HEAD") expect(body.toString()).to.include(words);
        expect([...box.api.objects].map(([key, content]) => `${key} ${content}`)).to.deep.equal([
          `${path} x`,
        ]);
      });

  it("reads an object that no key encrypts", async () => {
    box.api.encrypting.clear();
    const [, sign] = ways[0] as (typeof ways)[number];
    expect((await box.send(sign(s3("GET")))).status, inWords(box.last())).to.equal(200);
  });
});
