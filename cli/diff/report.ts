import type { Accepted, Verdict } from "./allow";
import type { Change, Permission } from "./change";
import { groupsOf } from "./change";

/** How a form of the report writes. */
interface Form {
  heading(text: string): string;
  of(name: string): string;
  item(text: string): string;
  detail(text: string): string;
  /** What comes from documents. */
  quote(text: string): string;
}

/** What comes from documents must not move the cursor of a terminal, or end a line. */
export const printable = (text: string) =>
  text.replace(/\p{C}/gu, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);

const plain: Form = {
  heading: (text) => `${text}\n`,
  of: (name) => printable(name),
  item: (text) => `  ${text}`,
  detail: (text) => `      ${text}`,
  quote: printable,
};

/** What comes from documents is code: it must not become a link, a picture or a mention. */
const markdown: Form = {
  heading: (text) => `### ${text}\n`,
  of: (name) => `**${code(name)}**\n`,
  item: (text) => `- ${text}`,
  detail: (text) => `  - ${text}`,
  quote: (text) => code(text),
};

function code(text: string): string {
  const fence = "`".repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)));
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${printable(text)}${pad}${fence}`;
}

export const asText = (verdict: Verdict) => report(verdict, plain);
export const asMarkdown = (verdict: Verdict) => report(verdict, markdown);

function report(verdict: Verdict, form: Form): string {
  const { grown, accepted, others, stale } = verdict;
  const reasons = new Map(accepted.map(({ change, reason }) => [change, reason]));
  const section = (title: string, changes: Change[]) =>
    changes.length === 0
      ? []
      : [form.heading(`${title} (${changes.length})`), ...byHolder(changes, form, reasons)];
  return [
    form.heading(summary(verdict)),
    ...section("Access grew", grown),
    ...section(
      "Access grew, and that is accepted",
      accepted.map(({ change }) => change),
    ),
    ...section("What else changed", others),
    ...(stale.length > 0
      ? [form.heading(`Accepted growth that is not there (${stale.length})`), staleLines(stale, form)]
      : []),
  ].join("\n");
}

function summary({ grown, accepted, others }: Verdict): string {
  if (grown.length > 0) return `Access grew: ${count(grown.length, "change")} to look at.`;
  if (accepted.length > 0) return "Access grew by nothing but what is accepted.";
  return others.length > 0 ? "Access did not grow." : "Access did not change.";
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function byHolder(changes: Change[], form: Form, reasons: Map<Change, string>): string[] {
  return groupsOf(changes, ({ of }) => of).map((group) =>
    [form.of(group[0].of), ...group.flatMap((change) => lines(change, form, reasons.get(change))), ""].join(
      "\n",
    ),
  );
}

function lines(change: Change, form: Form, reason: string | undefined): string[] {
  const { what, id, statements, access, beside, grew, note, witness, unshown } = change;
  const named = statements.length > 0 ? ` (${statements.map(form.quote).join(", ")})` : "";
  const isNow = what.startsWith("deny") === grew;
  const inSentence = (one: Permission) => sentence(one, isOfTrust(what), form);
  return [
    form.item(`${what}${named}`),
    ...(note ? [form.detail(form.quote(note))] : []),
    ...access.map((one) => form.detail(inSentence(one))),
    ...beside.slice(0, 5).map((one) => form.detail(`${isNow ? "now" : "before"}: ${inSentence(one)}`)),
    ...(beside.length > 5 ? [form.detail(`and ${count(beside.length - 5, "more")}`)] : []),
    ...(witness ? [form.detail(witnessed(witness, what, form))] : []),
    ...(unshown ? [form.detail(`no request is shown: ${form.quote(unshown)}`)] : []),
    ...(id ? [form.detail(`id ${id}`)] : []),
    ...(reason ? [form.detail(`accepted: ${form.quote(reason)}`)] : []),
  ];
}

/** One request that shows the growth, and whether it is effective today. */
function witnessed({ request, by }: NonNullable<Change["witness"]>, what: string, form: Form): string {
  const { action, resource, principal, context } = request;
  const isDeny = what.startsWith("deny");
  const conditions = Object.entries(context).map(
    ([key, value]) => `${key} = ${[value].flat().join(" and ") || "(empty)"}`,
  );
  const [isTrust, byAny] = [isOfTrust(what), principal === "*"];
  const asked = [
    form.quote(action),
    ...(isTrust && resource === "*" ? [] : [`on ${form.quote(resource)}`]),
    ...(byAny ? (isTrust ? ["by somebody whom no statement names"] : []) : [`by ${form.quote(principal)}`]),
    ...(conditions.length > 0 ? [`if ${form.quote(conditions.join(" and "))}`] : []),
  ].join(" ");
  const names = by.map(form.quote).join(", ");
  if (isDeny) {
    const today = by.length > 0 ? `${names} allows it` : "nothing here allows it";
    return `denied before, now not: ${asked}; ${today}`;
  }
  const today = by.length > 0 ? `; refused all the same, today, by ${names}` : "";
  return `now allowed, before not: ${asked}${today}`;
}

/** A change alone, for a list of another kind. */
export const asLines = ({ id: _, ...change }: Change) =>
  lines(change, plain, undefined).map((line) => line.trim());

/** Who may assume a role is all that its trust policy says: it names no resource, and a policy of the role names nobody. */
const isOfTrust = (what: string) => /^(deny of )?trust /.test(what);

function sentence(permission: Permission, isTrust: boolean, form: Form): string {
  const { actions, resources, principals, conditions } = permission;
  const some = (texts: string[]) => texts.map(form.quote).join(", ");
  const forAny = principals.join() === "*";
  const everywhere = resources.join() === "*" && (isTrust || !forAny);
  const whom = principals.map((one) => (one === "*" ? "everybody" : form.quote(one))).join(", ");
  const bare = conditions.join() === "";
  return [
    some(actions),
    ...(everywhere ? [] : [`on ${some(resources)}`]),
    ...(forAny && !isTrust ? [] : [`for ${whom}`]),
    ...(bare
      ? []
      : [`if ${conditions.map((one) => form.quote(one || "nothing else is asked")).join(" or ")}`]),
  ].join(" ");
}

function staleLines(stale: Accepted[], form: Form): string {
  return stale.map(({ id, reason }) => `${form.item(`${id}: ${form.quote(reason)}`)}\n`).join("");
}
