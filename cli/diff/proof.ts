import type { Part, Statement } from "../policy/document";
import { isAbout } from "../policy/evaluate";
import { withoutExternalIds } from "../policy/externalId";
import type { Request } from "../policy/request";
import { Undecided } from "../theorems/automaton";
import { about, all, any, type Claim, inside, named, not } from "../theorems/claim";
import { anyRequest, type Witness as Decided, decide, type Universe } from "../theorems/decide";
import type { Box } from "./boxes";
import { actions, meet as meetPart, resources } from "./parts";
import { isPlain, openIn } from "./plain";

/** The statements of both sides. */
export interface Sides {
  old: Statement[];
  now: Statement[];
}

/** A request that shows a growth. */
export interface Witness {
  request: Request;
  /** What decides it today: denies of a grant, grants of what is denied no more. Sids. */
  by: string[];
}

/** Of growth a request that shows it, or why there is none. */
export type Shown = { witness: Witness } | { unshown: string };

type Effect = Statement["effect"];
type Names = (statement: Statement) => Claim;

const everybody = ["self", "role", "everybody", "account"] as const;

/**
 * How documents name who asks. A grant by the policy of a resource to a user or role is more than one to its account, so it
 * is asked about for each way.
 */
function waysOf(statement: Statement, others: Statement[], isTrust: boolean): Names[] {
  if (![statement, ...others].some(namesSome)) return [inside];
  const ways =
    isTrust || statement.effect === "Deny"
      ? [everybody]
      : [everybody, ["self", "role", "everybody"] as const, ["self"] as const];
  return ways.map((how) => (one: Statement) => named(one, how));
}

const namesSome = ({ principal }: Statement) => principal.not || principal.patterns.join() !== "*";

/** Whether it is certain that what some boxes stand for is held by the other side, all of it together. */
export function isHeld(boxes: Box[], others: Statement[], isTrust: boolean): boolean {
  const statements = [...new Set(boxes.map(({ statement }) => statement))];
  if (!statements.every(isPlain)) return false;
  // What is not plain holds less than it says in some reading.
  const holding = others.filter((one) => isPlain(one) && meets(one, boxes));
  try {
    return statements.every((statement) => {
      const own = boxes.filter((box) => box.statement === statement);
      const region = all(inside(statement), regionOf(own));
      const claims = waysOf(statement, holding, isTrust).map((name) =>
        all(region, name(statement), not(any(...holding.map(name)))),
      );
      return decide(claims, widest).every((witness) => witness === undefined);
    });
  } catch (error) {
    if (error instanceof Undecided) return false;
    throw error;
  }
}

const severalValues: Universe = { ...anyRequest, name: "several values of a key", several: true };
const widest: Universe = { name: "any texts", facts: [], several: true, anyText: true };

/** Whether a statement may be about some of the same. The others are left out: they only take time. */
function meets({ action, resource, variables }: Statement, boxes: Box[]): boolean {
  return boxes.some(
    (box) =>
      meetPart(box.action, action, actions) &&
      meetPart(box.resource, resource, resources(box.variables && variables)),
  );
}

/** The actions and resources of some boxes of a statement. */
function regionOf(boxes: Box[]): Claim {
  const joined = (parts: Part[]): Part | undefined =>
    parts.some((part) => part.not)
      ? undefined
      : { not: false, patterns: parts.flatMap(({ patterns }) => patterns) };
  const action = joined(boxes.map((box) => box.action));
  const resource = joined(boxes.map((box) => box.resource));
  const variables = boxes.some((box) => box.variables);
  const region = about({ ...(action && { action: action.patterns }), ...(resource && { resource }) });
  return inside({ ...region, variables });
}

/**
 * A request that a growth lets through or no longer refuses, one that is effective today where there is one: a grant that no
 * deny refuses, a lost deny of what something allows. Where none is found it is told why.
 */
export function shownBy(boxes: Box[], effect: Effect, { old, now }: Sides, isTrust: boolean): Shown {
  const of = (statements: Statement[], wanted: Effect) =>
    statements.filter((one) => one.effect === wanted && meets(one, boxes));
  const [same, others] =
    effect === "Allow" ? [of(old, effect), of(now, "Deny")] : [of(now, effect), of(now, "Allow")];
  const statements = [...new Set(boxes.map((box) => box.statement))];
  const open = [...statements, ...same].map(openIn).find((one) => one !== undefined);
  const decides = (name: Names) => any(...others.map(name));
  const questions = statements.flatMap((statement) => {
    const region = all(inside(statement), regionOf(boxes.filter((box) => box.statement === statement)));
    return waysOf(statement, [...same, ...others], isTrust).map((name) => {
      const grown = all(region, name(statement), not(any(...same.map(name))));
      return [all(grown, effect === "Allow" ? not(decides(name)) : decides(name)), grown];
    });
  });
  let unread: string | undefined;
  try {
    // A request as AWS may send it shows it best.
    for (const universe of open === undefined ? [anyRequest, severalValues, widest] : [anyRequest]) {
      for (const question of questions) {
        const found = decide(question, universe);
        const witness = found.find((one) => one && !one.unread);
        if (witness && (universe === widest || isOfSeveral(witness))) return { unshown: unsendable };
        if (witness) return { witness: witnessFrom(witness, others) };
        unread ??= found.find((one) => one)?.unread;
      }
    }
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return { unshown: error.message };
  }
  const why =
    open === undefined ? "too much has changed to prove" : `IAM's documentation leaves open ${open}`;
  return { unshown: unread ?? `none is found, but ${why}` };
}

/** The gate counts what it cannot prove, such as that keys go together. No such request may be shown. */
const unsendable =
  "none is found that AWS could send: no action or resource has this form, or who asks and its condition keys, or two of these keys, contradict each other";

/** Whether a request names several ARNs or accounts of whoever asks: everybody has one. */
function isOfSeveral({ request: { context } }: Decided): boolean {
  return Object.entries(context).some(
    ([key, value]) => /^aws:principal(arn|account)$/i.test(key) && typeof value !== "string",
  );
}

function witnessFrom(found: Decided, others: Statement[]): Witness {
  const { request } = found;
  const context = withoutExternalIds(request.context);
  return { request: { ...request, context }, by: sidsOf(others, found) };
}

/** The statements of some that a request is about. */
function sidsOf(statements: Statement[], { request, reading }: Decided): string[] {
  const kind = statements.some(namesSome) ? "resource" : "identity";
  const found = statements.filter((one) => isAbout(one, request, reading, kind));
  return [...new Set(found.map(({ sid }) => sid || "a statement without Sid"))];
}
