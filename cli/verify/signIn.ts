import { UsageError } from "../plan/errors";
import { replacing } from "../plan/masking";
import { Aws, clientOf, packageOf, type Settings } from "./aws";

interface SignedIn {
  aws: Aws;
  account: string;
  /** ARN of who looks. */
  caller: string;
  partition: string;
  /** That of the settings, or what the SDK finds. */
  region: string;
}

const noRegion =
  "No Region is named: set aws:region of the stack or the variable AWS_REGION, or give --region, or --profile with a profile that has one.";
const noCredentials =
  "There are no credentials to look with: sign in (such as with `aws sso login`), or give --profile.";

/** Finds out who looks, in which account; with a role, as that role. */
export async function signedIn(
  settings: Settings,
  roleArn: string | undefined,
  externalId: string | undefined,
): Promise<SignedIn> {
  try {
    const credentials = roleArn === undefined ? undefined : await assumed(settings, roleArn, externalId);
    const aws = new Aws({ ...settings, ...(credentials && { credentials }) });
    const region = await clientOf("sts", settings).config.region();
    const { Account = "", Arn = "" } = (await aws.call("sts", "GetCallerIdentity", {})) ?? {};
    return { aws, account: Account, caller: Arn, partition: Arn.split(":")[1] ?? "aws", region };
  } catch (error) {
    const { name, message } = error as Error;
    if (error instanceof UsageError) throw error;
    if (/^Region is missing/.test(message)) throw new UsageError(noRegion);
    if (name === "CredentialsProviderError")
      throw new UsageError(`${noCredentials} The SDK says: ${message}`);
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
