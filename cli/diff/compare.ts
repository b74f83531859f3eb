import { type Document, type Statement, Unreadable } from "../policy/document";
import { type Access, type Role, roleOf } from "./access";
import { type Box, boxesOf, covers, meet, uncovered } from "./boxes";
import { type Change, changeOf, groupsOf, noted } from "./change";
import { concealedChanges } from "./concealed";

/** What is other in the new access than in the old, what grew first. */
export function compare(old: Access, now: Access): Change[] {
  const changes = [
    ...paired(old.roles, now.roles).flatMap(([before, after]) => roleChanges(before, after)),
    ...paired(old.policies, now.policies).flatMap(([before, after]) => {
      const name = `policy ${(after ?? before)?.name}`;
      return documentChanges(name, "grant", before ? [before] : [], after ? [after] : []);
    }),
    ...otherChanges(old.others, now.others),
    ...readChanges(old.reads, now.reads),
  ];
  return [...changes.filter(({ grew }) => grew), ...changes.filter(({ grew }) => !grew)];
}

/** Those of the same name. */
function paired<T extends { name: string }>(old: T[], now: T[]): [T | undefined, T | undefined][] {
  const names = [...new Set([...old, ...now].map(({ name }) => name))].sort();
  const find = (all: T[], wanted: string) => all.find(({ name }) => name === wanted);
  return names.map((name) => [find(old, name), find(now, name)]);
}

function roleChanges(before: Role | undefined, after: Role | undefined): Change[] {
  const of = `role ${(after ?? before)?.name}`;
  // Its denies guard nothing any more. A role of another stack is still there.
  if (!after && before && isOwn(before))
    return [noted(of, "role removed", false, "nobody can assume it any more")];
  const [old, now] = [before ?? roleOf(of), after ?? roleOf(of)];
  return [
    ...(before || !isOwn(now)
      ? []
      : [noted(of, "role added", true, "what it may do and who may assume it follow")]),
    ...documentChanges(of, "trust", old.trust, now.trust),
    ...documentChanges(of, "grant", old.policies, now.policies),
    ...concealedChanges(of, old, now),
    ...unreadChanges(of, old.unread, now.unread),
    ...boundaryChanges(of, old, now),
    ...sessionChanges(of, before, now),
  ];
}

/** Whether the role itself is there, and not only what another stack's is given. */
const isOwn = ({ trust }: Role) => trust.length > 0;

function unreadChanges(of: string, old: string[], now: string[]): Change[] {
  return [
    ...now
      .filter((arn) => !old.includes(arn))
      .map((arn) => noted(of, "policy attached", true, `${arn}; what it allows is not read`, arn)),
    ...old
      .filter((arn) => !now.includes(arn))
      .map((arn) => noted(of, "policy detached", true, `${arn}; what it may have denied is not read`, arn)),
  ];
}

function boundaryChanges(of: string, { boundary: old }: Role, { boundary: now }: Role): Change[] {
  if (old === now) return [];
  if (!old) return [noted(of, "permissions boundary set", false, `${now}`)];
  if (!now) return [noted(of, "permissions boundary removed", true, old)];
  return [noted(of, "permissions boundary changed", true, `${now} instead of ${old}, which may allow less`)];
}

function sessionChanges(of: string, before: Role | undefined, { maxSessionDuration: now }: Role): Change[] {
  const old = before?.maxSessionDuration;
  if (old === undefined || now === undefined || old === now) return [];
  const note = `${now} seconds instead of ${old}`;
  return [now < old ? noted(of, "sessions shorter", false, note) : noted(of, "sessions longer", true, note)];
}

function otherChanges(old: Map<string, string>, now: Map<string, string>): Change[] {
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => {
      const note = "it is added, removed or changed, and what it does is not read";
      return noted(name, "not comparable", true, note, `${old.get(name)} ${now.get(name)}`);
    });
}

/** What a program makes of values that are not known here is not seen where they only decide something. */
function readChanges(old: string[] | undefined, now: string[] | undefined): Change[] {
  if (!old || !now) return [];
  const but = (some: string[], others: string[]) => some.filter((one) => !others.includes(one)).sort();
  const [more, less] = [but(now, old), but(old, now)];
  if (more.length + less.length === 0) return [];
  const note = `what is not known offline: ${more.join("; ") || "nothing"} instead of ${less.join("; ") || "nothing"}`;
  return [noted("the program", "reads other values", true, note, JSON.stringify([more, less]))];
}

