import { type Fields, fieldsOf } from "../plan/fields";

/** Who asked, where no ARN tells it. */
export interface Who {
  /** In words, such as "the service s3.amazonaws.com". */
  words: string;
  /** As a trust policy would name it; undefined where nothing tells. */
  principal?: string;
  /** It may be the role all the same: whoever knows it gives --role. */
  mayBeRole?: true;
}

/** What the token or the certificate of a host is shown to. */
export const rolesAnywhere: Who = {
  words: "who shows a certificate (Roles Anywhere)",
  principal: "rolesanywhere.amazonaws.com",
};

/**
 * By the type of an event's userIdentity.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function whoOf(identity: Fields, params: Fields, { partition, accountId }: Where): Who {
  const [type, id, account] = [identity.type, identity.principalId, identity.accountId].map(told);
  const provider = told(identity.identityProvider) ?? "an issuer that is not told";
  switch (type) {
    case "AWSService": {
      const service = told(identity.invokedBy);
      return service
        ? { words: `the service ${service}`, principal: service }
        : { words: "a service of AWS" };
    }
    case "AWSAccount":
      if (!id || !/^\d{12}$/.test(account ?? ""))
        return { words: "nobody who is known (the request is not signed)", principal: "*" };
      return {
        words: `${id} of the account ${account}`,
        principal: `arn:${partition}:iam::${account}:root`,
        ...(id.startsWith("AROA") && { mayBeRole: true }), // The owner of a bucket or key is not told the role's ARN.
      };
    case "WebIdentityUser":
      return {
        words: `who shows a token of ${provider}`,
        principal: providerArn(provider, `arn:${partition}:iam::${accountId}`),
      };
    case "SAMLUser": {
      const principal = told(params.principalArn);
      return { words: `who shows an assertion of ${provider}`, ...(principal && { principal }) };
    }
    case "AssumedRole":
    case "Role":
    case undefined:
      return { words: "somebody whom the event does not name", mayBeRole: true };
    default:
      return { words: kinds[type] ?? `an identity of the type ${type}` };
  }
}

interface Where {
  partition: string;
  accountId: string;
}

const kinds: Record<string, string> = {
  Root: "the account's root user",
  IAMUser: "a user of IAM",
  FederatedUser: "a federated user",
  IdentityCenterUser: "a user of IAM Identity Center",
  Directory: "a user of a directory",
  Unknown: "an identity that CloudTrail does not know",
};

/** A text that is there and not empty. */
export const told = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Issuers that AWS knows itself have no provider in the account. */
const known =
  /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity\.amazonaws\.com)$/;

function providerArn(provider: string, account: string): string {
  if (provider.startsWith("arn:")) return provider;
  return known.test(provider) ? `Federated:${provider}` : `${account}:oidc-provider/${provider}`;
}

/** The claims of a token that its event tells, as condition keys: `PROVIDER:AUDIENCE:SUBJECT` is who asked. */
export function claimsOf(event: Fields): Record<string, string> {
  const identity = fieldsOf(event.userIdentity);
  const [provider, id, subject] = [identity.identityProvider, identity.principalId, identity.userName].map(
    told,
  );
  if (!provider || !subject) return {};
  const issuer = provider.split(":oidc-provider/")[1] ?? provider;
  const isWhole = id?.startsWith(`${provider}:`) && id.endsWith(`:${subject}`);
  const audience = isWhole ? id?.slice(provider.length + 1, -subject.length - 1) : undefined;
  return { [`${issuer}:sub`]: subject, ...(audience && { [`${issuer}:aud`]: audience }) };
}
