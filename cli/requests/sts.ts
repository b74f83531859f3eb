import { type Check, type Context, present, requestTags, UnknownOperation } from "./check";

export const stsPage = (name: string) =>
  `https://docs.aws.amazon.com/STS/latest/APIReference/API_${name}.html`;

/** What AssumeRole is asked with. */
export interface Assumption {
  RoleArn: string;
  RoleSessionName: string;
  ExternalId?: string;
  DurationSeconds?: number;
  SourceIdentity?: string;
  Tags: Record<string, string>;
  TransitiveTagKeys: string[];
  /** A session policy: it narrows what the role may do. */
  Policy?: string;
  /** Managed policies that narrow it too. */
  PolicyArns?: string[];
}

/** The operations that need no permission, whoever asks. */
export const needsNothing = ["GetCallerIdentity"];

export function stsChecks(operation: string, assumption: Assumption): Check[] {
  if (needsNothing.includes(operation)) return [];
  if (operation !== "AssumeRole") {
    throw new UnknownOperation(
      `STS: ${operation} is not decided here, only AssumeRole and GetCallerIdentity.`,
    );
  }
  return assumptionChecks("sts:AssumeRole", assumption);
}

/**
 * A session with tags, or with a source identity, needs an action besides for it. What a token or a certificate tells is
 * told besides.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function assumptionChecks(action: string, assumption: Assumption, told: Context = {}): Check[] {
  const { RoleArn: resource, Tags, TransitiveTagKeys, SourceIdentity } = assumption;
  const context = {
    ...told,
    ...present({
      "sts:ExternalId": assumption.ExternalId,
      "sts:RoleSessionName": assumption.RoleSessionName,
      "sts:SourceIdentity": SourceIdentity,
    }),
    ...requestTags(Tags),
    ...(TransitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": TransitiveTagKeys }),
  };
  const besides = [
    ...(Object.keys(Tags).length > 0 ? ["sts:TagSession"] : []),
    ...(SourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
  return [action, ...besides].map((action) => ({ action, resource, context }));
}
