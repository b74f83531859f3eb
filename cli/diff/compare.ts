import { type Document, type Statement, Unreadable } from "../policy/document";
import { namesExternalId } from "../policy/externalId";
import { type Access, type Role, roleOf } from "./access";
import { type Box, boxesOf, covers, meet, uncovered } from "./boxes";
import { type Change, changeOf, groupsOf, noted } from "./change";
import { concealedChanges } from "./concealed";
import { maskOf } from "./mask";
import { calledBy, paired, placeChanges, stackChanges } from "./places";
import type * as Proof from "./proof";
import type { Sides } from "./proof";

/** Whether requests that show growth may be told of some documents: not where there are secrets in them. */
type Tells = ((documents: Document[]) => boolean) | undefined;

/** What is other in the new access than in the old, what grew first; with requests that show growth where that is asked for. */
export function compare(old: Access, now: Access, withWitnesses = false): Change[] {
  const mask = maskOf([...(old.secrets ?? []), ...(now.secrets ?? [])]);
  const isOpen = (documents: Document[]) => {
    const text = JSON.stringify(documents, (_, value) => withoutExternalId(value));
    return mask(text) === text;
  };
  const tells: Tells = withWitnesses ? isOpen : undefined;
  const changes = [
    ...stackChanges(old, now),
    ...paired(old.roles, now.roles).flatMap(([before, after]) => roleChanges(before, after, tells)),
    ...paired(old.policies, now.policies).flatMap(([before, after]) => {
      const [old, now] = [before ?? after, after ?? before];
      if (!old || !now) return [];
      const name = calledBy("policy", now);
      return [
        ...placeChanges(name, old, now),
        ...documentChanges(name, "grant", before ? [before] : [], after ? [after] : [], tells),
      ];
    }),
    ...otherChanges(old.others, now.others),
    ...workloadChanges(old.workloads, now.workloads),
    ...readChanges(old.reads, now.reads),
  ];
  return [...changes.filter(({ grew }) => grew), ...changes.filter(({ grew }) => !grew)];
}

/** No witness tells the external ID. */
function withoutExternalId(value: unknown): unknown {
  const isCondition = typeof value === "object" && value !== null && "key" in value && "values" in value;
  return isCondition && namesExternalId(String(value.key)) ? { ...value, values: [] } : value;
}

