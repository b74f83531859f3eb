import type { Evaluation, PolicyKind, Request } from "../policy/request";

const plainKinds: Record<PolicyKind, [one: string, a: string]> = {
  identity: ["identity-based policy", "an identity-based policy"],
  resource: ["resource-based policy", "a resource-based policy"],
  boundary: ["permissions boundary", "a permissions boundary"],
  session: ["session policy", "a session policy"],
  serviceControl: ["service control policy", "a service control policy"],
};

/** The resource of sts:AssumeRole is a role, and AWS calls its policy by its own name. */
const ofRole: [one: string, a: string] = ["role trust policy", "the role trust policy"];

/**
 * What AWS says to who is refused, with the kind of policy that did.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialInWords({ principal, action, resource }: Request, evaluation: Evaluation): string {
  const [service] = action.split(":");
  const on = resource === "*" ? "" : ` on resource: ${service === "s3" ? `"${resource}"` : resource}`;
  const asked = `User: ${principal} is not authorized to perform: ${action}${on}`;
  const [deny] = evaluation.by;
  const kinds = service === "sts" ? { ...plainKinds, resource: ofRole } : plainKinds;
  if (evaluation.decision === "explicit deny" && deny) {
    return `${asked} with an explicit deny in ${kinds[deny.kind][1]}`;
  }
  const [missing = "identity"] = evaluation.missing;
  return `${asked} because no ${kinds[missing][0]} allows the ${action} action`;
}

const policies = [
  ...[...Object.values(plainKinds), ofRole].map(([one]) => one),
  ...["resource control policy", "VPC endpoint policy"],
];

const byName = new Map(policies.map((one) => [one.toLowerCase(), one]));
const denying = new RegExp(`explicit deny in (?:an?|the) (${policies.join("|")})`, "i");
const lacking = new RegExp(`because no (${policies.join("|")}) allows`, "i");

/** Which kind of policy AWS says refused, and whether it is a deny of that policy or that nothing in it allows. */
export function reasonIn(said: string): { policy: string; isDeny: boolean } | undefined {
  const denied = denying.exec(said);
  const [, policy] = denied ?? lacking.exec(said) ?? [];
  if (policy === undefined) return undefined;
  return { policy: byName.get(policy.toLowerCase()) ?? policy, isDeny: denied !== null };
}

/** What an SDK's error, a log or a body of XML says of a denial. */
export interface Denied {
  /** Who asked: of who shows a token AWS does not say it. */
  principal: string | undefined;
  action: string;
  resource: string | undefined;
  reason: string;
  /** The operation that was called, as botocore says it. */
  operation: string | undefined;
}

/** The same read back; the first of a text. */
export const deniedIn = (text: string): Denied | undefined => denialsIn(text)[0];

/** Each denial of a text. A terminal, a mail or an indented file may break its lines. */
export function denialsIn(text: string): Denied[] {
  if (!/authorized/i.test(text)) return [];
  const whole = unescaped(text);
  const found = foundIn(whole);
  // A terminal also breaks lines within a word.
  return found.length > 0 ? found : foundIn(whole.replace(/\r?\n/g, ""));
}

function foundIn(text: string): Denied[] {
  const matches = [...text.matchAll(denial)];
  const ends = matches.map(([all], at) => (matches[at]?.index ?? 0) + all.length);
  return matches.flatMap((match, at) => {
    const [, principal, action, ofToken, double, single, bare] = match;
    const resource = (double ?? single ?? bare)?.replace(/\s*\n\s*/g, " ");
    const before = text.slice(ends[at - 1] ?? 0, match.index);
    const after = text.slice(ends[at], matches[at + 1]?.index).split("<")[0] ?? "";
    // A resource that cannot be read is not every resource.
    if (resource === undefined && /^\s+on\s+resource:/i.test(after)) return [];
    return {
      ...{ principal, action: action ?? ofToken ?? "", resource },
      reason: reasonAt(after),
      operation: /.*when\s+calling\s+the\s+(\w+)\s+operation/s.exec(before)?.[1],
    };
  });
}

/** https://repost.aws/knowledge-center/iam-idp-access-error has what STS says to who shows a token. */
const denial = new RegExp(
  [
    String.raw`(?:(?:User|Principal):\s+(\S+)\s+is\s+not\s+authorized\s+to\s+perform:\s+([\w-]+:\w+)`,
    String.raw`|\bnot\s+authorized\s+to\s+perform:?\s+(sts:AssumeRoleWith\w+))`,
    String.raw`(?:\s+on\s+resource:\s+(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s<"']+?)(?=[.,;:]*(?:[\s<"']|$))))?`,
  ].join(""),
  "gi",
);

/** The reason that a text begins with, in AWS's words; else what is left of the line. */
function reasonAt(text: string): string {
  const [reason] = reasons.exec(text.trim().replace(/\s+/g, " ")) ?? [];
  return reason ?? text.trim().split("\n")[0]?.trim() ?? "";
}

const reasons = new RegExp(
  String.raw`^(?:with an explicit deny(?: in (?:an?|the) (?:${policies.join("|")})(?:: arn:\S+)?)?|because no (?:${policies.join("|")}) allows(?: (?:it|the \S+ action))?)`,
  "i",
);

const entities: Record<string, string> = {
  ...{ "&quot;": '"', "&#34;": '"', "&apos;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" },
  ...{ '\\"': '"', "\\n": "\n", "\\r": "\n", "\\t": " " }, // In JSON.
};

/** Of a CSV file, where each quote stands twice, and of a program that makes them typographic. */
const quoted =
  /(\bresource:\s+)(?:""|[\u201c\u201e\u2018\u201a\u00ab`]\s?)(arn:.{1,2000}?)(?:""|\s?[\u201d\u201c\u2019\u2018\u00bb`])/g;

/** Without what a mail puts in front of each line, and without a terminal's colours. */
const unescaped = (text: string) =>
  text
    .replace(quoted, '$1"$2"')
    .replace(/&(?:quot|#34|apos|#39|lt|gt|amp);|\\["nrt]/g, (one) => entities[one] ?? one)
    .replace(/\p{Cc}\[[\d;]*m/gu, "")
    .replace(/^[ \t]*(?:[>|][ \t]?)+/gm, "");
