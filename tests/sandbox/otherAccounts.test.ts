import { expect } from "chai";
import { inWords } from "../../cli/sandbox/lines";
import { type Opened, opened, type Sent } from "./opened";

const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf";
const theirs = (arn: string) => arn.replace("123456789012", "999999999999");

describe("the sandbox takes no key and no secret of its own account for one that an ARN names elsewhere", () => {
  let box: Opened;
  let key: string;
  before(async () => {
    box = await opened({ secretArns: [secret] });
    key = await box.tenantKey();
    box.api.aliases.set("alias/app", key.split("/")[1] ?? "");
    box.api.secrets.set("db", { arn: secret, key: undefined });
  });
  after(() => box.stop());

  const encrypt = (KeyId: string): Sent => ({
    ...{ service: "kms", headers: { "x-amz-target": "TrentService.Encrypt" } },
    body: JSON.stringify({ KeyId, Plaintext: "eA==" }),
  });
  const put = (id: string): Sent => ({
    ...{ service: "s3", method: "PUT", path: "/example-documents/tenants/1/a", body: "x" },
    headers: {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": id,
    },
  });
  const get = (SecretId: string): Sent => ({
    ...{ service: "secretsmanager", headers: { "x-amz-target": "secretsmanager.GetSecretValue" } },
    body: JSON.stringify({ SecretId }),
  });
  const alias = () => key.replace(/key\/.*/, "alias/app");
  const partial = secret.replace(/-AbCdEf$/, "");
  const rows: [what: string, sent: () => Sent, status: number, said: RegExp][] = [
    ["its key", () => encrypt(key), 200, /^allowed kms:Encrypt/],
    ["the key of another account", () => encrypt(theirs(key)), 400, /^DENIED kms:Encrypt .*999999999999/],
    [
      "the key of another partition",
      () => encrypt(key.replace("arn:aws:", "arn:aws-cn:")),
      ...([400, /^DENIED kms:Encrypt arn:aws-cn:/] as const),
    ],
    ["its alias", () => encrypt(alias()), 200, /^allowed kms:Encrypt/],
    [
      "the alias of another account",
      () => encrypt(theirs(alias())),
      ...([400, /Alias arn:aws:kms:us-east-1:999999999999:alias\/app is not found/] as const),
    ],
    ["its key, for an object", () => put(key), 200, /^allowed s3:PutObject/],
    [
      "another account's, for an object",
      () => put(theirs(key)),
      403,
      /^DENIED kms:GenerateDataKey .*999999999999/,
    ],
    ["another account's alias, for an object", () => put(theirs(alias())), 400, /alias\/app is not found/],
    [
      "its secret, without the six characters",
      () => get(partial),
      200,
      /^allowed secretsmanager:GetSecretValue/,
    ],
    [
      "another account's secret",
      () => get(theirs(secret)),
      400,
      /^DENIED secretsmanager:GetSecretValue .*999999999999/,
    ],
    [
      "another account's secret, without the six characters",
      () => get(theirs(partial)),
      ...([400, /^DENIED secretsmanager:GetSecretValue .*999999999999/] as const),
    ],
  ];
  for (const [what, sent, status, said] of rows)
    it(`${what}: ${status}`, async () => {
      const { status: seen } = await box.send(sent());
      expect(inWords(box.last())).to.match(said);
      expect(seen).to.equal(status);
    });
});