/** The documents of one role or policy together: in which of them a statement stands changes nothing. */
function documentChanges(of: string, subject: "grant" | "trust", old: Document[], now: Document[]): Change[] {
  const texts = [old, now].map((documents) => JSON.stringify(documents));
  const isTold = [...old, ...now].every(({ fault }) => fault?.text !== "");
  if (texts[0] === texts[1] && isTold) return [];
  try {
    const sides = (documents: Document[]) => sidesOf(documents, subject === "trust");
    return [...faultChanges(of, old, now), ...boxChanges(of, subject, sides(old), sides(now))];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [noted(of, "not comparable", true, error.message, texts.join())];
  }
}

/** Documents that cannot be read. That they are the same is all that can be told of them. */
function faultChanges(of: string, old: Document[], now: Document[]): Change[] {
  const missing = (some: Document[], others: Document[]) =>
    some.filter(
      ({ fault }) => fault && !others.some((other) => other.fault?.text === fault.text && fault.text !== ""),
    );
  const all = [...missing(now, old), ...missing(old, now)];
  return all.map(({ name, fault }) =>
    noted(of, "not comparable", true, `${name} cannot be read: ${fault?.why}`, `${name} ${fault?.text}`),
  );
}

function sidesOf(documents: Document[], isTrust: boolean): Record<Statement["effect"], Box[]> {
  const statements = documents.flatMap((document) => document.statements);
  const side = (wanted: Statement["effect"]) =>
    statements.filter(({ effect }) => effect === wanted).flatMap((one) => boxesOf(one, isTrust));
  return { Allow: side("Allow"), Deny: side("Deny") };
}

type Sides = ReturnType<typeof sidesOf>;

/**
 * Grants are compared with grants and denies with denies. A lost deny is growth even where nothing here allows what it
 * refused, as it also held against other policies; a grant is growth even where a deny refuses it, as nobody would look
 * at it again when the deny goes.
 */
function boxChanges(of: string, subject: "grant" | "trust", old: Sides, now: Sides): Change[] {
  const deny = subject === "trust" ? "deny of trust" : "deny";
  return [
    ...grouped(uncovered(now.Allow, old.Allow), old.Allow, (boxes, beside) => {
      const wider = uncovered(beside, now.Allow).length === 0;
      const verb = beside.length === 0 ? "added" : wider ? "widened" : "changed, not shown to be narrower";
      return changeOf(of, `${subject} ${verb}`, boxes, beside, [subject, []]);
    }),
    ...grouped(uncovered(old.Deny, now.Deny), now.Deny, (boxes, beside) =>
      // What is left of the deny says how much is lost.
      changeOf(of, `${deny} ${beside.length > 0 ? "weakened" : "lost"}`, boxes, beside, [deny, beside]),
    ),
    ...grouped(uncovered(old.Allow, now.Allow), now.Allow, (boxes, beside) =>
      changeOf(of, `${subject} ${beside.length > 0 ? "narrowed" : "removed"}`, boxes, beside),
    ),
    ...grouped(uncovered(now.Deny, old.Deny), old.Deny, (boxes, beside) =>
      changeOf(of, `${deny} ${beside.length > 0 ? "strengthened" : "added"}`, boxes, beside),
    ),
  ];
}

/** One change for each statement and whether the other side has something like it. */
function grouped(boxes: Box[], others: Box[], change: (boxes: Box[], beside: Box[]) => Change): Change[] {
  const found = boxes.map((box) => ({ box, beside: others.filter((other) => isLike(other, box)) }));
  return groupsOf(found, ({ box, beside }) => JSON.stringify([box.sid, beside.length > 0])).map((group) =>
    change(
      group.map(({ box }) => box),
      [...new Set(group.flatMap(({ beside }) => beside))],
    ),
  );
}

/** What became of a box, as far as that can be told: a part of it, or what the statement of its name says of the same. */
function isLike(other: Box, box: Box): boolean {
  return covers(box, other) || (other.sid === box.sid && box.sid !== "" && meet(other, box));
}
