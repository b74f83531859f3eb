import type { Statement } from "../policy/document";
import { namesExternalId, notShown } from "../policy/externalId";
import { conditionOf, variablesOf } from "../policy/holds";
import { operatorOf } from "../policy/operators";
import { askingOf, isTyped, namingOf } from "../policy/principals";
import { lowerCase } from "../policy/scalars";
import { principalsIn } from "../theorems/space";

/**
 * Whether the meaning of a statement is the same in every reading of IAM's documentation, so that nothing but growth that is
 * none is taken for none.
 */
export const isPlain = (statement: Statement) => openIn(statement) === undefined;

/** What of a statement IAM's documentation leaves open; undefined for nothing. */
export function openIn(statement: Statement): string | undefined {
  const found = known.get(statement) ?? { open: openOf(statement) };
  known.set(statement, found);
  return found.open;
}
const known = new WeakMap<Statement, { open: string | undefined }>();

function openOf(statement: Statement): string | undefined {
  const { principal, conditions } = statement;
  const strange = conditions.find(({ operator }) => !operatorOf(operator));
  if (strange) return `what ${strange.operator} does`;
  if (principal.not) return "whom NotPrincipal leaves out";
  const [variable] = variablesOf(statement);
  if (variable) {
    const key = asWritten(variable.key, statement);
    return key === undefined ? "what is not known offline" : `what \${${key}} may stand for`;
  }
  const askings = principalsIn([statement])
    .filter((one) => !isTyped(one))
    .map((one) => askingOf(one, undefined));
  const unknown = principal.patterns.find(
    (pattern) =>
      !askings.some((asking) => namingOf({ not: false, patterns: [pattern] }, asking) !== undefined),
  );
  if (unknown !== undefined) return `who ${unknown} is`;
  const unread = conditions.find((stated) => !isReadAlike(stated, statement));
  if (!unread) return undefined;
  const { operator, key, values } = unread;
  const shown = [key, operator].some(namesExternalId)
    ? notShown
    : values.map((value) => value || "(empty)").join(" or ");
  return `what ${operator} ${key} ${shown} asks for`;
}

/** The key of a variable in the case in which a statement has it; undefined for what is not known offline. */
export function asWritten(key: string, { resource, conditions }: Statement): string | undefined {
  const text = JSON.stringify([resource, conditions]);
  const found = [...text.matchAll(/\$\{\s*([^},]*?)\s*[},]/g)].map(([, name = ""]) => name);
  return found.find((name) => lowerCase(name) === key);
}

/** Whether IAM takes the values of a condition for nothing else. */
function isReadAlike(stated: Statement["conditions"][number], { variables }: Statement): boolean {
  const { operator, wanted, values } = conditionOf(stated, variables);
  const isFlag = operator.base === "Bool" || operator.base === "Null";
  if (isFlag) return values.every((value) => value === "true" || value === "false");
  return operator.base !== "BinaryEquals" && wanted.every(({ is }) => is !== "nothing");
}
