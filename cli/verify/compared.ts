import type { Access } from "../diff/access";
import type { Change } from "../diff/change";
import { compare } from "../diff/compare";
import { masked, maskOf } from "../diff/mask";
import type { Document, Statement } from "../policy/document";
import { namesExternalId } from "../policy/externalId";
import { hashOf, slowHashOf } from "./slowly";

/**
 * The change gate's comparison without secrets in its words. A change whose words leave a value out has an ID that goes by the
 * value: an external ID that became a wildcard is no difference that somebody accepted.
 */
export function compared(old: Access, now: Access, secrets: string[] = []): Change[] {
  const [mask, hide] = [maskOf(secrets), masked(secrets)];
  const isHidden = (one: unknown) => {
    const text = JSON.stringify(one);
    return namesExternalId(text) || mask(text) !== text;
  };
  return compare(old, now).map((change) => {
    const isUnread = change.what === "not comparable";
    if (!isHidden(change) && !isUnread) return change;
    const [before, after] = [old, now].map((side) => statementsOf(side).filter(isHidden).map(textOf));
    // The ID of what cannot be compared is a fast hash of its text.
    const parts = [isUnread ? change.id : "", without(before, after), without(after, before)];
    const id = hashOf([isUnread ? "" : change.id, slowHashOf(change.of, parts)]);
    return { ...hide(change), id };
  });
}

const statementsOf = ({ roles, policies }: Access): Statement[] =>
  [...roles.flatMap(({ trust, policies: own }): Document[] => [...trust, ...own]), ...policies].flatMap(
    ({ statements }) => statements,
  );

const textOf = (statement: Statement) => JSON.stringify(statement);

/** What both sides have, somebody may change on both. */
const without = (some: string[] = [], others: string[] = []) =>
  some.filter((one) => !others.includes(one)).sort();
