import { geographyOf, regionsOfGeography, regionsOfProfile } from "../../components/inputs/models";
import type { evidence as Evidence } from "../../components/promises/evidence";
import { either as anyOf, conditionWords } from "../policy/conditionWords";
import type { Counted, Evaluation, NearMiss, PolicyKind, Request, Tested } from "../policy/request";
import { callingRegion, ofOneGeography, wayAround } from "./denies";
import { readsNone } from "./looking";
import { marking, plain } from "./seen";
import { isIfNoneMatch, noOption, ofAbort, ofAction } from "./unallowed";

/** Of a request with the credentials of somebody who may become the role. */
export const assumeTheRole = "assume the role first (APP_IAM_ROLE_ARN, EXTERNAL_ID)";

/** Decides another request by the same policies. */
type Decide = (request: Request) => Evaluation;

/** What to change about a request that is refused, in one line. */
export function adviceOf(request: Request, evaluation: Evaluation, decide: Decide): string {
  return plain(markedAdvice(request, evaluation, decide));
}

/** The same, and what the request had is marked. */
export function markedAdvice(request: Request, evaluation: Evaluation, decide: Decide): string {
  return filled(changeOf(request, evaluation, decide), request);
}

/** With what the request has for the variables of a policy, such as the session's tag. */
function filled(advice: string, { context }: Request): string {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return advice.replace(/\$\{([^}*?$]+)\}/g, (variable, key: string) => {
    const value = values.get(key.toLowerCase());
    return typeof value === "string" ? marking(value) : variable;
  });
}

function changeOf(request: Request, evaluation: Evaluation, decide: Decide): string {
  if (evaluation.decision === "explicit deny") {
    // Where the role may not do it anywhere near either, that would be the next refusal.
    const elsewhere = evaluation.elsewhere ?? [];
    const then = elsewhere.length > 0 ? [ofOtherResource(request, elsewhere)] : [];
    const against = againstDenies(evaluation.by, request);
    return [then.length > 0 ? against.replace(/\.$/, "") : against, ...then].join("; ");
  }
  const [kind] = evaluation.missing;
  const nearest = evaluation.nearMisses.filter((one) => one.kind === kind);
  if (kind === "resource" && /^kms:/.test(request.action))
    return "the key's own policy does not let the role in";
  if (kind === "resource" && nearest.length === 0)
    return ofTrust[request.action] ?? "the resource's own policy does not let the role in";
  const [near] = nearest;
  const narrowing = kind && (narrowings as Partial<Record<PolicyKind, string>>)[kind];
  if (narrowing)
    return `${narrowing} does not allow it: ${near ? ofNearest(request, near, nearest) : `add ${request.action} there`}`;
  if (near) return ofNearest(request, near, nearest);
  if (request.action === "s3:AbortMultipartUpload") return ofAborting(request, decide);
  return ofAction[request.action] ?? noOption(request.action);
}

/** Whoever aborts an upload has begun it, so what is true of writing there is told. */
function ofAborting(request: Request, decide: Decide): string {
  const context = { ...request.context, "s3:ObjectCreationOperation": "true" };
  const written = decide({ ...request, action: "s3:PutObject", context });
  const isOnce = written.by.some(({ conditions }) => conditions.some(isIfNoneMatch));
  const [near] = written.nearMisses;
  const elsewhere = written.elsewhere ?? (near?.parts.includes("resource") ? written.nearMisses : []);
  if (written.decision === "implicit deny" && !near) return noOption(request.action);
  if (elsewhere.length === 0) return ofAbort(written.decision === "explicit deny" && isOnce);
  return `the role may not write here either: ${ofOtherResource({ ...request, action: "s3:PutObject" }, elsewhere)}`;
}

/** Policies that only narrow what the others allow: a statement of those does not help. */
const narrowings = {
  session: "the session's own policy (Policy of AssumeRole)",
  boundary: "the role's permissions boundary",
  serviceControl: "a service control policy",
} satisfies Partial<Record<PolicyKind, string>>;

/** What no trust policy lets in, of what AssumeRole sends. */
const ofTrust: Record<string, string> = {
  "sts:TagSession": "send no session tags: the role takes them only with tenantIsolation",
  "sts:SetSourceIdentity": "send no SourceIdentity: the role's trust policy does not take one",
};

