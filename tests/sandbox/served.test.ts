import { connect } from "node:http2";
import { request as httpsRequest } from "node:https";
import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { inWords } from "../../cli/sandbox/lines";
import { type Opened, opened, type Sent, signed } from "./opened";

const documents = "/example-documents";
const put = (path: string, headers: Sent["headers"] = {}, body = "x"): Sent => ({
  ...{ service: "s3", method: "PUT", path, headers, body },
});
const get = (path: string, headers: Sent["headers"] = {}): Sent => ({
  ...{ service: "s3", method: "GET", path, headers },
});
const deleting = (body: string | Buffer): Sent => ({ service: "s3", path: `${documents}?delete`, body });

describe("what the sandbox has decided is what the API behind gets", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());

  const last = () => box.api.received.at(-1) ?? { url: "", headers: {}, body: "" };

  const literal: [what: string, sent: Sent, url: string, resource: string][] = [
    [
      "a key with dots between its slashes",
      put(`${documents}/tenants/1/../2/file`),
      `${documents}/tenants/1/%2E%2E/2/file`,
      "tenants/1/../2/file",
    ],
    [
      "the same, encoded",
      put(`${documents}/tenants/1/%2e%2E/2/file`),
      `${documents}/tenants/1/%2E%2E/2/file`,
      "tenants/1/../2/file",
    ],
    ["one dot", put(`${documents}/tenants/./1`), `${documents}/tenants/%2E/1`, "tenants/./1"],
    ["a backslash", put(`${documents}/tenants/1\\b`), `${documents}/tenants/1%5Cb`, "tenants/1\\b"],
    ["a slash at its end", put(`${documents}/tenants/1/`), `${documents}/tenants/1/`, "tenants/1/"],
    ["two slashes", put(`${documents}/tenants//1`), `${documents}/tenants//1`, "tenants//1"],
    ["an encoded slash", put(`${documents}/tenants%2F1`), `${documents}/tenants/1`, "tenants/1"],
    ["a plus sign", put(`${documents}/tenants/a+b`), `${documents}/tenants/a%2Bb`, "tenants/a+b"],
    ["a semicolon", put(`${documents}/tenants/a;b=1`), `${documents}/tenants/a%3Bb%3D1`, "tenants/a;b=1"],
    ["a per cent sign", put(`${documents}/tenants/a%2541`), `${documents}/tenants/a%2541`, "tenants/a%41"],
    ["a question mark", put(`${documents}/tenants/a%3Facl`), `${documents}/tenants/a%3Facl`, "tenants/a?acl"],
    [
      "the bucket before the host",
      put("/tenants/1/../x", { host: "example-documents.localhost" }),
      `${documents}/tenants/1/%2E%2E/x`,
      "tenants/1/../x",
    ],
    [
      "a host that is S3 itself",
      put(`${documents}/tenants/1`, { host: "s3.localhost:1" }),
      `${documents}/tenants/1`,
      "tenants/1",
    ],
    [
      "a URL that was signed in advance",
      put(`${documents}/tenants/1?X-Amz-Expires=60&x-id=PutObject&X-Amz-Algorithm=AWS4-HMAC-SHA256`),
      `${documents}/tenants/1?x-id=PutObject`,
      "tenants/1",
    ],
  ];
  for (const [what, sent, url, key] of literal) {
    it(`${what}: ${key}`, async () => {
      const answer = await box.send(sent);
      expect(answer.status, inWords(box.last())).to.equal(200);
      expect([last().url, box.last().resource]).to.deep.equal([url, `arn:aws:s3:::example-documents/${key}`]);
    });
  }

  it("a header of x-amz- in the query is that header, which is judged", async () => {
    const path = `${documents}/tenants/1?x-amz-acl=public-read`;
    expect((await box.send(put(path))).status).to.equal(403);
    expect(box.last().action).to.equal("s3:PutObjectAcl");
    const sealed = `${documents}/tenants/1?X-Amz-Server-Side-Encryption=AES256`;
    expect((await box.send(put(sealed))).status).to.equal(403);
    expect(box.last().by).to.deep.equal(["DenyOtherEncryption"]);
    await box.send(put(`${documents}/tenants/1?x-amz-meta-a=b%20c&x-amz-storage-class=STANDARD`));
    expect(last().url).to.equal(`${documents}/tenants/1`);
    expect(last().headers).to.include({ "x-amz-meta-a": "b c", "x-amz-storage-class": "STANDARD" });
  });

  it("headers that nobody has judged stay behind", async () => {
    const others = { x_amz_acl: "public-read", "x-forwarded-host": "other", versionid: "1", cookie: "a=b" };
    await box.send(put(`${documents}/tenants/1`, { ...others, "content-type": "text/plain" }));
    expect(last().headers).to.not.have.any.keys(...Object.keys(others));
    expect(last().headers).to.include({ "content-type": "text/plain", "content-length": "1" });
  });

  it("the source of a copy and tags are written anew", async () => {
    const source = "example-documents/tenants/1/../2?versionId=a%2Fb";
    await box.send(put(`${documents}/tenants/3`, { "x-amz-copy-source": source }, ""));
    expect(box.last().action).to.equal("s3:GetObjectVersion");
    await box.send(put(`${documents}/tenants/3`, { "x-amz-copy-source": "example-documents/tenants/a%2bb" }));
    expect(last().headers["x-amz-copy-source"]).to.equal("/example-documents/tenants/a%2Bb");
    expect(last().body).to.equal("");
  });

  for (const text of ["/example-documents/tenants/a", "%2Fexample-documents%2Ftenants%2Fa"])
    it(`the source of a copy may be written ${text}`, async () => {
      box.api.objects.set("/example-documents/tenants/a", Buffer.from("x"));
      const { status } = await box.send(put(`${documents}/tenants/3`, { "x-amz-copy-source": text }, ""));
      expect(status).to.equal(200);
      expect(last().headers["x-amz-copy-source"]).to.equal("/example-documents/tenants/a");
    });

  const kms = (id: string) => `arn:aws:kms:us-east-1:123456789012:key/${id}`;
  const master = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const tenants = "0a0a0a0a-0000-4000-8000-000000000001";
  const copy = (path: string) => put(path, { "x-amz-copy-source": `example-documents/tenants/a%2bb` }, "");
  const reads: [what: string, sent: Sent, key: string | undefined, status: number, asked: string[]][] = [
    ["a copy", copy(`${documents}/tenants/3`), master, 200, ["HEAD", "PUT"]],
    ["a copy", copy(`${documents}/tenants/3`), tenants, 403, ["HEAD"]],
    ["a copy, without a key of KMS", copy(`${documents}/tenants/3`), undefined, 200, ["HEAD", "PUT"]],
    ["a document", get(`${documents}/tenants/a+b`), master, 200, ["GET"]],
    ["a document", get(`${documents}/tenants/a+b`), tenants, 403, ["GET"]],
  ];
  for (const [what, sent, id, status, asked] of reads) {
    it(`${what} asks for the decryption of what it reads: ${status} with the key ${id}`, async () => {
      box.api.objects.set(`${documents}/tenants/a+b`, Buffer.from("x"));
      if (id) box.api.encrypting.set(`${documents}/tenants/a+b`, kms(id));
      const before = box.api.asked.length;
      const answer = await box.send(sent);
      box.api.encrypting.clear();
      box.api.objects.delete(`${documents}/tenants/a+b`);
      expect(answer.status, inWords(box.last())).to.equal(status);
      const ofS3 = box.api.asked.slice(before).filter((one) => / \//.test(one));
      expect(ofS3.map((one) => one.split(" ")[0])).to.deep.equal(asked);
      if (status === 403)
        expect([box.last().action, box.last().resource]).to.deep.equal(["kms:Decrypt", kms(tenants)]);
    });
  }

  const given: [named: string, status: number][] = [
    [kms(master), 200],
    ["alias/master", 200],
    ["", 200],
    [kms(tenants), 400],
    [tenants, 400],
  ];
  for (const [KmsKeyId, status] of given) {
    it(`a secret gets another key from whoever may use it: ${status} with "${KmsKeyId}"`, async () => {
      const { policies = [] } = box.role.role ?? {};
      const Statement = [{ Effect: "Allow", Action: "secretsmanager:UpdateSecret", Resource: "*" }];
      policies.push(documentOf("by hand", { Version: "2012-10-17", Statement }));
      box.api.aliases.set("alias/master", [...box.api.keys.keys()][0] ?? "");
      const headers = { "x-amz-target": "secretsmanager.UpdateSecret" };
      const body = JSON.stringify({ SecretId: "db", KmsKeyId });
      const answer = await box.send({ service: "secretsmanager", headers, body });
      policies.pop();
      expect(answer.status, inWords(box.last())).to.equal(status);
      if (status === 400)
        expect([box.last().action, box.last().resource]).to.deep.equal(["kms:GenerateDataKey", kms(tenants)]);
    });
  }

  const chunks = (lines: string[]) => lines.map((line) => `${line}\r\n`).join("");
  const inChunks = (kind: string, length: number) => ({
    "x-amz-content-sha256": `STREAMING-${kind}`,
    ...{ "content-encoding": "aws-chunked", "x-amz-decoded-content-length": String(length) },
  });
  const whole: [what: string, kind: string, lines: string[], checksum: string | undefined][] = [
    [
      "with a checksum behind",
      "UNSIGNED-PAYLOAD-TRAILER",
      ["5", "hello", "2", "\r\n", "0", "x-amz-checksum-crc32:AAAAAA==", ""],
      "AAAAAA==",
    ],
    [
      "with signatures",
      "AWS4-HMAC-SHA256-PAYLOAD",
      ["7;chunk-signature=00", "hello\r\n", "0;chunk-signature=00", ""],
      undefined,
    ],
  ];
  for (const [what, kind, lines, checksum] of whole) {
    it(`a body in chunks ${what} goes on without them`, async () => {
      await box.send(put(`${documents}/tenants/1`, inChunks(kind, 7), chunks(lines)));
      const { body, headers } = last();
      expect([body, headers["x-amz-checksum-crc32"]]).to.deep.equal(["hello\r\n", checksum]);
      expect(headers).to.include({ "content-length": "7", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" });
      expect(headers).to.not.have.any.keys("content-encoding", "x-amz-decoded-content-length");
    });
  }

  it("a long body too, byte for byte", async () => {
    const body = Buffer.alloc(3_000_001, "0123456789");
    expect((await box.send({ ...put(`${documents}/tenants/1`), body })).status).to.equal(200);
    expect(box.api.objects.get(`${documents}/tenants/1`)?.equals(body)).to.equal(true);
  });

  const listed = (...keys: string[]) =>
    `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join("")}</Delete>`;

  it("a list of keys to delete is written anew, whatever its form", async () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>
      <Object ><VersionId/><Key > a &#x26; b</Key></Object><Object><Key>tenants/&#49;</Key></Object></Delete>`;
    const answer = await box.send(deleting(body));
    expect(answer.body.toString()).to.include("<Error><Key> a &amp; b</Key><Code>AccessDenied</Code>");
    expect(last().body).to.equal(
      '<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>tenants/1</Key></Object><Quiet>true</Quiet></Delete>',
    );
  });

  const told = (body: Buffer) => body.toString().match(/<(Deleted|Error)><Key>[^<]*/g);
  it("each key that is deleted is told, and those that are refused", async () => {
    const { body } = await box.send(deleting(listed("tenants/1", "a")));
    expect(told(body)).to.deep.equal(["<Deleted><Key>tenants/1", "<Error><Key>a"]);
  });

  it("who asks for errors alone is told of those that are refused, and of none that are deleted", async () => {
    const quiet = (...keys: string[]) => listed(...keys).replace("</Delete>", "<Quiet>true</Quiet></Delete>");
    const both = await box.send(deleting(quiet("tenants/1", "a")));
    expect(told(both.body)).to.deep.equal(["<Error><Key>a"]);
    const { status, body } = await box.send(deleting(quiet("tenants/1", "tenants/2")));
    expect(status).to.equal(200);
    expect(body.toString()).to.include("<DeleteResult").and.not.include("tenants");
  });

  it("of a list of keys that are all refused nothing is said to be allowed", async () => {
    await box.send(deleting(listed("a", "b")));
    expect(inWords(box.last())).to.equal("DENIED s3 DeleteObjects: none of the keys may be deleted");
  });

  const form = "application/x-www-form-urlencoded";
  const refused: [what: string, sent: Sent, status: number, said: RegExp][] = [
    [
      "a parameter twice",
      get(`${documents}?prefix=&prefix=tenants/`),
      400,
      /^The query has prefix more than/,
    ],
    ["a path that is not encoded", get(`${documents}/tenants/%`), 400, /^The path .* encode a % as %25\.$/],
    ["a query that is not encoded", get(`${documents}?prefix=%ff`), 400, /^The query is not UTF-8/],
    [
      "a header twice",
      put(`${documents}/tenants/1`, { "x-amz-storage-class": ["STANDARD", "GLACIER"] }),
      ...([400, /^The header x-amz-storage-class is there more than once/] as const),
    ],
    [
      "a header in the query too",
      put(`${documents}/tenants/1?x-amz-storage-class=STANDARD`, { "x-amz-storage-class": "GLACIER" }),
      ...([400, /^x-amz-storage-class is in the header and in the query/] as const),
    ],
    [
      "a header of S3 that nobody knows",
      put(`${documents}/tenants/1`, { "x-amz-new": "1" }),
      ...([501, /^S3: x-amz-new is no header/] as const),
    ],
    [
      "a line's end in a header",
      put(`${documents}/tenants/1?x-amz-meta-a=%0d%0ab`),
      400,
      /cannot be a header/,
    ],
    ["two signatures", get(`${documents}/tenants/1?X-Amz-Credential=a`), 400, /^The request is signed twice/],
    ["a part without a number", put(`${documents}/tenants/1?uploadId=u`), 400, /go together: send both/],
    ["an empty upload", put(`${documents}/tenants/1?uploadId=&partNumber=1`), 400, /cannot be empty/],
    ["an empty version", get(`${documents}/tenants/1?versionId=`), 400, /cannot be empty/],
    ["a name that is no bucket", get("//tenants/1"), 400, /^"" is no bucket/],
    [
      "a key of more than 1024 bytes",
      put(`${documents}/tenants/${encodeURIComponent("é".repeat(509))}`),
      ...([400, /^the key has 1026 bytes in UTF-8, and S3 takes 1024 at most$/] as const),
    ],
    [
      "a condition that S3 has not",
      put(`${documents}/tenants/1`, { "if-none-match": '"e"' }),
      ...([501, /^If-None-Match is "e"/] as const),
    ],
    ["a URL for a month", get(`${documents}/tenants/1?X-Amz-Expires=2592000`), 400, /less than a week/],
    [
      "a source without a key",
      put(`${documents}/tenants/1`, { "x-amz-copy-source": "example-documents" }),
      ...([400, /^x-amz-copy-source is example-documents: send BUCKET\/KEY/] as const),
    ],
    [
      "a source where nothing is copied",
      put(`${documents}/tenants/1?tagging`, { "x-amz-copy-source": "example-documents/a" }),
      ...([400, /the request copies nothing/] as const),
    ],
    [
      "a tag twice",
      put(`${documents}/tenants/1`, { "x-amz-tagging": "a=1&a=2" }),
      ...([400, /^x-amz-tagging is a=1&a=2: send each key once/] as const),
    ],
    ["a form for an object", put(`${documents}/tenants/1`, { "content-type": form }), 501, /Content-Type/],
    [
      "chunks without a size",
      put(`${documents}/tenants/1`, inChunks("UNSIGNED-PAYLOAD-TRAILER", 5), "hello\r\n"),
      ...([400, /the size of a chunk cannot be read/] as const),
    ],
    [
      "fewer bytes in chunks than announced",
      put(`${documents}/tenants/1`, inChunks("UNSIGNED-PAYLOAD-TRAILER", 9), "2\r\nhi\r\n0\r\n\r\n"),
      ...([400, /^The body has 2 bytes, and 9 were announced\.$/] as const),
    ],
    ["no list to delete", deleting(""), 400, /it begins with no Delete/],
    ["an empty list", deleting("<Delete></Delete>"), 400, /it has 0 objects/],
    [
      "another encoding of a list",
      deleting(Buffer.from(listed("tenants/1"), "utf16le")),
      400,
      /MalformedXML|/,
    ],
    ["an element in a list", deleting(`<Delete><Thing/>${listed("a")}</Delete>`), 400, /neither Object nor/],
    [
      "a condition in a list",
      deleting("<Delete><Object><Key>tenants/1</Key><ETag>e</ETag></Object></Delete>"),
      ...([501, /on the condition of ETag/] as const),
    ],
    [
      "a key twice",
      deleting("<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>"),
      400,
      /named twice/,
    ],
    ["a reference", deleting(listed("tenants/&me;")), 400, /&.* is no reference that is known/],
  ];
  for (const [what, sent, status, said] of refused) {
    it(`nothing of a request with ${what}: ${status}`, async () => {
      const before = box.api.received.length;
      const answer = await box.send(sent);
      expect([answer.status, box.last().decision], inWords(box.last())).to.deep.equal([status, "refused"]);
      expect(box.last().advice).to.match(said);
      expect(box.api.received.length).to.equal(before);
    });
  }

  it("nothing of an upload that breaks off, and others go on", async () => {
    const headers = { ...signed("s3", box.role), "content-length": 1_000_000 };
    const options = { agent: box.agent, host: "127.0.0.1", port: box.port, method: "PUT", headers };
    const slow = httpsRequest({ ...options, path: `${documents}/tenants/slow` });
    slow.on("error", () => {});
    await new Promise<void>((resolve) => slow.write("x".repeat(1000), () => resolve()));
    expect((await box.send(put(`${documents}/tenants/1`))).status).to.equal(200);
    slow.destroy();
    expect((await box.send(get(`${documents}/tenants/1`))).status).to.equal(200);
    while (!box.lines.some(({ advice = "" }) => advice.startsWith("The body has")))
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(box.lines.map(({ advice }) => advice)).to.include(
      "The body has 1000 bytes, and 1000000 were announced.",
    );
    expect(box.api.received.filter(({ url }) => url.endsWith("/slow"))).to.deep.equal([]);
  });

  it("nothing of an upload in HTTP/2 that breaks off", async () => {
    const session = connect(box.endpoint, { ca: box.authority });
    const path = `${documents}/tenants/slow2`;
    const headers = { ":method": "PUT", ":path": path, ...signed("s3", box.role) };
    const slow = session.request(headers).on("error", () => {});
    await new Promise<void>((resolve) => slow.write("x", () => resolve()));
    session.destroy();
    while (!`${box.last().operation}${box.last().resource}`.includes("slow2"))
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(box.last().advice).to.match(/^The body has \d bytes, and more were announced\.$/);
    expect(box.api.received.filter(({ url }) => url === path)).to.deep.equal([]);
  });

  it("a part only to the object whose upload it is", async () => {
    const begin = { ...put(`${documents}/tenants/1?uploads`, {}, ""), method: "POST" };
    const [, id] = /<UploadId>([^<]*)</.exec((await box.send(begin)).body.toString()) ?? [];
    const part = `partNumber=1&uploadId=${id}`;
    expect((await box.send(put(`${documents}/tenants/1?${part}`))).status).to.equal(200);
    expect((await box.send(put(`${documents}/tenants/2?${part}`))).status).to.equal(404);
    expect(last().url).to.equal(`${documents}/tenants/1?${part}`);
  });

  const json = (target: string, body: string | Buffer): Sent => ({
    ...{ service: target.startsWith("Trent") ? "kms" : "secretsmanager", body },
    headers: { "x-amz-target": target },
  });
  const key = "1234abcd-12ab-34cd-56ef-1234567890ab"; // The master key, as the stack names it.

  it("members of JSON, once each and in one spelling", async () => {
    const escaped = [...key].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const sent = `{"KeyId":"x","Plaintext":"YQ==","GrantTokens":null,"KeyId":"${escaped}"}`;
    expect((await box.send(json("TrentService.Encrypt", sent))).status, inWords(box.last())).to.equal(200);
    const [made = ""] = box.api.keys.keys();
    expect(last().body).to.equal(`{"KeyId":"${made}","Plaintext":"YQ=="}`);
  });

  const odd: [what: string, target: string, body: string | Buffer, said: RegExp][] = [
    ["null", "TrentService.Encrypt", "null", /^The body is no JSON object/],
    ["a list", "TrentService.Encrypt", "[]", /^The body is no JSON object/],
    ["no JSON", "secretsmanager.GetSecretValue", "{", /^The body is no JSON object/],
    ["no UTF-8", "TrentService.Encrypt", Buffer.from([0x7b, 0xff, 0x7d]), /^The body is no JSON object/],
    ["a list of keys", "TrentService.Encrypt", '{"KeyId":["a"]}', /^KeyId is \["a"\]: send a string\.$/],
    ["a list of secrets", "secretsmanager.GetSecretValue", '{"SecretId":["a"]}', /^SecretId is /],
    [
      "a list of values",
      "TrentService.Encrypt",
      '{"EncryptionContext":{"a":["b"]}}',
      /send a map of strings\.$/,
    ],
    ["a text for a flag", "TrentService.CreateKey", '{"MultiRegion":"true"}', /send true or false\.$/],
    [
      "a list of flags",
      "TrentService.PutKeyPolicy",
      '{"BypassPolicyLockoutSafetyCheck":[true]}',
      /true or false/,
    ],
    ["a list of grantees", "TrentService.CreateGrant", '{"GranteePrincipal":["a"]}', /send a string\.$/],
    ["a text for a list", "TrentService.UntagResource", '{"TagKeys":"a"}', /send a list of strings\.$/],
    ...["CreateKey", "TagResource", "ReplicateKey"].flatMap((name): typeof odd => {
      const tags = (...some: unknown[]) => JSON.stringify({ KeyId: "a", Tags: some });
      const [one, other] = ["dev", "production"].map((TagValue) => ({ TagKey: "Environment", TagValue }));
      const lower = { TagKey: "environment", TagValue: "dev" };
      return [
        [
          `a tag twice in ${name}`,
          `TrentService.${name}`,
          tags(one, other),
          /^Duplicate tag keys: Environment, Env/,
        ],
        [
          `a tag in two cases in ${name}`,
          `TrentService.${name}`,
          tags(one, lower),
          /^Duplicate tag keys: Environment, env/,
        ],
        [
          `a tag with two values in ${name}`,
          `TrentService.${name}`,
          tags({ ...one, TagValue: ["dev"] }),
          /both strings\.$/,
        ],
        [
          `a tag that is none in ${name}`,
          `TrentService.${name}`,
          tags("a"),
          /with TagKey and TagValue, both strings/,
        ],
      ];
    }),
    ...["CreateSecret", "TagResource"].flatMap((name): typeof odd => {
      const tags = (...some: unknown[]) => JSON.stringify({ Name: "a", SecretId: "a", Tags: some });
      const [one, other] = ["a", "b"].map((Value) => ({ Key: "k", Value }));
      return [
        [`a tag twice in ${name}`, `secretsmanager.${name}`, tags(one, other), /^Duplicate tag keys: k, k\./],
        [
          `a tag with two values in ${name}`,
          `secretsmanager.${name}`,
          tags({ Key: "k", Value: ["a"] }),
          /with Key and Value/,
        ],
      ];
    }),
    ["filters", "secretsmanager.BatchGetSecretValue", '{"Filters":[]}', /Filters find is not decided here/],
  ];
  for (const [what, target, body, said] of odd) {
    it(`nothing of JSON that is ${what}: 400`, async () => {
      const before = box.api.received.length;
      const { status } = await box.send(json(target, body));
      expect([status, box.last().decision], inWords(box.last())).to.deep.equal([400, "refused"]);
      expect(box.last().advice).to.match(said);
      expect(box.api.received.length).to.equal(before);
    });
  }

  const coded: [target: string, body: string, code: string][] = [
    [
      "TrentService.CreateKey",
      '{"Tags":[{"TagKey":"a","TagValue":"b"},{"TagKey":"a","TagValue":"c"}]}',
      "TagException",
    ],
    ["TrentService.CreateKey", '{"Tags":[{"TagKey":"a","TagValue":["b"]}]}', "SerializationException"],
    [
      "secretsmanager.CreateSecret",
      '{"Tags":[{"Key":"a","Value":"b"},{"Key":"a","Value":"c"}]}',
      "InvalidParameterException",
    ],
  ];
  for (const [target, body, code] of coded)
    it(`AWS's own name for it: ${code} of ${target}`, async () => {
      const answer = await box.send(json(target, body));
      expect([answer.status, JSON.parse(answer.body.toString()).__type]).to.deep.equal([400, code]);
    });

  it("nothing of session tags with the same key, in whatever case", async () => {
    const [{ arn } = { arn: "" }] = box.model.roles;
    const member = (at: number, key: string) => `&Tags.member.${at}.Key=${key}&Tags.member.${at}.Value=${at}`;
    for (const [one, other] of [
      ["TenantId", "TenantId"],
      ["TenantId", "tenantid"],
    ] as const) {
      const body = `Action=AssumeRole&RoleArn=${arn}&RoleSessionName=me${member(1, one)}${member(2, other)}`;
      const { status, body: said } = await box.send({
        service: "sts",
        headers: { "content-type": form },
        body,
      });
      expect([status, box.last().decision]).to.deep.equal([400, "refused"]);
      expect(said.toString()).to.include("<Code>InvalidParameterValue</Code>");
    }
  });

  const bodies: [what: string, model: string, body: object, said: RegExp][] = [
    [
      "a list of guardrails",
      "anthropic.claude-x",
      { guardrailConfig: { guardrailIdentifier: ["a"] } },
      /send a string/,
    ],
    ["a guardrail that is a text", "anthropic.claude-x", { guardrailConfig: "a" }, /send an object/],
    [
      "a list of versions",
      "anthropic.claude-x",
      { guardrailConfig: { guardrailVersion: [1] } },
      /send a string/,
    ],
    [
      "tools that are none",
      "anthropic.claude-x",
      { toolConfig: { tools: 5 } },
      /^The body is not what Converse takes/,
    ],
    [
      "a profile of no geography that is known",
      "xx.anthropic.claude-x",
      {},
      /profile xx\.anthropic\.claude-x may send/,
    ],
  ];
  for (const [what, model, body, said] of bodies)
    it(`nothing of a prompt with ${what}: 400`, async () => {
      const sent = { service: "bedrock", path: `/model/${model}/converse`, body: JSON.stringify(body) };
      const { status } = await box.send(sent);
      expect([status, box.last().decision], inWords(box.last())).to.deep.equal([400, "refused"]);
      expect(box.last().advice).to.match(said);
    });

  it("nothing of a model's body that is null: 400", async () => {
    const path = "/model/anthropic.claude-haiku-5-5/converse";
    expect((await box.send({ service: "bedrock", path, body: "null" })).status).to.equal(400);
    expect(box.last().decision).to.equal("refused");
  });

  it("a ciphertext only with the key that it is of", async () => {
    const tags = [
      { TagKey: "Environment", TagValue: "dev" },
      { TagKey: "ManagedBy", TagValue: "Application" },
    ];
    const made = await box.send(json("TrentService.CreateKey", JSON.stringify({ Tags: tags })));
    const { KeyId } = JSON.parse(made.body.toString()).KeyMetadata;
    const sealed = await box.send(json("TrentService.Encrypt", JSON.stringify({ KeyId, Plaintext: "YQ==" })));
    const { CiphertextBlob } = JSON.parse(sealed.body.toString());
    const decrypt = (params: object) => box.send(json("TrentService.Decrypt", JSON.stringify(params)));
    expect((await decrypt({ CiphertextBlob })).status).to.equal(200);
    expect((await decrypt({ CiphertextBlob, KeyId })).status).to.equal(200);
    const other = await decrypt({ CiphertextBlob, KeyId: key });
    expect(other.body.toString()).to.include('"__type":"IncorrectKeyException"');
  });

  it("a form of STS, with each of its fields once", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = "Action=AssumeRole&Action=GetCallerIdentity";
    expect((await box.send({ service: "sts", headers, body })).status).to.equal(400);
    expect(box.last().advice).to.equal(
      "The form cannot be read: Action is there more than once: send it once.",
    );
  });

  it("no body of a request that has none", async () => {
    await box.send(put(`${documents}/tenants/1`));
    for (const method of ["GET", "HEAD", "DELETE"]) {
      await box.send({ ...put(`${documents}/tenants/1`, {}, "uploadId=u"), method });
      expect([last().body, last().headers["content-length"]]).to.deep.equal(["", undefined]);
    }
  });
});
