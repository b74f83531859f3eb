import { UsageError } from "../plan/errors";
import { replacing } from "../plan/masking";

const noRegion =
  "No Region is named: set aws:region of the stack or the variable AWS_REGION, or give --region, or --profile with a profile that has one.";
const noCredentials =
  "There are no credentials to look with: sign in (such as with `aws sso login`), or give --profile.";

/** What AWS answers where it is asked too much. */
const throttled =
  /Throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException|SlowDown|RequestTimeout$/;

/** Why nobody is signed in: AWS's own words where it refuses, and that it gave no answer where it did not. */
export function refusedSignIn(error: unknown, externalId: string | undefined): UsageError {
  if (error instanceof UsageError) return error;
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  if (/^Region is missing/.test(message)) return new UsageError(noRegion);
  // What the SDK says holds no secret; an external ID that AWS repeats would be one.
  const said = replacing(externalId ? [externalId] : [], "word")(message);
  // With what was sent the SDK notes how often; without an answer there is no status.
  if (name === "CredentialsProviderError" || !$metadata)
    return new UsageError(`${noCredentials} The SDK says: ${said}`);
  const { httpStatusCode: status = 500 } = $metadata;
  if (status < 500 && status !== 429 && !throttled.test(name))
    return new UsageError(`AWS does not let you in: ${name}: ${said}`);
  return new UsageError(
    `AWS gave no answer to the sign-in, and so nothing is said of the account: ${name}: ${said}`,
  );
}

/** What gives a client its credentials. */
export type Provider = (options?: object) => Promise<object>;

/**
 * Credentials of a profile's role or of a token are asked for within a client's first call, and again when they end: without
 * this, a refusal would look like one of the call.
 */
export function tellingRefusals(provider: Provider, externalId: string | undefined): Provider {
  const telling: Provider = async (options) => {
    try {
      return await provider(options);
    } catch (error) {
      throw refusedSignIn(error, externalId);
    }
  };
  // The SDK marks its own providers, such as those that remember what they were given.
  return Object.assign(telling, provider);
}
