import { UsageError } from "../plan/errors";
import { replacing } from "../plan/masking";
import { Aws, clientOf, packageOf, type Settings } from "./aws";

interface SignedIn {
  aws: Aws;
  account: string;
  /** ARN of who looks. */
  caller: string;
  partition: string;
}

/** Finds out who looks, in which account; with a role, as that role. */
export async function signedIn(
  settings: Settings,
  roleArn: string | undefined,
  externalId: string | undefined,
): Promise<SignedIn> {
  try {
    const credentials = roleArn === undefined ? undefined : await assumed(settings, roleArn, externalId);
    const aws = new Aws({ ...settings, ...(credentials && { credentials }) });
    const { Account = "", Arn = "" } = (await aws.call("sts", "GetCallerIdentity", {})) ?? {};
    return { aws, account: Account, caller: Arn, partition: Arn.split(":")[1] ?? "aws" };
  } catch (error) {
    const { name, message } = error as Error;
    if (error instanceof UsageError) throw error;
    // What the SDK says holds no secret; an external ID that AWS repeats would be one.
    const said = replacing(externalId ? [externalId] : [], "word")(message);
    throw new UsageError(`AWS does not let you in: ${name}: ${said}`);
  }
}

/** One session is long enough for one look. */
async function assumed(settings: Settings, RoleArn: string, ExternalId: string | undefined) {
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