function roleChanges(before: Role | undefined, after: Role | undefined, tells: Tells): Change[] {
  const { name, place } = after ?? before ?? roleOf("");
  const of = calledBy("role", { name, place });
  // Its denies guard nothing any more. A role of another stack is still there.
  if (!after && before && isOwn(before))
    return [noted(of, "role removed", false, "nobody can assume it any more")];
  const [old, now] = [before ?? { ...roleOf(name), place }, after ?? { ...roleOf(name), place }];
  return [
    ...(before || !isOwn(now)
      ? []
      : [noted(of, "role added", true, "what it may do and who may assume it follow")]),
    ...placeChanges(of, old, now),
    ...documentChanges(of, "trust", old.trust, now.trust, tells),
    ...documentChanges(of, "grant", old.policies, now.policies, tells),
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
  if (typeof old === "string" || typeof now === "string")
    return [noted(of, "sessions not comparable", true, `${now} instead of ${old}`)];
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

/** What runs as another role may do what that role may. */
function workloadChanges(old: Access["workloads"], now: Access["workloads"]): Change[] {
  if (!old || !now) return [];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [before, after] = [old.get(name) ?? [], now.get(name) ?? []];
    const [more, less] = [
      after.filter((role) => !before.includes(role)),
      before.filter((role) => !after.includes(role)),
    ];
    const note = `${more.join(", ") || "none"} instead of ${less.join(", ") || "none"}`;
    if (more.length > 0) return [noted(name, "runs as another role", true, note, more.join())];
    return less.length > 0 ? [noted(name, "runs as a role no longer", false, less.join(", "))] : [];
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
function documentChanges(
  of: string,
  subject: "grant" | "trust",
  old: Document[],
  now: Document[],
  tells: Tells,
): Change[] {
  const texts = [old, now].map((documents) => JSON.stringify(documents));
  const isTold = [...old, ...now].every(({ fault }) => fault?.text !== "");
  if (texts[0] === texts[1] && isTold) return [];
  try {
    const [before, after] = [old, now].map((documents) => documents.flatMap(({ statements }) => statements));
    const sides: Sides = { old: before ?? [], now: after ?? [] };
    return [...faultChanges(of, old, now), ...boxChanges(of, subject, sides, tells?.([...old, ...now]))];
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

function boxesIn(statements: Statement[], isTrust: boolean): Record<Statement["effect"], Box[]> {
  const side = (wanted: Statement["effect"]) =>
    statements.filter(({ effect }) => effect === wanted).flatMap((one) => boxesOf(one, isTrust));
  return { Allow: side("Allow"), Deny: side("Deny") };
}

/**
 * Grants are compared with grants and denies with denies. A lost deny is growth even where nothing here allows what it
 * refused, as it also held against other policies; a grant is growth even where a deny refuses it, as nobody would look
 * at it again when the deny goes.
 */
function boxChanges(
  of: string,
  subject: "grant" | "trust",
  sides: Sides,
  tells: boolean | undefined,
): Change[] {
  const isTrust = subject === "trust";
  const deny = isTrust ? "deny of trust" : "deny";
  const [old, now] = [boxesIn(sides.old, isTrust), boxesIn(sides.now, isTrust)];
  const changed = (effect: Statement["effect"], from: typeof old, to: typeof old, statements: Statement[]) =>
    groupsBeside(uncovered(from[effect], to[effect]), to[effect], statements, effect, isTrust);
  const shown = (boxes: Box[], effect: Statement["effect"]) => {
    if (tells === undefined) return {};
    return tells
      ? proof().shownBy(boxes, effect, sides, isTrust)
      : { unshown: "these policies hold a secret" };
  };
  return [
    ...changed("Allow", now, old, sides.old).map(([boxes, beside]) => {
      const wider = uncovered(beside, now.Allow).length === 0;
      const verb = beside.length === 0 ? "added" : wider ? "widened" : "changed, not shown to be narrower";
      return {
        ...changeOf(of, `${subject} ${verb}`, boxes, beside, [subject, []]),
        ...shown(boxes, "Allow"),
      };
    }),
    ...changed("Deny", old, now, sides.now).map(([boxes, beside]) => {
      // What is left of the deny says how much is lost.
      const what = `${deny} ${beside.length > 0 ? "weakened" : "lost"}`;
      return { ...changeOf(of, what, boxes, beside, [deny, beside]), ...shown(boxes, "Deny") };
    }),
    ...changed("Allow", old, now, sides.now).map(([boxes, beside]) =>
      changeOf(of, `${subject} ${beside.length > 0 ? "narrowed" : "removed"}`, boxes, beside),
    ),
    ...changed("Deny", now, old, sides.old).map(([boxes, beside]) =>
      changeOf(of, `${deny} ${beside.length > 0 ? "strengthened" : "added"}`, boxes, beside),
    ),
  ];
}

/** Proofs are loaded where something has changed. */
const proof = () => require("./proof") as typeof Proof;

/**
 * The boxes by statement and whether the other side has something like them, but for those that the other side is proven to
 * hold: by several statements together, say.
 */
function groupsBeside(
  boxes: Box[],
  others: Box[],
  statements: Statement[],
  effect: Statement["effect"],
  isTrust: boolean,
): [boxes: Box[], beside: Box[]][] {
  const found = boxes.map((box) => ({ box, beside: others.filter((other) => isLike(other, box)) }));
  const groups = groupsOf(found, ({ box, beside }) => JSON.stringify([box.sid, beside.length > 0])).map(
    (group): [Box[], Box[]] => [
      group.map(({ box }) => box),
      [...new Set(group.flatMap(({ beside }) => beside))],
    ],
  );
  const same = statements.filter((one) => one.effect === effect);
  if (groups.length > proofLimit) return groups;
  return groups.filter(([group]) => !proof().isHeld(group, same, isTrust));
}

/** What has changed in more places is told as it stands. */
const proofLimit = 100;

/** What became of a box, as far as that can be told: a part of it, or what the statement of its name says of the same. */
function isLike(other: Box, box: Box): boolean {
  return covers(box, other) || (other.sid === box.sid && box.sid !== "" && meet(other, box));
}
