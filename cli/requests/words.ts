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

/** Which kind of policy AWS says refused, and whether it is a deny of that policy or that nothing in it allows. */
export function reasonIn(said: string): { policy: string; isDeny: boolean } | undefined {
  const denying = policies.find((one) => new RegExp(`explicit deny in (?:an?|the) ${one}`, "i").test(said));
  const lacking = policies.find((one) => new RegExp(`because no ${one} allows`, "i").test(said));
  const policy = denying ?? lacking;
  return policy === undefined ? undefined : { policy, isDeny: denying !== undefined };
}

/** The same read back: what an SDK's error, a log or a body of XML says of action, resource and reason. */
export function deniedIn(text: string) {
  const found =
    /(?:User|Principal): (\S+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: (?:"([^"\n]+)"|'([^'\n]+)'|([^\s<"']+?)(?=[.,;:]*(?:[\s<"']|$))))?([^<]*)/s.exec(
      unescaped(text),
    );
  if (!found) return undefined;
  const [, principal = "", action = "", double, single, bare, rest = ""] = found;
  const reason = rest.trim().split("\n")[0] ?? "";
  return { principal, action, resource: double ?? single ?? bare, reason };
}

const entities: Record<string, string> = {
  ...{ "&quot;": '"', "&#34;": '"', "&apos;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" },
  '\\"': '"', // In JSON.
};

const unescaped = (text: string) =>
  text.replace(/&(?:quot|#34|apos|#39|lt|gt|amp);|\\"/g, (one) => entities[one] ?? one);
