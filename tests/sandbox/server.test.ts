import { get as plainGet } from "node:http";
import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { inWords } from "../../cli/sandbox/lines";
import type { Session } from "../../cli/sandbox/sessions";
import { tenantKeyPolicy } from "../../components/resourcePolicies/tenantKey";
import { type Opened, opened, type Sent } from "./opened";

const masterKey = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const aliasArn = (name: string) => `arn:aws:kms:us-east-1:123456789012:alias/${name}`;
const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
const claude = "/model/anthropic.claude-haiku-5-5";

const put = (path: string, headers: Record<string, string> = {}): Sent => ({
  service: "s3",
  method: "PUT",
  path,
  headers,
  body: "x",
});
const encryptedWith = (key: string) => ({
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": key,
});
/** As a browser posts it, with what createPresignedPost gives. */
const postedTo = (path: string): Sent => {
  const fields = {
    ...{ key: "tenants/1/z", policy: "e30=", "x-amz-algorithm": "AWS4-HMAC-SHA256" },
    ...{ "x-amz-credential": "ASIA/20261129/us-east-1/s3/aws4_request", "x-amz-signature": "00", file: "x" },
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  return { service: "s3", path, headers, body: `${parts.join("")}--b--\r\n`, by: null };
};
const get = (path: string): Sent => ({ service: "s3", method: "GET", path });
const kms = (operation: string, params: object): Sent => ({
  service: "kms",
  headers: { "x-amz-target": `TrentService.${operation}`, "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(params),
});
const model = (operation: string, body: object = {}): Sent => ({
  service: "bedrock",
  path: `${claude}/${operation}`,
  body: JSON.stringify(body),
});
const tags = [
  { TagKey: "Environment", TagValue: "dev" },
  { TagKey: "ManagedBy", TagValue: "Application" },
];

describe("the sandbox of a stack", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
    const [madeKey = ""] = box.api.keys.keys();
    box.api.aliases.set("alias/master", madeKey);
    const { body } = await box.send(kms("CreateKey", { Tags: tags }));
    box.api.aliases.set("alias/tenant", JSON.parse(body.toString()).KeyMetadata.KeyId);
  });
  after(() => box.stop());

  const lets = { Effect: "Allow", Action: "kms:*", Resource: "*" };
  type Row = [what: string, sent: Sent, status: number, line: string];
  const rows: Row[] = [
    [
      "a document",
      put("/example-documents/tenants/1/a"),
      200,
      "allowed s3:PutObject example-documents/tenants/1/a",
    ],
    [
      "a document is read",
      get("/example-documents/tenants/1/a"),
      200,
      "allowed s3:GetObject example-documents/tenants/1/a",
    ],
    [
      "a bucket before the host",
      { ...put("/tenants/1/b"), headers: { host: "example-documents.localhost" } },
      200,
      "allowed s3:PutObject example-documents/tenants/1/b",
    ],
    [
      "another key",
      put("/example-documents/a"),
      403,
      "DENIED s3:PutObject example-documents/a: s3:PutObject is allowed only on arn:aws:s3:::example-documents/tenants/*, arn:aws:s3:::example-backups/*, arn:aws:s3:::example-audit-logs/application-logs/*",
    ],
    [
      "a new backup",
      put("/example-backups/x", { "if-none-match": "*" }),
      200,
      "allowed s3:PutObject example-backups/x",
    ],
    [
      "a backup once more",
      put("/example-backups/x", { "if-none-match": "*" }),
      412,
      "allowed s3:PutObject example-backups/x, and answered with 412",
    ],
    [
      "a backup without the header",
      put("/example-backups/x"),
      403,
      "DENIED s3:PutObject example-backups/x by DenyOverwritingBackups: send If-None-Match: *",
    ],
    [
      "a part of a backup",
      put("/example-backups/x?partNumber=1&uploadId=u"),
      404,
      "REFUSED s3:PutObject example-backups/x: The specified upload does not exist: of this object none was begun here with this ID.",
    ],
    [
      "a backup is read",
      get("/example-backups/x"),
      403,
      "DENIED s3:GetObject example-backups/x: s3:GetObject is allowed only on arn:aws:s3:::example-documents/tenants/*, and the role reads no backup and no audit log; if the client only looks whether the object is there, let it not look (rclone: --no-check-dest --s3-no-head, and for rcat --s3-upload-cutoff 5G --streaming-upload-cutoff 100M); if it looks after an upload, the object is stored all the same",
    ],
    [
      "another encryption",
      put("/example-documents/tenants/1", { "x-amz-server-side-encryption": "AES256" }),
      403,
      "DENIED s3:PutObject example-documents/tenants/1 by DenyOtherEncryption: leave x-amz-server-side-encryption out, or send aws:kms with the master key (SSEKMSKeyId) (it is AES256)",
    ],
    [
      "another key of KMS",
      put("/example-documents/tenants/1", encryptedWith(`${masterKey}0`)),
      403,
      `DENIED kms:GenerateDataKey key/1234abcd-12ab-34cd-56ef-1234567890ab0: take a key with the tag Environment=dev (it is not sent); take a key with the tag ManagedBy=Application (it is not sent)`,
    ],
    [
      "a tenant's key of KMS, which has the tags",
      put("/example-documents/tenants/1", encryptedWith("alias/tenant")),
      200,
      "allowed s3:PutObject example-documents/tenants/1",
    ],
    [
      "an alias of KMS that is not there",
      put("/example-documents/tenants/1", encryptedWith("alias/nope")),
      400,
      `REFUSED s3 PUT /example-documents/tenants/1: Alias ${aliasArn("nope")} is not found.`,
    ],
    [
      "a listing",
      get("/example-documents?list-type=2&prefix=tenants/1/"),
      200,
      "allowed s3:ListBucket example-documents",
    ],
    [
      "a listing of all",
      get("/example-documents?list-type=2"),
      403,
      "DENIED s3:ListBucket example-documents: list with a Prefix, the beginning of the keys, that matches tenants/*; HeadBucket sends none",
    ],
    [
      "a document that is not there",
      get("/example-documents/tenants/9"),
      403,
      "DENIED s3:ListBucket example-documents: the object does not exist, so look at its name; AWS answers 404 to those who may list the whole bucket, and 403 to others; if the client only looks whether the object is there, let it not look (rclone: --no-check-dest)",
    ],
    [
      "an abort",
      { service: "s3", method: "DELETE", path: "/example-backups/x?uploadId=u" },
      403,
      "DENIED s3:AbortMultipartUpload example-backups/x: the client cleans up an upload that failed or that it broke off; was the request refused that ends it? then send If-None-Match: * with that one; the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself",
    ],
    [
      "an operation that nobody knows",
      get("/example-documents/tenants/1?annotation"),
      501,
      "REFUSED s3 GET /example-documents/tenants/1: S3: GET of an object with ?annotation is no operation that is known here.",
    ],
    [
      "a torrent of a document",
      get("/example-documents/tenants/1/a?torrent"),
      403,
      "DENIED s3:GetObjectTorrent example-documents/tenants/1/a: no statement allows s3:GetObjectTorrent, on whatever resource, and no option of this package lets the role; let the client do without it, or another policy has to allow it",
    ],
    [
      "a service that is none of its own",
      { service: "dynamodb", headers: { "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" },
      400,
      "REFUSED dynamodb POST /: dynamodb is no service of the sandbox: it has S3, KMS, Secrets Manager, STS, IAM Roles Anywhere and Bedrock.",
    ],
    [
      "a key is used",
      kms("Encrypt", { KeyId: masterKey, Plaintext: "YQ==" }),
      200,
      "allowed kms:Encrypt key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
    [
      "a key is deleted",
      kms("ScheduleKeyDeletion", { KeyId: masterKey }),
      400,
      "DENIED kms:ScheduleKeyDeletion key/1234abcd-12ab-34cd-56ef-1234567890ab by DenyChangingMasterKey: nothing makes this allowed: The master key is used, never changed, even if it carries the tags of a tenant key.",
    ],
    [
      "a key by its alias",
      kms("Encrypt", { KeyId: "alias/master", Plaintext: "YQ==" }),
      200,
      "allowed kms:Encrypt key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
    [
      "a key by the ARN of its alias",
      kms("Encrypt", { KeyId: aliasArn("master"), Plaintext: "YQ==" }),
      200,
      "allowed kms:Encrypt key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
    [
      "the ARN of an alias that is not there",
      kms("Decrypt", { KeyId: aliasArn("nope"), CiphertextBlob: "YQ==" }),
      400,
      `REFUSED kms POST /: Alias ${aliasArn("nope")} is not found.`,
    ],
    [
      "a new alias",
      kms("CreateAlias", { AliasName: "alias/new", TargetKeyId: masterKey }),
      400,
      "DENIED kms:CreateAlias alias/new: no statement allows kms:CreateAlias, on whatever resource, and no option of this package lets the role; let the client do without it, or another policy has to allow it",
    ],
    [
      "an alias that is not there",
      kms("Encrypt", { KeyId: "alias/nope", Plaintext: "YQ==" }),
      400,
      `REFUSED kms POST /: Alias ${aliasArn("nope")} is not found.`,
    ],
    ["a tenant's key is made", kms("CreateKey", { Tags: tags }), 200, "allowed kms:CreateKey *"],
    [
      "a key without tags",
      kms("CreateKey", {}),
      400,
      "DENIED kms:CreateKey *: send the tag Environment=dev (it is not sent); send the tag ManagedBy=Application (it is not sent)",
    ],
    ...(
      [
        [
          "another account alone in",
          [{ ...lets, Principal: { AWS: "arn:aws:iam::999999999999:root" } }],
          400,
        ],
        ["the role in to encrypt", [{ ...lets, Action: "kms:Encrypt", Principal: { AWS: roleArn } }], 400],
        ["the role in", [{ ...lets, Principal: { AWS: roleArn } }], 200],
        // Its own policies would have to let the role change the key, and do not.
        ["the account in", [{ ...lets, Principal: { AWS: "arn:aws:iam::123456789012:root" } }], 400],
        ["in whom tenantKeyPolicy does", tenantKeyPolicy({ roleArn }).Statement, 200],
      ] as const
    ).map(
      ([what, Statement, status]): Row => [
        `a key whose policy lets ${what}`,
        kms("CreateKey", { Tags: tags, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
        status,
        status === 200
          ? "allowed kms:CreateKey *"
          : `REFUSED kms:CreateKey *: The new key policy will not allow you to update the key policy in the future: let ${roleArn} itself in, with kms:PutKeyPolicy (tenantKeyPolicy makes such a policy).`,
      ],
    ),
    [
      "a key whose policy is no JSON",
      kms("CreateKey", { Tags: tags, Policy: "{" }),
      400,
      "REFUSED kms:CreateKey *: The key policy cannot be read: it is not JSON.",
    ],
    [
      "a key with a tag of AWS's",
      kms("CreateKey", { Tags: [...tags, { TagKey: "aws:x", TagValue: "1" }] }),
      400,
      "REFUSED kms POST /: The tag key aws:x begins with aws:, which AWS keeps.",
    ],
    [
      "an operation of KMS that nobody knows",
      kms("Dance", {}),
      400,
      "REFUSED kms POST /: KMS: Dance is no operation that is known here.",
    ],
    [
      "a model",
      model("converse"),
      200,
      "allowed bedrock:InvokeModel foundation-model/anthropic.claude-haiku-5-5",
    ],
    [
      "a model, streaming",
      model("converse-stream"),
      403,
      "DENIED bedrock:InvokeModelWithResponseStream foundation-model/anthropic.claude-haiku-5-5: call without streaming, or set bedrockStreaming: true (many clients stream by default)",
    ],
    [
      "a profile",
      { ...model(""), path: "/model/us.anthropic.claude-x/converse" },
      403,
      "DENIED bedrock:InvokeModel inference-profile/us.anthropic.claude-x: call the model by its own id, or list the profile's Regions in bedrockInferenceRegions",
    ],
    [
      "a model elsewhere",
      {
        ...model(""),
        path: `/model/${encodeURIComponent("arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-x")}/converse`,
      },
      403,
      "DENIED bedrock:InvokeModel foundation-model/anthropic.claude-x: bedrock:InvokeModel is allowed in us-east-1, not in eu-west-1",
    ],
    [
      "nobody",
      { ...get("/example-documents"), by: null },
      403,
      "REFUSED s3 GET /example-documents: The request is not signed: nobody may ask here without credentials.",
    ],
    [
      "a token for a session, which is not signed",
      {
        service: "sts",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `Action=AssumeRoleWithWebIdentity&RoleArn=${roleArn}&RoleSessionName=me&WebIdentityToken=t`,
        by: null,
      },
      400,
      "REFUSED sts POST /: STS: a request without a signature (AssumeRoleWithWebIdentity or WithSAML) is not known here: open the sandbox with --as-role.",
    ],
    [
      "a form with a policy, which its fields sign (presigned POST)",
      postedTo("/example-documents"),
      501,
      "REFUSED s3 POST /example-documents: S3: a form with a policy (presigned POST) is no operation that is known here: presign a PUT.",
    ],
    [
      "the same form, signed in the header too",
      { ...postedTo("/example-documents"), by: undefined },
      501,
      "REFUSED s3 POST /example-documents: S3: POST of a bucket is no operation that is known here.",
    ],
    [
      "a bearer token",
      { ...model("converse"), by: null, headers: { authorization: "Bearer abc" } },
      403,
      `REFUSED bedrock POST ${claude}/converse: The request carries a bearer token (AWS_BEARER_TOKEN_BEDROCK) and is not signed: it is no session of the role. Unset it.`,
    ],
  ];
  for (const [what, sent, status, line] of rows) {
    it(`${what}: ${status}`, async () => {
      const answer = await box.send(sent);
      expect(inWords(box.last())).to.equal(line);
      expect(answer.status, answer.body.toString()).to.equal(status);
    });
  }

  it("says that http:// is not enough", async () => {
    const { port } = box;
    await new Promise((resolve) =>
      plainGet({ port, host: "127.0.0.1", agent: false }).once("error", resolve),
    );
    expect(inWords(box.last())).to.equal(
      `REFUSED http request: use https, as the policies do not let the role ask without: https://127.0.0.1:${port}`,
    );
  });

  it("an abort is told after what of the upload was refused before", async () => {
    const upload = async (path: string, end: Partial<Sent>) => {
      const begun = await box.send({ service: "s3", method: "POST", path: `${path}?uploads` });
      const [, id] = /<UploadId>(.+)<\/UploadId>/.exec(begun.body.toString()) ?? [];
      const of = { service: "s3", path: `${path}?uploadId=${id}` };
      await box.send({ ...of, method: "POST", ...end });
      // A client may try more than once.
      for (let time = 0; time < 2; time++)
        expect((await box.send({ ...of, method: "DELETE" })).status).to.equal(403);
      return box.last().advice;
    };
    const parts =
      "the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself";
    const once = { "if-none-match": "*" };
    expect(await upload("/example-backups/m", {})).to.equal(
      `CompleteMultipartUpload was refused before, so the client cleans up: send If-None-Match: *; ${parts}`,
    );
    expect(await upload("/example-backups/m", { headers: once })).to.match(/^the client cleans up an upload/);
    expect(await upload("/example-documents/tenants/1/m", { headers: once })).to.equal(
      `the client cleans up an upload that failed or that it broke off; ${parts}`,
    );
  });

  it("nothing that is refused reaches the API behind", async () => {
    // Which key it would be is looked up; what is asked is not passed on.
    const passed = () =>
      box.api.asked.filter((one) => !/^TrentService\.(Describe|List|Get)/.test(one)).length;
    const before = passed();
    for (const path of ["/example-backups/y", "/example-documents/z", "/other/k"]) await box.send(put(path));
    for (const path of ["/example-documents", "/example-backups", "/"]) await box.send(postedTo(path));
    expect(passed()).to.equal(before);
    expect([...box.api.objects.keys()].filter((key) => /y$|z$|k$/.test(key))).to.deep.equal([]);
  });

  const wire: [service: string, sent: Sent, type: string, code: RegExp, words: string][] = [
    [
      "S3",
      put("/example-backups/y"),
      "application/xml",
      /<Code>AccessDenied<\/Code>/,
      "with an explicit deny in an identity-based policy",
    ],
    [
      "KMS",
      kms("ListGrants", { KeyId: masterKey }),
      "application/x-amz-json-1.1",
      /"__type":"AccessDeniedException"/,
      "because no identity-based policy allows the kms:ListGrants action",
    ],
    [
      "KMS, of an alias that is not there,",
      kms("Encrypt", { KeyId: "alias/nope", Plaintext: "YQ==" }),
      "application/x-amz-json-1.1",
      /"__type":"NotFoundException"/,
      `Alias ${aliasArn("nope")} is not found.`,
    ],
    [
      "Secrets Manager",
      {
        service: "secretsmanager",
        headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
        body: '{"SecretId":"other"}',
      },
      "application/x-amz-json-1.1",
      /"__type":"AccessDeniedException"/,
      "because no identity-based policy allows the secretsmanager:GetSecretValue action",
    ],
    [
      "Bedrock",
      model("converse-stream"),
      "application/json",
      /^{"message":"User: arn:aws:sts::123456789012:assumed-role/,
      "because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action",
    ],
    [
      "STS",
      {
        service: "sts",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `Action=AssumeRole&RoleArn=${roleArn}&RoleSessionName=me`,
      },
      "text/xml",
      /<Code>AccessDenied<\/Code>/,
      "because no role trust policy allows the sts:AssumeRole action",
    ],
  ];
  for (const [service, sent, type, code, words] of wire) {
    it(`${service} refuses in its own format`, async () => {
      const { body, headers } = await box.send(sent);
      expect(headers["content-type"]).to.equal(type);
      expect(body.toString()).to.match(code);
      expect(body.toString()).to.include(words);
    });
  }

  it("a role without tenants takes no session tags", async () => {
    const query = `Action=AssumeRole&RoleArn=${roleArn}&RoleSessionName=me&ExternalId=railway-hipaa-app`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `${query}&Tags.member.1.Key=TenantId&Tags.member.1.Value=42`;
    const { status } = await box.send({ service: "sts", headers, body, by: box.caller });
    expect([status, box.last().action, box.last().advice]).to.deep.equal([
      ...[403, "sts:TagSession", "send no session tags: the role takes them only with tenantIsolation"],
    ]);
  });

  it("of several keys to delete, each is decided on its own", async () => {
    await box.send(put("/example-documents/tenants/1/gone"));
    const keys = ["tenants/1/gone", "kept"].map((key) => `<Object><Key>${key}</Key></Object>`).join("");
    const sent = { service: "s3", path: "/example-documents?delete", body: `<Delete>${keys}</Delete>` };
    const { status, body } = await box.send(sent);
    expect(status).to.equal(200);
    expect(body.toString()).to.include("<Error><Key>kept</Key><Code>AccessDenied</Code>");
    expect(body.toString()).not.to.include("gone</Key><Code>");
  });

  it("SDKs read all of it: the AWS SDK for JavaScript", async () => {
    const config = {
      ...{ endpoint: box.endpoint, region: "us-east-1", maxAttempts: 1 },
      credentials: credentialsOf(box.role),
      requestHandler: { httpsAgent: box.agent },
    };
    const s3 = new S3Client(config);
    const Bucket = "example-documents";
    await s3.send(new PutObjectCommand({ Bucket, Key: "tenants/2/ä b+c", Body: "hello" }));
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: "tenants/2/ä b+c" }));
    expect(await read.Body?.transformToString()).to.equal("hello");
    const failed = await s3.send(new ListObjectsV2Command({ Bucket })).catch((error) => error);
    expect([failed.name, failed.$metadata.httpStatusCode]).to.deep.equal(["AccessDenied", 403]);
    const client = new KMSClient(config);
    const sealed = await client.send(new EncryptCommand({ KeyId: masterKey, Plaintext: Buffer.from("a") }));
    expect(sealed.KeyId).to.equal(masterKey);
    const open = await client.send(
      new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob as Uint8Array }),
    );
    expect(open.KeyId).to.equal(masterKey); // The sandbox's own key has another ID.
  });

  it("answers models in one piece and as a stream of events with checksums", async () => {
    const told = JSON.parse((await box.send(model("invoke", { messages: [] }))).body.toString());
    expect(told.content[0].text).to.include("sandbox");
    const streaming = await opened({ bedrockStreaming: true });
    try {
      const { body, headers } = await streaming.send(model("converse-stream"));
      expect(headers["content-type"]).to.equal("application/vnd.amazon.eventstream");
      expect(eventsIn(body)).to.deep.equal([
        ...["messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"],
      ]);
    } finally {
      await streaming.stop();
    }
  });

  it("gives structured output where a tool is insisted on", async () => {
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
      required: ["name", "age"],
    };
    const body = {
      toolConfig: {
        tools: [{ toolSpec: { name: "person", inputSchema: { json: schema } } }],
        toolChoice: { tool: { name: "person" } },
      },
    };
    const { output, stopReason } = JSON.parse((await box.send(model("converse", body))).body.toString());
    expect(stopReason).to.equal("tool_use");
    expect(output.message.content[0].toolUse.input).to.deep.equal({ name: "sandbox", age: 1 });
  });

  it("gives structured output where a JSON schema is insisted on", async () => {
    const schema = {
      type: "object",
      properties: {
        name: { type: "string" },
        of: { $ref: "#/$defs/of" },
        maybe: { type: ["integer", "null"] },
        next: { anyOf: [{ $ref: "#" }, { type: "null" }] }, // As a list of a language has it, without an end.
        all: { type: "array", items: { type: "string" } },
      },
      required: ["name", "of", "maybe", "next", "all"],
      $defs: { of: { enum: ["a", "b"] } },
    };
    const least = { name: "sandbox", of: "a", maybe: null, next: null, all: [] };
    const jsonSchema = { name: "R", schema: JSON.stringify(schema) };
    const converse = { outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } } };
    const format = { type: "json_schema", schema };
    const texts = {
      converse: async (body: object) =>
        JSON.parse((await box.send(model("converse", body))).body.toString()).output.message.content[0].text,
      invoke: async (body: object) =>
        JSON.parse((await box.send(model("invoke", body))).body.toString()).content[0].text,
    };
    for (const text of [
      await texts.converse(converse),
      await texts.invoke({ output_config: { format } }),
      await texts.invoke({ output_format: format }),
    ])
      expect(JSON.parse(text)).to.deep.equal(least);
    for (const text of [
      await texts.converse({ outputConfig: { effort: "low" } }),
      await texts.invoke({ output_config: { effort: "low" } }),
    ])
      expect(text).to.include("No model was asked");
  });
});