function ofNearest(request: Request, near: NearMiss, nearest: NearMiss[]): string {
  if (near.parts.includes("principal"))
    return request.action === "sts:AssumeRole"
      ? `the role's trust policy does not name who asks: add ${request.principal} to trustedPrincipalArns`
      : "the policy does not name who asks";
  if (near.parts.includes("resource")) return ofOtherResource(request, nearest);
  return [...new Set(near.failed.map((one) => toHold(one, request)))].join("; ");
}

type Deny = Pick<Counted, "statement" | "conditions"> & Partial<Pick<Counted, "kind" | "document">>;

/** Each of them has to be left: it is enough where one of its conditions does not hold. */
export function againstDenies(denies: Deny[], request: Request): string {
  return [...new Set(denies.map((one) => againstDeny(one, request)))].join("; ");
}

function againstDeny({ statement, conditions, kind, document }: Deny, request: Request): string {
  if (kind === "session") return `change ${narrowings.session}, which denies it`;
  const [remedy] = conditions.flatMap((one) => toFail(one, request) ?? []);
  const setting = /^s3:PutObject(Acl|Tagging)$/.test(request.action) ? ofAction[request.action] : undefined;
  const way = wayAround(request, statement) ?? remedy ?? setting;
  if (way !== undefined) return way;
  const purpose = purposeOf(statement.sid);
  // Of a statement that is not of this package it is not known what moves it.
  return purpose === undefined && document !== undefined
    ? `ask whoever wrote ${document}: ${nameOf({ statement, kind })} denies it`
    : `nothing makes this allowed${purpose ? `: ${purpose}` : ""}`;
}

/** A statement as people find it. */
export function nameOf({
  statement: { sid },
  kind,
}: Pick<Counted, "statement"> & { kind?: PolicyKind | undefined }) {
  if (kind === "session") return `${sid ? `${sid} of ` : ""}the session's own policy`;
  return sid || "a statement without Sid";
}

/** It is asked for when it is needed: it loads Pulumi's SDK, and which copy is the program's is not known before. */
function purposeOf(sid: string): string | undefined {
  const { evidence } = require("../../components/promises/evidence") as { evidence: typeof Evidence };
  return evidence.get(sid)?.purpose;
}

export const sendExternalId = "send the external ID of the stack's config";

type Remedy = (tested: Tested, request: Request) => string | undefined;

const first = ({ wanted }: Tested) => wanted[0] ?? "";
const either = ({ wanted }: Tested) => anyOf(wanted);
const inWords = ({ operator, key, wanted, seen }: Tested) =>
  conditionWords({ operator, key, values: wanted }, seen !== undefined);
const now = ({ seen, untold }: Tested) =>
  seen
    ? `it is ${marking(seen.join(", ") || "empty")}`
    : untold
      ? "what was sent is not known"
      : "it is not sent";
/** Any value is asked for as `?*`. */
const sendTag = (one: Tested) =>
  `send the tag ${nameIn(one.key)}${one.wanted.join() === "?*" ? ", with a value" : `=${either(one)}`}`;
/** Values that must not match: of a text in any place, such as a slash, that text alone. */
function withoutThese(one: Tested): string {
  const parts = one.wanted.flatMap((pattern) => {
    const [, escaped, text] = /^\*(?:\$\{([*?$])\}|([^*?$]+))\*$/.exec(pattern) ?? [];
    return escaped ?? text ?? [];
  });
  const tag = `send the tag ${nameIn(one.key)}`;
  const whole = parts.length === one.wanted.length;
  return `${tag} ${whole ? `without ${parts.join(" ")}` : `that does not match ${either(one)}`} (${now(one)})`;
}
const nameIn = (key: string) => key.split("/").slice(1).join("/");

/** The API takes apart what conditions have in one. */
function sendGuardrail(wanted: string): string {
  const [, identifier = wanted, version] = /^(.*guardrail\/[^:]+):(.+)$/.exec(wanted) ?? [];
  const which = version ?? "its version or DRAFT";
  return `send guardrailIdentifier ${identifier} and guardrailVersion ${which}`;
}

