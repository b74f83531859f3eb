import { backendRows, type Case, type Row } from "../row";
import type { Site } from "../site";

/** Models that each set of options lets in. */
export const claude = "anthropic.claude-haiku-5-5";
export const second = "anthropic.claude-sonnet-5-5";

export const invoke = "bedrock:InvokeModel";
export const stream = "bedrock:InvokeModelWithResponseStream";

/** Rows of what runs a model, with the guardrail that is asked for. */
export function invocationRows(site: Site) {
  const row = backendRows(site, "Bedrock");
  const { guardrail } = site.bedrock;
  const guarded: Row["condition"] = guardrail ? { "bedrock:GuardrailIdentifier": guardrail } : {};
  return (action: string, resource: string, condition: Row["condition"], expected: Case, owner?: string) =>
    row(action, resource, { ...guarded, ...condition }, expected, owner);
}

export const modelArn = ({ standIn }: Site, id: string, where = standIn.region) =>
  `arn:${standIn.partition}:bedrock:${where}::foundation-model/${id}`;

export const profileArn = (
  { standIn }: Site,
  id: string,
  where = standIn.region,
  owner = standIn.accountId,
) => `arn:${standIn.partition}:bedrock:${where}:${owner}:inference-profile/${id}`;

/** Whether the patterns of the site stand for a model. */
export const isListed = ({ bedrock }: Site, id: string) =>
  bedrock.patterns.some((pattern) =>
    pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern,
  );

/** Whether a model is of a family for which AWS may keep prompts, and that no pattern names. */
export const isWithheld = ({ bedrock }: Site, id: string) =>
  ["anthropic.claude-fable", "anthropic.claude-mythos"].some(
    (family) => id.startsWith(family) && !bedrock.patterns.some((pattern) => pattern.startsWith(family)),
  );

/** The same on mantle, where a pattern that names one of the family lets in no other. */
export const isWithheldOnMantle = (site: Site, id: string) =>
  retaining.includes(id) &&
  !(isListed(site, id) && site.bedrock.patterns.some((pattern) => isOfFamily(pattern)));

const isOfFamily = (id: string) => /^anthropic\.claude-(?:fable|mythos)/.test(id);

/** Models for which AWS may keep prompts. */
export const retaining = [
  ...["anthropic.claude-fable-5", "anthropic.claude-fable-5-1"],
  ...["anthropic.claude-mythos-5-1", "anthropic.claude-mythos-preview"],
];
