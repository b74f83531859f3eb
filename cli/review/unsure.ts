import type { ResourceState } from "../plan/resources";
import { type Document, everything, type Part, type Statement } from "../policy/document";
import { globOf, overlap } from "../policy/glob";
import type { Deployment } from "./deployment";
import { property } from "./stack";

/** ARNs of what the stack makes. What it only reads may be anything. */
export const madeIn = (resources: ResourceState[]): string[] =>
  resources.flatMap((one) => {
    const arn = property(one, "arn");
    return typeof arn === "string" && !one.external ? [arn] : [];
  });

interface Known extends Required<Pick<Deployment, "shown" | "widened">> {
  /** What the stack makes, and what the component was given: what is named so is no other. */
  known: string[];
  /** Of the role, or what stands for it. */
  account: string;
}

/** A pattern of all that a text may be. */
export type Opened = (text: string) => { text: string; isUnknown: boolean };

export function openedBy({ known, account, shown, widened }: Known): Opened {
  // One value may stand in several forms, such as an ARN's.
  const names = known
    .map((name) => [name, shown(name)] as const)
    .filter(([name, told]) => name !== told)
    .sort(([, one], [, other]) => other.length - one.length);
  const opened = (text: string) => (account === "" ? [text] : text.split(account)).map(widened).join(account);
  return (text) => {
    const told = shown(text);
    const [own, ofOwn = ""] = names.find(([, name]) => told.startsWith(name)) ?? [];
    const rest = own === undefined ? text : told.slice(ofOwn.length);
    const open = own === undefined ? opened(text) : restOf(rest);
    return { text: `${own ?? ""}${open}`, isUnknown: open !== rest };
  };
}

const restOf = (told: string) => told.replace(/unknown\(.*\)/, "*");

/** Whether a text that is not known may be one that a pattern is of. */
export function mayBe(pattern: string, name: string, opened: Opened): boolean {
  const globIn = (one: string) => globOf(one, { wildcards: true, variables: false });
  const { text, isUnknown } = opened(name);
  return isUnknown && overlap(globIn(pattern), globIn(text));
}

/**
 * Documents with what is not known in them, in the reading that lets most through, or least: of a grant all that it may be, and
 * of a deny nothing, or the other way round.
 */
export function documentsAs(reading: "most" | "least", documents: Document[], opened: Opened): Document[] {
  return documents.map((document) => {
    const statements = document.statements.flatMap(
      (one) => statementAs(one, (one.effect === "Allow") === (reading === "most"), opened) ?? [],
    );
    const isSame = document.statements.every((one, at) => one === statements[at]);
    return isSame ? document : { ...document, statements };
  });
}

/** Documents that may not be there at all. */
export const documentsIfAny = (reading: "most" | "least", documents: Document[]): Document[] =>
  documents.map(({ name, statements }) => {
    const effect = reading === "most" ? "Allow" : "Deny";
    return { name, statements: statements.filter((one) => one.effect === effect) };
  });

/** A statement that is known, itself; any other as wide as it may be, or as narrow, where that may be nothing. */
export function statementAs(statement: Statement, isWide: boolean, opened: Opened): Statement | undefined {
  const [action, resource] = [statement.action, statement.resource].map((one) => partAs(one, isWide, opened));
  const conditions = statement.conditions.map((one) => conditionAs(one, opened));
  if (!action || !resource || (!isWide && conditions.includes(undefined))) return undefined;
  const isSame =
    action === statement.action &&
    resource === statement.resource &&
    conditions.every((one, at) => one === statement.conditions[at]);
  return isSame
    ? statement
    : { ...statement, action, resource, conditions: conditions.flatMap((one) => one ?? []) };
}

function partAs(part: Part, isWide: boolean, opened: Opened): Part | undefined {
  const { not } = part;
  const patterns = part.patterns.flatMap((one) => {
    const { text, isUnknown } = opened(one);
    return isUnknown && isWide === not ? [] : [text];
  });
  if (`${patterns}` === `${part.patterns}`) return part;
  if (patterns.length > 0) return { not, patterns };
  return not ? everything : undefined;
}

type Condition = Statement["conditions"][number];

/** Undefined where it may hold or not. */
function conditionAs(condition: Condition, opened: Opened): Condition | undefined {
  const { operator, key, values } = condition;
  const read = values.map(opened);
  if ([opened(operator), opened(key), ...read].some((one) => one.isUnknown)) return undefined;
  const texts = read.map(({ text }) => text);
  return `${texts}` === `${values}` ? condition : { operator, key, values: texts };
}