/** How a condition of a deny is made to fail, by its key. */
const remedies: [key: RegExp, remedy: Remedy][] = [
  [/^s3:if-none-match$/i, () => "send If-None-Match: *"],
  [/^s3:ObjectCreationOperation$/i, () => undefined],
  [/^aws:SecureTransport$/i, () => "use https"],
  [
    /^s3:x-amz-server-side-encryption$/i,
    (one) =>
      one.operator === "Null"
        ? undefined
        : `leave x-amz-server-side-encryption out, or send aws:kms with the master key (SSEKMSKeyId) (${now(one)})`,
  ],
  [
    /^s3:x-amz-server-side-encryption-aws-kms-key-id$/i,
    (one) =>
      one.operator === "Null"
        ? undefined
        : `send SSEKMSKeyId ${either(one)}, or leave it and ServerSideEncryption out (${now(one)})`,
  ],
  [/^s3:x-amz-server-side-encryption-customer-algorithm$/i, () => "leave the key of your own (SSE-C) out"],
  [/^bedrock:GuardrailIdentifier$/i, (one) => `${sendGuardrail(first(one))} (${now(one)})`],
  [
    /^aws:RequestedRegion$/i,
    (one) => (isNegated(one) ? `call the Region ${either(one)} (${now(one)})` : undefined),
  ],
  [/^kms:BypassPolicyLockoutSafetyCheck$/i, () => "leave BypassPolicyLockoutSafetyCheck out"],
  [
    /^aws:ResourceTag\//i,
    (one) =>
      isNegated(one)
        ? `take a key with the tag ${nameIn(one.key)}=${either(one)} (${now(one)})`
        : isMissing(one)
          ? `take a key with the tag ${nameIn(one.key)}`
          : undefined,
  ],
  [
    /^aws:RequestTag\//i,
    (one) =>
      isNegated(one)
        ? `${sendTag(one)} (${now(one)})`
        : one.operator.includes("Like")
          ? withoutThese(one)
          : undefined,
  ],
  [/^aws:TagKeys$/i, (one) => `send no other tags than ${either(one)}`],
  [
    /^aws:PrincipalTag\//i,
    (one) =>
      `assume the role with the session tag ${nameIn(one.key)}${isMissing(one) ? "" : ", of one tenant, without / * ? in it"}`,
  ],
  [/^aws:PrincipalArn$/i, (one) => (isNegated(one) ? `ask as ${either(one)} (${now(one)})` : undefined)],
  [
    /^bedrock(-mantle)?:DataRetentionMode$/i,
    (one) => (isNegated(one) ? `send the retention mode ${either(one)} (${now(one)})` : undefined),
  ],
];

/** Of a deny whose condition holds as the request has another value than it wants. */
const isNegated = ({ operator }: Tested) => operator.includes("Not");
/** As the request has none. */
const isMissing = ({ operator, wanted }: Tested) => operator === "Null" && wanted.join() === "true";

function toFail(tested: Tested, request: Request): string | undefined {
  const [, remedy] = remedies.find(([key]) => key.test(tested.key)) ?? [];
  if (remedy) return remedy(tested, request);
  return `it must not be that ${inWords(tested)} (${tested.key}: ${now(tested)})`;
}

