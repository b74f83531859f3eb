import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { inWords } from "../../cli/sandbox/lines";
import { credentials, type Session } from "../../cli/sandbox/sessions";
import { type Opened, opened, type Sent } from "./opened";

const master = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const path = "/example-documents/tenants/1/a";
const put = (headers: Record<string, string> = {}, query = ""): Sent => ({
  ...{ service: "s3", method: "PUT", path: `${path}${query}`, headers, body: "x" },
});
const sse = "x-amz-server-side-encryption";
const encryptedWith = (key: string) => ({ [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: key });

describe("the sandbox asks for the key that an object or an upload has", () => {
  let box: Opened;
  let tenant: string;
  /** Sessions that may use one of the keys alone. */
  let ofTenant: Session;
  let ofMaster: Session;
  before(async () => {
    box = await opened();
    tenant = await box.tenantKey();
    const narrowed = (key: string) => {
      const Statement = [
        { Effect: "Allow", Action: "s3:*", Resource: "*" },
        { Effect: "Allow", Action: "kms:*", Resource: key },
      ];
      const policy = documentOf("session policy", { Version: "2012-10-17", Statement });
      return box.sessions.add({ ...box.role, ...credentials(true), policy });
    };
    [ofTenant, ofMaster] = [narrowed(tenant), narrowed(master)];
  });
  after(() => box.stop());

  const begun = async (headers: Record<string, string>) => {
    const { body } = await box.send({ ...put(headers, "?uploads"), method: "POST", body: "" });
    return /<UploadId>(.+)<\/UploadId>/.exec(body.toString())?.[1];
  };
  const copied = { "x-amz-copy-source": "example-documents/tenants/1/source" };
  const steps: [what: string, headers: Record<string, string>, query: string, method: string][] = [
    ["UploadPart", {}, "?partNumber=1&uploadId=", "PUT"],
    ["UploadPartCopy", copied, "?partNumber=1&uploadId=", "PUT"],
    ["CompleteMultipartUpload", {}, "?uploadId=", "POST"],
  ];
  const uploads: [what: string, key: () => string, right: () => Session, wrong: () => Session][] = [
    ["the tenant's key", () => tenant, () => ofTenant, () => ofMaster],
    ["the bucket's key", () => "", () => ofMaster, () => ofTenant],
  ];
  for (const [operation, headers, query, method] of steps)
    for (const [what, key, right, wrong] of uploads)
      it(`${operation} of an upload with ${what}`, async () => {
        box.api.objects.set(path.replace(/a$/, "source"), Buffer.from("x"));
        const id = await begun(key() === "" ? {} : encryptedWith(key()));
        const sent = { ...put(headers, `${query}${id}`), method };
        const refused = await box.send({ ...sent, by: wrong() });
        expect([refused.status, box.last().resource], inWords(box.last())).to.deep.equal([
          403,
          key() || master,
        ]);
        const allowed = await box.send({ ...sent, by: right() });
        expect(allowed.status, inWords(box.last())).to.be.oneOf([200, 404]); // The API in memory completes none.
        expect(box.last().decision).to.equal("allowed");
      });

  const checksum = { "x-amz-checksum-mode": "ENABLED" };
  const reads: [what: string, sent: Sent, status: number][] = [
    ["GetObject", { service: "s3", method: "GET", path }, 403],
    ["SelectObjectContent", { ...put({}, "?select&select-type=2"), method: "POST" }, 403],
    ["HeadObject with its checksum", { service: "s3", method: "HEAD", path, headers: checksum }, 403],
    ["HeadObject", { service: "s3", method: "HEAD", path }, 200],
  ];
  for (const [what, sent, status] of reads)
    it(`${what} of a tenant's object by who may use the master key alone: ${status}`, async () => {
      box.api.objects.set(path, Buffer.from("x"));
      box.api.encrypting.set(path, tenant);
      const own = await box.send({ ...sent, by: ofTenant });
      const { status: seen, body } = await box.send({ ...sent, by: ofMaster });
      box.api.encrypting.clear();
      expect([own.status, seen], inWords(box.last())).to.deep.equal([200, status]);
      if (status === 403)
        expect([box.last().action, box.last().resource]).to.deep.equal(["kms:Decrypt", tenant]);
      expect(body.toString()).not.to.equal("x");
    });

  const theirs = "999999999999";
  const source = { "x-amz-copy-source": "example-documents/tenants/1/a" };
  const rows: [what: string, sent: Sent, status: number, said: RegExp][] = [
    ["a bucket of the account", put({ "x-amz-expected-bucket-owner": "123456789012" }), 200, /^allowed/],
    [
      "a bucket of another account",
      put({ "x-amz-expected-bucket-owner": theirs }),
      403,
      /example-documents\.$/,
    ],
    [
      "a source of another account",
      { ...put({ ...source, "x-amz-source-expected-bucket-owner": theirs }), body: "" },
      ...([403, /source-expected-bucket-owner is 9+, and the account 123456789012 owns/] as const),
    ],
    ["the master key", put(encryptedWith(master)), 200, /^allowed/],
    [
      "no key beside aws:kms",
      put({ [sse]: "aws:kms" }),
      403,
      /aws\/s3, not the master key: leave the header/,
    ],
    ["no key beside aws:kms:dsse", put({ [sse]: "aws:kms:dsse" }), 403, /./],
    [
      "no key beside aws:kms, of an upload",
      { ...put({ [sse]: "aws:kms" }, "?uploads"), method: "POST", body: "" },
      ...([403, /aws\/s3, not the master key/] as const),
    ],
  ];
  for (const [what, sent, status, said] of rows)
    it(`an upload that names ${what}: ${status}`, async () => {
      const before = box.api.received.filter(({ url }) => url.startsWith("/example")).length;
      const { status: seen, body } = await box.send(sent);
      expect(seen, inWords(box.last())).to.equal(status);
      expect(inWords(box.last())).to.match(said);
      if (status !== 403) return;
      expect(body.toString()).to.include("<Code>AccessDenied</Code>");
      expect(box.api.received.filter(({ url }) => url.startsWith("/example")).length).to.equal(before);
    });
});
