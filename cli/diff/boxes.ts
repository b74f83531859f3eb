import { type Part, type Statement, Unreadable } from "../policy/document";
import { variablesOf } from "../policy/holds";
import { alternativesOf, type Constraint, imply, signOf, simplified } from "./conditions";
import { actions, covers as coversPart, grantees, meet as meetPart, principals, resources } from "./parts";

/**
 * A smallest part of a statement: one action pattern on one resource pattern for one principal, under constraints that
 * must all hold. A statement is the union of its boxes. NotAction and the like stay whole.
 */
export interface Box {
  statement: Statement;
  sid: string;
  action: Part;
  resource: Part;
  principal: Part;
  constraints: Constraint[];
  variables: boolean;
  /**
   * The variables of the whole statement that have no text of their own: where one stands for nothing, the statement may
   * not hold at all. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  needed: string[];
  /** Whether it is a grant to its principals, and not only leave for an account to grant. */
  direct: boolean;
  /** The same for the same box, other for another. */
  sign: string;
}

/** Far beyond what documents have that fit IAM's quotas and are meant well. */
const limit = 20_000;

/** The boxes that a statement of a trust policy or of another is the union of. */
export function boxesOf(whole: Statement, isTrust: boolean): Box[] {
  const { sid, variables, ...statement } = whole;
  const needed = neededBy(whole);
  const direct = statement.effect === "Allow" && !isTrust;
  const [action, resource, principal] = [statement.action, statement.resource, statement.principal].map(
    split,
  );
  const conditions = statement.conditions.map(({ operator, key, values }) =>
    alternativesOf(operator, key, values, variables),
  );
  const sides = [action ?? [], resource ?? [], principal ?? []] as const;
  const count = [...sides, ...conditions].reduce((product, { length }) => product * length, 1);
  if (count > limit) {
    throw new Unreadable(`${sid || "a statement"} stands for more than ${limit} combinations of its values`);
  }
  const alternatives = combinations(conditions).flatMap((all) => {
    const constraints = simplified(all.flat());
    return constraints ? [constraints] : []; // What no request fulfils is nothing.
  });
  return combinations<Part>([...sides]).flatMap(([action, resource, principal]) =>
    action && resource && principal
      ? alternatives.map((constraints) =>
          signed({
            statement: whole,
            sid,
            action,
            resource,
            principal,
            constraints,
            variables,
            needed,
            direct,
          }),
        )
      : [],
  );
}

function neededBy(statement: Statement): string[] {
  const needed = variablesOf(statement).filter(({ otherwise }) => otherwise === undefined);
  return [...new Set(needed.map(({ key }) => key))].sort();
}

function split({ not, patterns }: Part): Part[] {
  const different = [...new Set(patterns)].sort();
  return not ? [{ not, patterns: different }] : different.map((one) => ({ not, patterns: [one] }));
}

/** Every way to take one item of each list. */
function combinations<T>(lists: T[][]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((some) => list.map((one) => [...some, one])), [[]]);
}

function signed(box: Omit<Box, "sign">): Box {
  const { action, resource, principal, constraints, variables, needed } = box;
  const parts = [action, resource, principal].map(({ not, patterns }) => [not, ...patterns]);
  const hasVariables = variables && JSON.stringify(resource).includes("${");
  return {
    ...box,
    sign: JSON.stringify([...parts, hasVariables, needed, ...constraints.map(signOf).sort()]),
  };
}

/** Whether one box is sure to hold every request that the other does. */
export function covers(outer: Box, inner: Box): boolean {
  return (
    outer.needed.every((variable) => inner.needed.includes(variable)) &&
    coversPart(outer.action, inner.action, actions) &&
    coversResource(outer, inner) &&
    coversPart(outer.principal, inner.principal, outer.direct ? grantees : principals) &&
    outer.constraints.every((one) => imply(inner.constraints, one))
  );
}

/** Text that is a variable in one document and not in the other is the same to nobody. */
function coversResource(outer: Box, inner: Box): boolean {
  const hasSame =
    outer.variables === inner.variables || !JSON.stringify([outer.resource, inner.resource]).includes("${");
  return hasSame
    ? coversPart(outer.resource, inner.resource, resources(outer.variables))
    : coversPart(outer.resource, { not: false, patterns: ["*"] }, resources(true));
}

/** Whether two boxes are about some of the same, whatever their conditions. */
export function meet(one: Box, other: Box): boolean {
  return (
    meetPart(one.action, other.action, actions) &&
    meetPart(one.resource, other.resource, resources(one.variables && other.variables)) &&
    meetPart(one.principal, other.principal, principals)
  );
}

/** The boxes of some that no box of the others is sure to hold. */
export function uncovered(boxes: Box[], others: Box[]): Box[] {
  const signs = new Set(others.map(({ sign }) => sign));
  const changed = boxes.filter(({ sign }) => !signs.has(sign));
  if (changed.length * others.length > 1_000_000) throw new Unreadable("too much has changed to compare");
  return changed.filter((box) => !others.some((other) => covers(other, box)));
}