const credentialsOf = ({ accessKeyId, secretAccessKey, sessionToken }: Session) => ({
  ...{ accessKeyId, secretAccessKey },
  ...(sessionToken && { sessionToken }),
});

/** The types of the events; fails where a length does not fit. */
function eventsIn(stream: Buffer): string[] {
  const types: string[] = [];
  for (let at = 0; at < stream.length; ) {
    const size = stream.readUInt32BE(at);
    const text = stream.subarray(at, at + size).toString("latin1");
    types.push(text.match(/(?<=:event-type...)\w+(?=\r:content-type)/s)?.[0] ?? "");
    at += size;
  }
  return types;
}

describe("who assumes the role in the sandbox", () => {
  let box: Opened;
  let sts: STSClient;
  before(async () => {
    box = await opened({ tenantIsolation: {}, maxSessionDuration: 7200, externalId: "the-external-id" });
    const requestHandler = { httpsAgent: box.agent };
    sts = new STSClient({
      endpoint: box.endpoint,
      region: "us-east-1",
      maxAttempts: 1,
      credentials: credentialsOf(box.caller),
      requestHandler,
    });
  });
  after(() => box.stop());

  const Tags = [{ Key: "TenantId", Value: "42" }];
  const good = { RoleArn: roleArn, RoleSessionName: "backend", ExternalId: "the-external-id", Tags };
  const policyOf = (length: number) => {
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
    return JSON.stringify({ Version: "2012-10-17", Statement }).padEnd(length, " ");
  };
  type Row = [what: string, asked: object, fails: string | undefined, advice: string | undefined];
  const rows: Row[] = [
    ["with all that is asked for", {}, undefined, undefined],
    ["for as long as the role lets", { DurationSeconds: 7200 }, undefined, undefined],
    [
      "for longer",
      { DurationSeconds: 7201 },
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    [
      "without the external ID",
      { ExternalId: undefined },
      "AccessDenied",
      "send the external ID of the stack's config (none is sent)",
    ],
    [
      "with another external ID",
      { ExternalId: "secret-guess" },
      "AccessDenied",
      "send the external ID of the stack's config (another is sent)",
    ],
    [
      "of another name",
      { RoleArn: `${roleArn}2` },
      "AccessDenied",
      `the stack has no role ${roleArn}2: assume ${roleArn}`,
    ],
    [
      "without the tenant",
      { Tags: [] },
      "AccessDenied",
      "send the tag TenantId, with a value (it is not sent)",
    ],
    [
      "with managed session policies",
      { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/AWSDenyAll" }] },
      "UnknownOperationException",
      "This sandbox does not know managed session policies (PolicyArns: arn:aws:iam::aws:policy/AWSDenyAll): give their text as Policy.",
    ],
    [
      "with a source identity",
      { SourceIdentity: "me" },
      "AccessDenied",
      "send no SourceIdentity: the role's trust policy does not take one",
    ],
    ...["42/x", "a?b*"].map(
      (Value): Row => [
        `of the tenant ${Value}`,
        { Tags: [{ Key: "TenantId", Value }] },
        "AccessDenied",
        `send the tag TenantId without / * ? (it is ${Value})`,
      ],
    ),
    [
      "with a tag of 257 characters",
      { Tags: [{ Key: "TenantId", Value: "x".repeat(257) }] },
      "ValidationError",
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member TenantId must have a value of at most 256 characters: letters, numbers, spaces and _ . : / = + - @",
    ],
    [
      "with a tag of 256 characters",
      { Tags: [{ Key: "TenantId", Value: "ä".repeat(256) }] },
      undefined,
      undefined,
    ],
    [
      "with a dollar in the tag",
      { Tags: [{ Key: "TenantId", Value: "a$b" }] },
      "ValidationError",
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member TenantId must have a value of at most 256 characters: letters, numbers, spaces and _ . : / = + - @",
    ],
    [
      "with a policy of 2,049 characters",
      { Policy: policyOf(2049) },
      "ValidationError",
      "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048 (it has 2049)",
    ],
    ["with a policy of 2,048 characters", { Policy: policyOf(2048) }, undefined, undefined],
    [
      "with another tag besides",
      { Tags: [...Tags, { Key: "a", Value: "b" }] },
      "AccessDenied",
      "send no other tags than TenantId (it is TenantId, a)",
    ],
  ];
  for (const [what, asked, fails, advice] of rows) {
    it(`${what}: ${fails ?? "a session"}`, async () => {
      const answer = await sts.send(new AssumeRoleCommand({ ...good, ...asked })).catch((error) => error);
      expect(answer.name).to.equal(fails);
      expect(box.last().advice).to.equal(advice);
    });
  }

  it("has a session that its access key tells, with its tags", async () => {
    const { Credentials: given, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(good));
    const session = box.sessions.get(given?.AccessKeyId ?? "") as Session;
    const me = new STSClient({
      endpoint: box.endpoint,
      region: "us-east-1",
      credentials: credentialsOf(session),
      requestHandler: { httpsAgent: box.agent },
    });
    expect((await me.send(new GetCallerIdentityCommand({}))).Arn).to.equal(AssumedRoleUser?.Arn);
    expect((await box.send({ ...put("/example-documents/tenants/42/a"), by: session })).status).to.equal(200);
    expect((await box.send({ ...put("/example-documents/tenants/43/a"), by: session })).status).to.equal(403);
  });

  it("a tenant's key is made with the policy that tenantKeyPolicy makes", async () => {
    const { Credentials: given } = await sts.send(new AssumeRoleCommand(good));
    const by = box.sessions.get(given?.AccessKeyId ?? "") as Session;
    const Policy = JSON.stringify(tenantKeyPolicy({ roleArn }));
    const made = (sent: object) => box.send({ ...kms("CreateKey", { Tags: ofTenant, ...sent }), by });
    const ofTenant = [...tags, { TagKey: "TenantId", TagValue: "42" }];
    expect((await made({ Policy })).status, inWords(box.last())).to.equal(200);
    expect((await made({ Policy: "{}" })).body.toString()).to.include("MalformedPolicyDocumentException");
  });

  const reads = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const narrowed: [what: string, statements: object[], advice: string | undefined][] = [
    ["allows it", [{ ...reads, Action: ["s3:PutObject", "kms:GenerateDataKey"] }], undefined],
    [
      "allows another action",
      [reads],
      "the session's own policy (Policy of AssumeRole) does not allow it: add s3:PutObject there",
    ],
    [
      "allows it elsewhere",
      [{ ...reads, Action: "s3:PutObject", Resource: "arn:aws:s3:::example-documents/other" }],
      "the session's own policy (Policy of AssumeRole) does not allow it: s3:PutObject is allowed only on arn:aws:s3:::example-documents/other",
    ],
  ];
  for (const [what, Statement, advice] of narrowed) {
    it(`uploads where the session's own policy ${what}: ${advice ? "refused" : "allowed"}`, async () => {
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
      const { Credentials: given } = await sts.send(new AssumeRoleCommand({ ...good, Policy }));
      const by = box.sessions.get(given?.AccessKeyId ?? "") as Session;
      const { status } = await box.send({ ...put("/example-documents/tenants/42/a"), by });
      expect([status, box.last().advice]).to.deep.equal([advice ? 403 : 200, advice]);
    });
  }

  for (const names of [{ Principal: "*" }, { NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/r" } }]) {
    it(`has no session whose own policy names a ${Object.keys(names)}`, async () => {
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...reads, ...names }] });
      const { name } = await sts.send(new AssumeRoleCommand({ ...good, Policy })).catch((error) => error);
      expect(name).to.equal("MalformedPolicyDocumentException");
    });
  }

  it("may do nothing else itself", async () => {
    expect((await box.send({ ...get("/example-documents/tenants/42/a"), by: box.caller })).status).to.equal(
      403,
    );
    expect(box.last().advice).to.equal(
      "assume the role first (APP_IAM_ROLE_ARN, EXTERNAL_ID), or open the sandbox with --as-role: these keys may do nothing else",
    );
    const stale = { ...box.role, sessionToken: "another" };
    expect(
      (await box.send({ ...get("/example-documents/tenants/42/a"), by: stale })).body.toString(),
    ).to.include("InvalidToken");
    const nobody = { ...box.role, accessKeyId: "ASIANOBODY" };
    expect(
      (await box.send({ ...get("/example-documents/tenants/42/a"), by: nobody })).body.toString(),
    ).to.include("InvalidAccessKeyId");
  });

  it("is refused when the session is over", async () => {
    const ended = box.sessions.add({ ...box.role, accessKeyId: "ASIAENDED", ends: Date.now() - 1 });
    expect(
      (await box.send({ ...get("/example-documents/tenants/42/a"), by: ended })).body.toString(),
    ).to.include("ExpiredToken");
  });
});
