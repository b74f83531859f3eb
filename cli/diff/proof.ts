import type { Part, Statement } from "../policy/document";
import { isAbout } from "../policy/evaluate";
import { withoutExternalIds } from "../policy/externalId";
import { conditionOf, variablesOf } from "../policy/holds";
import { operatorOf } from "../policy/operators";
import { askingOf, isTyped, namingOf } from "../policy/principals";
import type { Request } from "../policy/request";
import { Undecided } from "../theorems/automaton";
import { about, all, any, type Claim, inside, named, not } from "../theorems/claim";
import { anyRequest, type Witness as Decided, decide, type Universe } from "../theorems/decide";
import { principalsIn } from "../theorems/space";
import type { Box } from "./boxes";
import { actions, meet as meetPart, resources } from "./parts";

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

const widest: Universe = { name: "any texts", facts: [], anyText: true };

/**
 * Whether its meaning is the same in every reading of IAM's documentation, so that nothing but growth that is none is taken
 * for none: no variables, no NotPrincipal, no values that IAM may take for others.
 */
function isPlain(statement: Statement): boolean {
  const { principal, conditions, variables } = statement;
  if (!conditions.every(({ operator }) => operatorOf(operator)) || principal.not) return false;
  if (variablesOf(statement).length > 0) return false;
  const askings = principalsIn([statement])
    .filter((one) => !isTyped(one))
    .map((one) => askingOf(one, undefined));
  const isKnown = principal.patterns.every((pattern) =>
    askings.some((asking) => namingOf({ not: false, patterns: [pattern] }, asking) !== undefined),
  );
  return (
    isKnown &&
    conditions.every((stated) => {
      const { operator, wanted, values } = conditionOf(stated, variables);
      const isFlag = operator.base === "Bool" || operator.base === "Null";
      if (isFlag) return values.every((value) => value === "true" || value === "false");
      return operator.base !== "BinaryEquals" && wanted.every(({ is }) => is !== "nothing");
    })
  );
}

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
 * deny refuses, a lost deny of what something allows.
 */
export function witnessOf(
  boxes: Box[],
  effect: Effect,
  { old, now }: Sides,
  isTrust: boolean,
): Witness | undefined {
  const of = (statements: Statement[], wanted: Effect) =>
    statements.filter((one) => one.effect === wanted && meets(one, boxes));
  const [same, others] =
    effect === "Allow" ? [of(old, effect), of(now, "Deny")] : [of(now, effect), of(now, "Allow")];
  try {
    for (const statement of new Set(boxes.map((box) => box.statement))) {
      const region = all(inside(statement), regionOf(boxes.filter((box) => box.statement === statement)));
      for (const name of waysOf(statement, [...same, ...others], isTrust)) {
        const grown = all(region, name(statement), not(any(...same.map(name))));
        const decides = any(...others.map(name));
        const effective = all(grown, effect === "Allow" ? not(decides) : decides);
        const found = decide([effective, grown], anyRequest);
        const witness = found.find((one) => one && !one.unread);
        if (witness) {
          const { request } = witness;
          const context = withoutExternalIds(request.context);
          return { request: { ...request, context }, by: sidsOf(others, witness) };
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
  }
  return undefined;
}

/** The statements of some that a request is about. */
function sidsOf(statements: Statement[], { request, reading }: Decided): string[] {
  const kind = statements.some(namesSome) ? "resource" : "identity";
  const found = statements.filter((one) => isAbout(one, request, reading, kind));
  return [...new Set(found.map(({ sid }) => sid || "a statement without Sid"))];
}
