import { createReadStream } from "node:fs";
import { PassThrough } from "node:stream";
import { cell, load, run, stores, streaming, whole } from "./run.mjs";

const { MODEL_ID, MASTER_KEY_ARN, AWS_ENDPOINT_URL } = process.env;
const small = Buffer.from("a text");
const hello = { role: "user", content: [{ text: "Say hello." }] };

const s3Client = async () => new (await load("@aws-sdk/client-s3")).S3Client({});
const put = async (params, file) => {
  const { PutObjectCommand } = await load("@aws-sdk/client-s3");
  await (await s3Client()).send(new PutObjectCommand({ Body: createReadStream(file), ...params }));
};
stores("@aws-sdk/client-s3, PutObject", "@aws-sdk/client-s3", "", put);
stores("@aws-sdk/client-s3, PutObject", "@aws-sdk/client-s3", 'IfNoneMatch: "*"', (at, file) =>
  put({ ...at, IfNoneMatch: "*" }, file),
);

/** It does not tell its size, as that of a file does. */
const streamOf = (file) => createReadStream(file).pipe(new PassThrough());
const upload = async (params, file) => {
  const { Upload } = await load("@aws-sdk/lib-storage");
  await new Upload({ client: await s3Client(), params: { Body: streamOf(file), ...params } }).done();
};
stores("@aws-sdk/lib-storage, Upload", "@aws-sdk/lib-storage", "", upload);
stores("@aws-sdk/lib-storage, Upload", "@aws-sdk/lib-storage", 'params: { IfNoneMatch: "*" }', (at, file) =>
  upload({ ...at, IfNoneMatch: "*" }, file),
);

const minio = async ({ Bucket, Key }, file, headers, more) => {
  const { Client } = await load("minio");
  const { hostname, port } = new URL(AWS_ENDPOINT_URL);
  const {
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
  } = process.env;
  const client = new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: true,
    accessKey,
    secretKey,
    sessionToken,
    region,
    ...more,
  });
  await client.fPutObject(Bucket, Key, file, headers);
};
/** In one piece: of parts it first looks for an upload that was not finished, which the role may not list. */
const whole5GB = { partSize: 5 * 1024 ** 3 };
const [own, once] = ["minio (JavaScript)", { "If-None-Match": "*" }];
stores(own, "minio", "", minio, "LARGER");
stores(
  own,
  "minio",
  "partSize: 5 * 1024 ** 3, only of a known size",
  (at, file) => minio(at, file, {}, whole5GB),
  "LARGER",
);
stores(
  own,
  "minio",
  'partSize: 5 * 1024 ** 3, metadata { "If-None-Match": "*" }, only of a known size',
  (at, file) => minio(at, file, once, whole5GB),
  "LARGER",
);

const runtime = async (command) => {
  const sdk = await load("@aws-sdk/client-bedrock-runtime");
  return new sdk.BedrockRuntimeClient({}).send(new sdk[command]({ modelId: MODEL_ID, messages: [hello] }));
};
cell("@aws-sdk/client-bedrock-runtime, Converse", "@aws-sdk/client-bedrock-runtime", whole, "", () =>
  runtime("ConverseCommand"),
);
cell(
  "@aws-sdk/client-bedrock-runtime, ConverseStream",
  "@aws-sdk/client-bedrock-runtime",
  streaming,
  "",
  async () => {
    for await (const _ of (await runtime("ConverseStreamCommand")).stream);
  },
);

const aiModel = async () => {
  const { createAmazonBedrock } = await load("@ai-sdk/amazon-bedrock");
  return createAmazonBedrock({ baseURL: AWS_ENDPOINT_URL })(MODEL_ID);
};
cell("AI SDK, generateText", "ai", whole, "", async () => {
  const { generateText } = await load("ai");
  if (!(await generateText({ model: await aiModel(), prompt: "Say hello.", maxRetries: 0 })).text)
    throw new Error("empty text");
});
cell("AI SDK, streamText", "ai", streaming, "", async () => {
  const { streamText } = await load("ai");
  const text = await streamText({
    model: await aiModel(),
    prompt: "Say hello.",
    maxRetries: 0,
    onError: () => {},
  }).text;
  if (!text) throw new Error("empty text, and no error");
});

const anthropic = async () => {
  const { AnthropicBedrock } = await load("@anthropic-ai/bedrock-sdk");
  return new AnthropicBedrock({ baseURL: AWS_ENDPOINT_URL, maxRetries: 0 });
};
const asked = { model: MODEL_ID, max_tokens: 99, messages: [{ role: "user", content: "Say hello." }] };
cell("@anthropic-ai/bedrock-sdk", "@anthropic-ai/bedrock-sdk", whole, "", async () =>
  (await anthropic()).messages.create(asked),
);
cell("@anthropic-ai/bedrock-sdk", "@anthropic-ai/bedrock-sdk", streaming, "", async () =>
  (await anthropic()).messages.stream(asked).finalMessage(),
);

const langchain = async () =>
  new (await load("@langchain/aws")).ChatBedrockConverse({
    model: MODEL_ID,
    region: process.env.AWS_REGION,
    maxRetries: 0,
  });
cell("@langchain/aws, invoke", "@langchain/aws", whole, "", async () =>
  (await langchain()).invoke("Say hello."),
);
cell("@langchain/aws, stream", "@langchain/aws", streaming, "", async () => {
  for await (const _ of await (await langchain()).stream("Say hello."));
});

cell("@aws-crypto/client-node", "@aws-crypto/client-node", "the master key", "", async () => {
  const { KmsKeyringNode, buildClient, CommitmentPolicy } = await load("@aws-crypto/client-node");
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const keyring = new KmsKeyringNode({ generatorKeyId: MASTER_KEY_ARN });
  await decrypt(keyring, (await encrypt(keyring, small)).result);
});
cell("@aws-sdk/client-kms", "@aws-sdk/client-kms", "the master key", "", async () => {
  const sdk = await load("@aws-sdk/client-kms");
  await new sdk.KMSClient({}).send(
    new sdk.GenerateDataKeyCommand({ KeyId: MASTER_KEY_ARN, KeySpec: "AES_256" }),
  );
});
cell("@aws-sdk/client-secrets-manager", "@aws-sdk/client-secrets-manager", "a secret", "", async () => {
  const sdk = await load("@aws-sdk/client-secrets-manager");
  await new sdk.SecretsManagerClient({}).send(
    new sdk.GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }),
  );
});

await run();
