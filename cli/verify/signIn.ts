import { Aws, clientOf, packageOf, type Settings } from "./aws";
import { refusedSignIn } from "./refusedSignIn";

interface SignedIn {
  aws: Aws;
  account: string;
  /** ARN of who looks. */
  caller: string;
  partition: string;
  /** That of the settings, or what the SDK finds. */
  region: string;
}

/** Finds out who looks, in which account; with a role, as that role. */
export async function signedIn(settings: Settings, roleArn: string | undefined): Promise<SignedIn> {
  try {
    const credentials = roleArn === undefined ? undefined : await assumed(settings, roleArn);
    const aws = new Aws({ ...settings, ...(credentials && { credentials }) });
    const region = await clientOf("sts", settings).config.region();
    const { Account = "", Arn = "" } = (await aws.call("sts", "GetCallerIdentity", {})) ?? {};
    return { aws, account: Account, caller: Arn, partition: Arn.split(":")[1] ?? "aws", region };
  } catch (error) {
    throw refusedSignIn(error, settings.externalId);
  }
}

/** One session is long enough for one look. */
async function assumed(settings: Settings, RoleArn: string) {
  const { externalId: ExternalId } = settings;
  const { AssumeRoleCommand } = packageOf("sts", settings.folder);
  const input = { RoleArn, RoleSessionName: "hipaa-iam-verify", ...(ExternalId && { ExternalId }) };
  const { Credentials } = (await clientOf("sts", settings).send(new AssumeRoleCommand(input))) as {
    Credentials?: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string };
  };
  const {
    AccessKeyId: accessKeyId = "",
    SecretAccessKey: secretAccessKey = "",
    SessionToken,
  } = Credentials ?? {};
  return { accessKeyId, secretAccessKey, ...(SessionToken && { sessionToken: SessionToken }) };
}
