import type { Row } from "../access/row";
import type { Change } from "../diff/change";
import { parseJson } from "../diff/json";
import { asLines } from "../diff/report";
import { type Document, documentOf, Unreadable } from "../policy/document";
import { besides, type Resource } from "./besides";
import { differs, type Finding, type told } from "./check";
import { compared } from "./compared";
import { type Broken, brokenBy } from "./effect";
import { allowing, isForeign, statementsOf, withRoles } from "./principals";
import { perhapsRefused } from "./refusing";

/** The policy of a bucket or a key. */
export interface ResourcePolicy extends Resource {
  /** Such as "its policy". */
  name: string;
  live: string;
  /** What the same stack gives it; undefined where it gives none, or only a deployment knows. */
  planned: string | undefined;
  /** ARNs of the roles that it is for. */
  roles: string[];
  /** Whose the resource and the role are. */
  accounts: string[];
}

export const noStatements = '{"Version":"2012-10-17","Statement":[]}';

/** What differs from the program's, in the words of the change gate, and each promise that breaks besides. */
export function policyDifferences(
  { name, live, planned, roles, accounts, ...resource }: ResourcePolicy,
  isToldApart: (change: Change) => boolean = () => false,
): Finding[] {
  try {
    const now = readable(live);
    const old = planned === undefined ? undefined : readable(planned);
    const [is, asked] = [readable(live, roles), readable(planned ?? noStatements, roles)];
    const meant = planned === undefined ? [] : brokenIn(asked, resource.rows);
    const given = besides(asked, resource).map(inShort);
    const more = besides(is, resource).filter((one) => !given.includes(inShort(one)));
    const broken = [...brokenIn(is, resource.rows), ...more];
    const fresh = broken.filter((one) => !isAmong(meant, one));
    const changes = (old ? compared(sideOf(old), sideOf(now)) : []).filter((one) => !isToldApart(one));
    const causes = changes.map((change) => ({ change, breaks: fresh.filter((one) => isCause(change, one)) }));
    const rest = broken.filter((one) => !causes.some(({ breaks }) => breaks.includes(one)));
    const found = [
      ...causes.map(({ change, breaks }) => changed(name, change, breaks, accounts)),
      ...bySids(rest).map((some) => breaking(name, some, meant)),
    ];
    const refused = refusals(parseJson(live));
    return found.map((one) => ({ ...one, exactly: JSON.stringify([one.exactly, refused]) }));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [differs(`${name} cannot be judged: ${error.message}`)];
  }
}

function brokenIn(policy: Document, rows: Row[]): Broken[] {
  const broken = brokenBy(policy, rows);
  return [...broken, ...perhapsRefused(policy, rows, broken)];
}

const inShort = (one: Broken) => JSON.stringify([linesOf([one]), sidsOf(one)]);

/** The same promise, by statements of the same names. */
const isAmong = (all: Broken[], { row, by }: Broken) =>
  all.some((one) => one.row === row && sidsOf(one) === sidsOf({ row, by }));

/** With the sessions of some roles as these. */
export function readable(text: string, roles: string[] = []): Document {
  const read = parseJson(text);
  const plain = documentOf("the policy", read);
  const document = plain.fault ? plain : documentOf("the policy", withRoles(read, roles));
  if (document.fault) throw new Unreadable(document.fault.why);
  return document;
}

/** A finding by the statements that let them in, word for word: what they let them do belongs to a difference that is accepted. */
export function byOpening(finding: typeof told, document: unknown, whom: string[]): typeof told {
  const opening = statementsOf(document).filter((one) =>
    allowing({ Statement: [one] }).some((who) => whom.includes(who)),
  );
  const exactly = JSON.stringify([opening, refusals(document)]);
  return (says, details) => ({ ...finding(says, details), exactly });
}

/** Without one of them, what lets somebody in lets them do more. */
const refusals = (document: unknown) => statementsOf(document).filter(({ Effect }) => Effect === "Deny");

export const sideOf = (document: Document) => ({
  ...{ roles: [], policies: [document], others: new Map<string, string>(), attached: true },
});

