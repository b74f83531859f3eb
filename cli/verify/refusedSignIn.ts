import { UsageError } from "../plan/errors";
import { replacing } from "../plan/masking";

const noRegion =
  "No Region is named: set aws:region of the stack or the variable AWS_REGION, or give --region, or --profile with a profile that has one.";
const noCredentials =
  "There are no credentials to look with: sign in (such as with `aws sso login`), or give --profile.";

/** Why nobody is signed in, in AWS's own words. */
export function refusedSignIn(error: unknown, externalId: string | undefined): UsageError {
  if (error instanceof UsageError) return error;
  const { name, message } = error as Error;
  if (/^Region is missing/.test(message)) return new UsageError(noRegion);
  // What the SDK says holds no secret; an external ID that AWS repeats would be one.
  const said = replacing(externalId ? [externalId] : [], "word")(message);
  if (name === "CredentialsProviderError") return new UsageError(`${noCredentials} The SDK says: ${said}`);
  return new UsageError(`AWS does not let you in: ${name}: ${said}`);
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
