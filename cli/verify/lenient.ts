import type { Row } from "../access/row";
import { type Document, everything, type Statement } from "../policy/document";
import { isAbout } from "../policy/evaluate";
import { usual } from "../policy/holds";
import { lowerCase } from "../policy/scalars";

/** Of these keys nobody chooses the value. Another condition somebody may meet, or not meet. */
export const isFixed = ({ key }: { key: string }) =>
  /^(aws:(PrincipalArn|PrincipalAccount|ResourceAccount|SecureTransport)|kms:CallerAccount)$/i.test(key);

/** Told as such. */
export const isForEverybody = ({ principal, conditions }: Statement) =>
  principal.not ||
  (principal.patterns.includes("*") &&
    !conditions.some(({ key }) => /^(aws:Principal(Arn|Account)|kms:CallerAccount)$/i.test(key)));

/** A policy as it decides in the best case for the role, and its own statement for each of these. */
interface Lenient {
  policy: Document;
  originals: Map<Statement, Statement>;
}

/**
 * The policy with the conditions about which some of the rows of a call say something: they are decided by these. Another
 * one somebody may meet, such as that of an address or a time: it counts as met where it allows, and not where it denies.
 */
export function lenient({ name, statements }: Document, rows: Row[]): (row: Row) => Lenient {
  const byAction = new Map<string, Lenient>();
  return ({ request: { action } }) => {
    const found = byAction.get(lowerCase(action));
    if (found) return found;
    const same = rows.filter(({ request }) => lowerCase(request.action) === lowerCase(action));
    const originals = new Map(
      statements.flatMap((one) => relaxed(one, same).map((other) => [other, one] as const)),
    );
    const made = { policy: { name, statements: [...originals.keys()] }, originals };
    byAction.set(lowerCase(action), made);
    return made;
  };
}

type Condition = Statement["conditions"][number];

function relaxed(one: Statement, rows: Row[]): Statement[] {
  if (one.effect === "Deny") {
    const isStated = ({ key }: Condition) =>
      rows.some(({ request }) =>
        Object.keys(request.context).some((name) => lowerCase(name) === lowerCase(key)),
      );
    return one.conditions.every((condition) => isFixed(condition) || isStated(condition)) ? [one] : [];
  }
  if (isForEverybody(one)) return [one];
  const isMet = (conditions: Condition[]) => rows.some((row) => holdsIn({ ...one, conditions }, row));
  const stated = one.conditions.filter((condition) => isFixed(condition) || isMet([condition]));
  return [{ ...one, conditions: isMet(stated) ? stated : stated.filter(isFixed) }];
}

const holdsIn = (one: Statement, { request }: Row) =>
  isAbout({ ...one, action: everything, resource: everything }, request, usual, "identity");
