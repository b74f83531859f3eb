// Ways to the role's session: see ../python/credentials.py.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cell, load, run } from "./run.mjs";

const { APP_IAM_ROLE_ARN: role, EXTERNAL_ID: externalId, DOCUMENTS_BUCKET: Bucket } = process.env;
const { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret } = process.env;
const assuming = "assuming the role";

const put = async (config) => {
  const { S3Client, PutObjectCommand } = await load("@aws-sdk/client-s3");
  await new S3Client(config).send(new PutObjectCommand({ Bucket, Key: "tenants/1/credentials", Body: "a" }));
};

/** With a profile that assumes the role, in files and an environment of its own. */
const withProfile = async (lines, keys) => {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  const before = { ...process.env };
  const base = ["[base]", `aws_access_key_id=${keyId}`, `aws_secret_access_key=${secret}`];
  writeFileSync(join(folder, "credentials"), `${base.join("\n")}\n`);
  const profile = ["[profile app]", `role_arn=${role}`, "source_profile=base", ...lines];
  writeFileSync(join(folder, "config"), `${profile.join("\n")}\n`);
  process.env.AWS_CONFIG_FILE = join(folder, "config");
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, "credentials");
  process.env.AWS_PROFILE = "app";
  if (!keys) for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
  try {
    await put({ ignoreCache: true }); // Each file is read anew.
  } finally {
    process.env = before;
    rmSync(folder, { recursive: true });
  }
};

cell(
  "SDK for JavaScript, fromTemporaryCredentials",
  "@aws-sdk/credential-providers",
  assuming,
  "",
  async () => {
    const { fromTemporaryCredentials } = await load("@aws-sdk/credential-providers");
    const params = { RoleArn: role, ExternalId: externalId };
    await put({ credentials: fromTemporaryCredentials({ params }) });
  },
);
const known = [`external_id=${externalId}`];
cell("SDK for JavaScript, a profile", "@aws-sdk/client-s3", assuming, "", () => withProfile([], false));
cell("SDK for JavaScript, a profile", "@aws-sdk/client-s3", assuming, "external_id in the profile", () =>
  withProfile(known, false),
);
cell(
  "SDK for JavaScript, AWS_PROFILE beside keys in the environment",
  "@aws-sdk/client-s3",
  assuming,
  "",
  () => withProfile(known, true),
);

await run();
