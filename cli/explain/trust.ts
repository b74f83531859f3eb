import type { Role } from "../diff/access";
import { statementsAbout } from "../policy/evaluate";
import { isService } from "../policy/principals";
import type { Evaluation, Request } from "../policy/request";
import type { Check } from "../requests/check";
import { rolesAnywhere } from "./who";

/** Who assumes a role, where nothing tells: whom the keys that are told point to, else whom its trust policy names first. */
export function presumed({ action, context }: Check, { trust }: Role, account: string): string {
  const statements = trust[0] ? statementsAbout(trust[0], action) : [];
  const named = statements
    .filter(({ effect, principal }) => effect === "Allow" && !principal.not)
    .flatMap(({ principal }) => principal.patterns);
  const keys = Object.keys(context);
  if (/^sts:AssumeRoleWith/i.test(action)) {
    const [issuer] = keys.flatMap((key) => /^([^:]+\.[^:]+):/.exec(key)?.[1] ?? []);
    const ofKeys = named.find((one) => issuer && one.toLowerCase().endsWith(issuer.toLowerCase()));
    const provider = issuer ? (ofKeys ?? `Federated:${account}:oidc-provider/${issuer}`) : named[0];
    return (provider ?? "Federated:nobody").replace(/^Federated:arn:/, "arn:");
  }
  const isOfHost = ([key, value]: [string, string | string[]]) =>
    /^aws:PrincipalTag\/x509/i.test(key) ||
    (/^aws:SourceArn$/i.test(key) && `${value}`.includes(":rolesanywhere:"));
  if (Object.entries(context).some(isOfHost)) return rolesAnywhere.principal ?? "";
  const own = keys.find((key) => /^aws:PrincipalArn$/i.test(key));
  if (own && typeof context[own] === "string") return context[own];
  const [first = ""] = named;
  if (first.startsWith("Service:")) return first.slice("Service:".length);
  const [, where = account] = /^AWS:(arn:[^:]+:iam::\d{12}):root$/.exec(first) ?? [];
  return `${where}${somebody}`;
}

/** What to change where a role's trust policy does not name who asks, and it is no user or role that it could name. */
export function ofTrust({ action, principal }: Request, evaluation: Evaluation): string | undefined {
  if (evaluation.decision !== "implicit deny" || !evaluation.missing.includes("resource")) return undefined;
  const near = evaluation.nearMisses.filter(({ kind }) => kind === "resource");
  if (near[0] && !near[0].parts.includes("principal")) return undefined; // Something else of it is wrong.
  if (/^sts:AssumeRoleWithSAML$/i.test(action))
    return `assume the role in another way: ${none} SAML assertions`;
  if (/^sts:AssumeRoleWithWebIdentity$/i.test(action)) {
    const providers = near.flatMap(({ statement }) => statement.principal.patterns);
    return providers.length > 0
      ? `show a token of ${providers.map((one) => one.replace(/^Federated:/, "")).join(" or ")}: ${none} others`
      : `set oidc, or assume the role with its external ID: ${none} tokens`;
  }
  if (principal === rolesAnywhere.principal) return `set rolesAnywhere: ${none} certificates`;
  if (near.length === 0 && /^sts:AssumeRole$/i.test(action) && principal.startsWith("arn:"))
    return `list ${principal.endsWith(somebody) ? "who asks" : principal} in trustedPrincipalArns: ${none} users and roles`;
  return isService(principal)
    ? `let the backend assume the role: ${none} service such as ${principal}`
    : undefined;
}

/** Of whom not even the name is told. */
const somebody = ":user/somebody";

const none = "the role's trust policy takes no";
