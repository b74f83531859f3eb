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
  const found = placesOf(policies, request.action).map((one) => ({ ...one, ...countedIn(one, asked) }));
  const holding = found.filter(({ failed, parts, naming }) => failed.length + parts.length === 0 && naming);
  const denies = holding.filter(({ statement }) => statement.effect === "Deny");
  if (denies.length > 0) {
    return {
      ...{ decision: "explicit deny", by: denies.map(shownOf), missing: [], nearMisses: [] },
      ...elsewhereOf(found),
    };
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

function elsewhereOf(found: Found[]): Pick<Evaluation, "elsewhere"> {
  const own = found.filter(({ statement, kind }) => statement.effect === "Allow" && kind === "identity");
  const isElsewhere = own.length > 0 && own.every(({ parts }) => parts.includes("resource"));
  return isElsewhere
    ? { elsewhere: own.map((one) => ({ ...shownOf(one), parts: one.parts, failed: one.failed })) }
    : {};
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

/** By document and action: an action is asked about again and again, and most statements are about others. */
const known = new WeakMap<Document, Map<string, Statement[]>>();
/** A caller may ask about as many actions as it likes. */
const limit = 500;

/** The statements of a document that are about an action. */
export function statementsAbout(document: Document, action: string): Statement[] {
  const byAction = known.get(document) ?? new Map<string, Statement[]>();
  const before = byAction.get(action);
  if (before) return before;
  const found = document.statements.filter((one) => actionHolds(one.action, action));
  if (byAction.size < limit) known.set(document, byAction.set(action, found));
  return found;
}

function placesOf(policies: PolicySet, action: string): Place[] {
  const { identity, boundary, serviceControl = [], resource, session = [] } = policies;
  const places: Place[] = [];
  const add = (kind: PolicyKind, documents: Document[], level = 0) => {
    for (const document of documents)
      for (const statement of statementsAbout(document, action))
        places.push({ kind, level, document: document.name, statement });
  };
  add("identity", identity);
  if (boundary) add("boundary", [boundary]);
  for (const [level, documents] of serviceControl.entries()) add("serviceControl", documents, level);
  if (resource) add("resource", [resource]);
  add("session", session);
  return places;
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

/** The same request is decided several times, with other policies. */
const asks = new WeakMap<Request["context"], Asked>();

function askedOf(request: Request, reading: Reading): Asked {
  const before = asks.get(request.context);
  if (before?.request === request && before.reading === reading) return before;
  const context = new Map(
    Object.entries(request.context).map(([key, value]) => [lowerCase(key), [value].flat()] as const),
  );
  const values: Values = (key) => context.get(key)?.[0];
  const asking = askingOf(request.principal, values("aws:principalarn"));
  const asked: Asked = { request, reading, context, values, asking };
  asks.set(request.context, asked);
  return asked;
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
