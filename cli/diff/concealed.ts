import { hidden, holdsHidden } from "../plan/masking";
import { lowerCase } from "../policy/scalars";
import type { Role } from "./access";
import { type Change, noted } from "./change";

const isConcealed = (value: unknown) => holdsHidden(JSON.stringify(value ?? ""));

/** What stands as "(secret)" on both sides may be other than before. Of an external ID alone that is no growth. */
export function concealedChanges(of: string, old: Role, now: Role): Change[] {
  const sides = [concealedIn(old), concealedIn(now)];
  if (sides.some(({ length }) => length > 0)) {
    const note = `what is shown as ${hidden} may be more than before`;
    return [noted(of, "not comparable", true, note, JSON.stringify(sides))];
  }
  const note = `external IDs that are shown as ${hidden} may be others than before`;
  return isConcealed([old.trust, now.trust]) ? [noted(of, "not comparable", false, note)] : [];
}

/** Each text with something that is concealed, as often as it is there. */
function concealedIn({ name, boundary, unread, trust, policies }: Role): string[] {
  const documents = [...trust, ...policies];
  return [
    ...[name, boundary, ...unread, ...documents.map(({ fault }) => fault?.text)].filter(isConcealed),
    ...trust.flatMap(({ statements }) => statements.map(withoutSid).filter((one) => isConcealed(bare(one)))),
    ...policies.flatMap(({ statements }) => statements.map(withoutSid).filter(isConcealed)),
  ]
    .map((one) => JSON.stringify(one))
    .sort();
}

type Statement = Role["trust"][number]["statements"][number];

const withoutSid = (statement: Statement): Statement => ({ ...statement, sid: "" });

/** A trust without the external IDs that it asks for. They can be no pattern. */
function bare(statement: Statement): Statement {
  const isExternalId = ({ operator, key, values }: Statement["conditions"][number]) =>
    operator === "StringEquals" &&
    lowerCase(key) === "sts:externalid" &&
    values.every((value) => value === hidden);
  if (statement.effect === "Deny") return statement;
  return { ...statement, conditions: statement.conditions.filter((one) => !isExternalId(one)) };
}