/** How a condition of a grant is made to hold, by its key. */
const conditions: [key: RegExp, remedy: (tested: Tested, request: Request) => string][] = [
  [
    /^s3:prefix$/i,
    (one, { action }) =>
      one.seen === undefined && action === "s3:ListBucket"
        ? `list with a Prefix, the beginning of the keys, that matches ${either(one)}; HeadBucket sends none`
        : `list with a Prefix, the beginning of the keys, that matches ${either(one)} (${now(one)})`,
  ],
  // It may be a secret.
  [
    /^sts:ExternalId$/i,
    ({ seen, untold }) => {
      const sent = seen ? "another is sent" : untold ? "which was sent is not known" : "none is sent";
      return `${sendExternalId} (${sent})`;
    },
  ],
  [/^aws:RequestTag\//i, (one) => (isNegated(one) ? withoutThese(one) : `${sendTag(one)} (${now(one)})`)],
  [/^aws:TagKeys$/i, (one) => `send no other tags than ${either(one)} (${now(one)})`],
  [/^aws:ResourceTag\//i, (one) => `take a key with the tag ${nameIn(one.key)}=${either(one)} (${now(one)})`],
  [/^aws:RequestedRegion$/i, (one) => `call the Region ${either(one)} (${now(one)})`],
  [/^aws:PrincipalTag\/x509Subject\/CN$/i, (one) => `show a certificate of ${either(one)} (${now(one)})`],
  [/^aws:SourceArn$/i, (one) => `name the trust anchor ${either(one)} (${now(one)})`],
  [/^aws:PrincipalArn$/i, (one) => `ask as ${either(one)} (${now(one)})`],
  [
    /^aws:ResourceAccount$/i,
    (one) => `take a bucket of the account ${either(one)}, or set bucketOwnerAccountId (${now(one)})`,
  ],
  [/^bedrock:InferenceProfileArn$/i, (one) => `call the model by way of a profile: ${either(one)}`],
];

function toHold(tested: Tested, request: Request): string {
  const [, remedy] = conditions.find(([key]) => key.test(tested.key)) ?? [];
  if (remedy) return remedy(tested, request);
  return `it must be that ${inWords(tested)} (${tested.key}: ${now(tested)})`;
}

function ofOtherResource(request: Request, near: NearMiss[]): string {
  const { action, resource, context } = request;
  const patterns = near.flatMap(({ statement }) => statement.resource.patterns);
  const [, , , region] = resource.split(":");
  if (isProfile(resource) && !patterns.some(isProfile)) {
    return resource.includes("/global.")
      ? `${ofOneGeography(request)}, and list these in bedrockInferenceRegions`
      : "call the model by its own id, or list the profile's Regions in bedrockInferenceRegions";
  }
  const elsewhere = patterns.find((pattern) => sameBut(pattern, resource));
  if (elsewhere && region && context["bedrock:InferenceProfileArn"])
    return `${action} is not allowed in ${region}: ${ofListedRegions(request, patterns)}`;
  if (elsewhere && region) return `${action} is allowed in ${elsewhere.split(":")[3]}, not in ${region}`;
  const allowed = `${action} is allowed only on ${[...new Set(patterns)].slice(0, 4).join(", ")}${patterns.length > 4 ? " and others" : ""}`;
  const isElsewhere = patterns.every((pattern) => bucketOf(pattern) !== bucketOf(resource));
  return action === "s3:GetObject" && isElsewhere ? `${allowed}, and ${readsNone}` : allowed;
}

/** A profile of the stack's own Regions, where that is another than was sent; else what the list lacks. */
function ofListedRegions(request: Request, patterns: string[]): string {
  const region = callingRegion(request);
  const listed = patterns.map((pattern) => pattern.split(":")[3] ?? "");
  const [, sent = ""] =
    /\/([^/.]+)\.[^/]*$/.exec(String(request.context["bedrock:InferenceProfileArn"])) ?? [];
  const isListed = (regions: string[]) => regions.length > 0 && regions.every((one) => listed.includes(one));
  const own = geographyOf(region);
  if (own && own !== sent && isListed(regionsOfGeography(region)))
    return `begin the model's id with ${own}., the prefix of the stack's Regions, in the place of ${sent}.`;
  const lacking = regionsOfProfile(sent, region).filter((one) => !listed.includes(one));
  return `${sent}. may send a prompt to ${lacking.join(" and ")} as well, which bedrockInferenceRegions does not list`;
}

/** The ARN of the bucket that an ARN is of, or is of objects of. */
export const bucketOf = (arn: string) => /^arn:[^:]+:s3:::[^/]+/.exec(arn)?.[0];

const isProfile = (arn: string) => arn.includes(":inference-profile/");

/** The same resource in another Region. */
function sameBut(pattern: string, resource: string): boolean {
  const [one, other] = [pattern.split(":"), resource.split(":")];
  const [where, here] = [one[3], other[3]];
  if (!where || where === "*" || where === here) return false;
  const [name, asked] = [one.slice(5).join(":"), other.slice(5).join(":")];
  return name.endsWith("*") ? asked.startsWith(name.slice(0, -1)) : name === asked;
}