/** A new deny refuses, without a grant nothing lets in, and a new grant opens. */
function isCause({ what, grew, statements }: Change, { row, by }: Broken): boolean {
  const isGrant = what.startsWith("grant");
  const isPromised = row.expect === "allow";
  if (isGrant && !grew) return isPromised && by.length === 0;
  if (isGrant === isPromised || isGrant !== grew) return false;
  return by.some(({ statement: { sid } }) =>
    sid === "" ? statements.length === 0 : statements.includes(sid),
  );
}

function changed(name: string, change: Change, breaks: Broken[], accounts: string[]): Finding {
  const [what = "", ...details] = asLines(change);
  const isGrant = change.what.startsWith("grant");
  const verb = isGrant ? "lets in" : "refuses";
  const more = isGrant === change.grew;
  const whom = isGrant && change.grew ? whomOf(change, accounts) : undefined;
  const says = whom ? `${whom}, and the program's does not` : `${more ? "more" : "less"} than the program's`;
  const finding = differs(`${name} ${verb} ${says}: ${what}`, [...details, ...consequences(breaks)]);
  return { ...finding, exactly: JSON.stringify(change) };
}

/** In words, where it is not the account's own business. */
function whomOf({ access }: Change, accounts: string[]): string | undefined {
  const all = access.flatMap(({ principals }) => principals);
  if (all.some((one) => one === "*" || one.startsWith("all but "))) return "everybody";
  // For whom a service acts is in the conditions.
  const others = all.filter((one) => !one.startsWith("Service:"));
  return others.some((one) => isForeign(one.replace(/^AWS:/, "").replace(/^([A-Z]\w+):/, "$1 "), accounts))
    ? "other accounts"
    : undefined;
}

const consequences = (breaks: Broken[]) => [
  ...listed("the role cannot any more: ", breaks, true),
  ...listed("the role can, which it should not: ", breaks, false),
];

const listed = (intro: string, breaks: Broken[], isPromised: boolean) =>
  linesOf(breaks.filter(({ row }) => (row.expect === "allow") === isPromised)).map((line) => intro + line);

function linesOf(breaks: Broken[]): string[] {
  const lines = breaks.map((one) => {
    const missing = missingIn(one);
    const { action, resource } = one.row.request;
    return `${action} on ${resource}${missing.length > 0 ? `, depending on ${missing.join(" and ")}` : ""}`;
  });
  return [...new Set(lines)];
}

/** Condition keys of the statements that the promise says nothing of, such as that of a VPC's endpoint. */
function missingIn({ by }: Broken): string[] {
  const tested = by.flatMap(({ conditions }) => conditions);
  return [...new Set(tested.filter(({ seen }) => seen === undefined).map(({ key }) => key))].sort();
}

/** Together what the same statements break, in the same way. */
function bySids(broken: Broken[]): Broken[][] {
  const groups = new Map<string, Broken[]>();
  for (const one of broken) {
    const key = JSON.stringify([one.row.expect, sidsOf(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

const sidsOf = ({ by }: Broken) =>
  [...new Set(by.map(({ statement: { sid } }) => sid || "a statement without Sid"))].join(", ");

function breaking(name: string, broken: Broken[], meant: Broken[]): Finding {
  const [first] = broken;
  const sids = first ? sidsOf(first) : "";
  const by = broken.flatMap((one) => one.by.map(({ statement }) => JSON.stringify(statement)));
  const exactly = JSON.stringify([linesOf(broken), [...new Set(by)].sort()]);
  const breaks = (says: string): Finding => ({ ...differs(says, linesOf(broken)), exactly });
  if (sids === "") return breaks(`${name} does not let the role do what it is promised`);
  if (first?.row.expect !== "allow") return breaks(`${name} lets the role do what it should not (${sids})`);
  const says = `${name} refuses the role what it is promised (${sids})`;
  // What the program asks for may be met by how its backend calls.
  const isOpen = broken.every((one) => isAmong(meant, one) && missingIn(one).length > 0);
  if (!isOpen) return breaks(says);
  return { result: "not judged", what: `${says}, and so does the program's`, details: linesOf(broken) };
}
