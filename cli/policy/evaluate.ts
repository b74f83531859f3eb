import type { Document, Statement } from "./document";
import {
  actionHolds,
  conditionHolds,
  conditionOf,
  isVoid,
  type Reading,
  resourceHolds,
  usual,
  type Values,
} from "./holds";
import { type Asking, askingOf, type Naming, namingOf } from "./principals";
import type { Counted, Evaluation, NearMiss, PolicyKind, PolicySet, Request, Tested } from "./request";
import { lowerCase } from "./scalars";

/**
 * Decides a request as IAM documents it. A resource that has no policy here counts as one that leaves it to its account's
 * own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, policies: PolicySet, reading: Reading = usual): Evaluation {
  const asked = askedOf(request, reading);
  const found = statementsIn(policies)
    .filter(({ statement }) => actionHolds(statement.action, request.action))
    .map((one) => ({ ...one, ...countedIn(one, asked) }));
  const holding = found.filter(({ failed, parts, naming }) => failed.length + parts.length === 0 && naming);
  const denies = holding.filter(({ statement }) => statement.effect === "Deny");
  if (denies.length > 0) {
    return { decision: "explicit deny", by: denies.map(shownOf), missing: [], nearMisses: [] };
  }
  const grants = holding.filter(({ statement }) => statement.effect === "Allow");
  const missing = missingGrants(request, policies, asked.asking, grants);
  if (missing.length === 0) {
    return { decision: "allowed", by: grants.map(shownOf), missing, nearMisses: [] };
  }
  const misses = found.filter(
    ({ statement, kind, failed, parts }) =>
      statement.effect === "Allow" && missing.includes(kind) && failed.length + parts.length > 0,
  );
  const nearness = ({ parts, failed }: NearMiss) => parts.length * 100 + failed.length;
  const nearMisses = misses
    .map((one) => ({ ...shownOf(one), parts: one.parts, failed: one.failed }))
    .sort((a, b) => nearness(a) - nearness(b));
  return { decision: "implicit deny", by: [], missing, nearMisses };
}

/** A statement of the set and where it stands. */
interface Place {
  kind: PolicyKind;
  /** Of a service control policy. */
  level: number;
  document: string;
  statement: Statement;
}

type Found = Place & ReturnType<typeof countedIn>;

function statementsIn({ identity, boundary, serviceControl = [], resource, session }: PolicySet): Place[] {
  const of = (kind: PolicyKind, documents: Document[], level = 0): Place[] =>
    documents.flatMap(({ name, statements }) =>
      statements.map((statement) => ({ kind, level, document: name, statement })),
    );
  return [
    ...of("identity", identity),
    ...of("boundary", boundary ? [boundary] : []),
    ...serviceControl.flatMap((documents, level) => of("serviceControl", documents, level)),
    ...of("resource", resource ? [resource] : []),
    ...of("session", session ?? []),
  ];
}

/** Whether a request is one that a statement is about, whatever its effect. */
export function isAbout(
  statement: Statement,
  request: Request,
  reading: Reading,
  kind: "identity" | "resource",
): boolean {
  const place: Place = { kind, level: 0, document: "", statement };
  if (!actionHolds(statement.action, request.action)) return false;
  const { naming, failed, parts } = countedIn(place, askedOf(request, reading));
  return naming !== undefined && failed.length + parts.length === 0;
}

interface Asked {
  request: Request;
  reading: Reading;
  /** By key in lower case. */
  context: Map<string, string[]>;
  values: Values;
  asking: Asking;
}

function askedOf(request: Request, reading: Reading): Asked {
  const context = new Map(
    Object.entries(request.context).map(([key, value]) => [lowerCase(key), [value].flat()] as const),
  );
  const values: Values = (key) => context.get(key)?.[0];
  const asking = askingOf(request.principal, values("aws:principalarn"));
  return { request, reading, context, values, asking };
}

/** What of a statement that is about the action holds. */
function countedIn({ kind, statement }: Place, { request, reading, context, values, asking }: Asked) {
  const naming: Naming | undefined = kind === "resource" ? namingOf(statement.principal, asking) : "self";
  const all = statement.conditions.map((stated) => {
    const condition = conditionOf(stated, statement.variables);
    const { operator, key, values: wanted } = stated;
    const seen = context.get(condition.key);
    const tested: Tested = { operator, key, wanted, seen };
    return { tested, holds: conditionHolds(condition, seen, values) };
  });
  const isResource =
    !isVoid(statement, values, reading) && resourceHolds(statement, request.resource, values, reading);
  const parts: NearMiss["parts"] = [...(isResource ? [] : ["resource" as const])];
  if (!naming) parts.push("principal");
  return {
    ...{ naming, parts },
    tested: all.map(({ tested }) => tested),
    failed: all.filter((one) => !one.holds).map(({ tested }) => tested),
  };
}

const shownOf = ({ kind, document, statement, tested }: Found): Counted => ({
  ...{ kind, document, statement },
  conditions: tested,
});

/**
 * The kinds of policy whose leave is missing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function missingGrants(
  request: Request,
  { boundary, serviceControl = [], resource, session }: PolicySet,
  { account }: Asking,
  grants: Found[],
): PolicyKind[] {
  const has = (kind: PolicyKind) => grants.some((one) => one.kind === kind);
  // Services and tokens of others have no policies of their own.
  if (!account) return has("resource") ? [] : ["resource"];
  const levels = serviceControl.every((_, level) =>
    grants.some((one) => one.kind === "serviceControl" && one.level === level),
  );
  const naming = grants.flatMap((one) => (one.kind === "resource" ? (one.naming ?? []) : []));
  const isOwn = account.id === request.accountId;
  // In its own account a user or a session that is named itself needs nobody else's leave, a role its boundary's.
  const isNamed = isOwn && naming.some((how) => how === "self");
  const isGranted = isOwn && naming.some((how) => how !== "account");
  const asks = !isOwn || (resource !== undefined && needsPolicy(request));
  return [
    ...(levels ? [] : ["serviceControl" as const]),
    ...(asks && naming.length === 0 ? ["resource" as const] : []),
    ...(has("identity") || isGranted ? [] : ["identity" as const]),
    ...(!boundary || has("boundary") || isNamed ? [] : ["boundary" as const]),
    ...(!session || has("session") || isNamed ? [] : ["session" as const]),
  ];
}

/** What nobody reaches whom its own policy does not let in: keys, and roles that are assumed. */
const needsPolicy = ({ action, resource }: Request) =>
  /^sts:/i.test(action) || (/^kms:/i.test(action) && resource !== "*");
