import { type Box, covers } from "./boxes";
import { isSecret, signOf } from "./conditions";
import { asWritten } from "./plain";

/** What a change is about. */
export interface Kind {
  isDeny: boolean;
  grew: boolean;
}

/**
 * Why boxes are not held by those of the other side, where the lines of the two do not tell it. Of variables they never do:
 * these may stand in another part of the statement.
 */
export function reasonsOf(boxes: Box[], beside: Box[], kind: Kind, looksSame: boolean): string[] {
  const variables = keepingVariables(boxes, beside);
  const [before, now] = isLess(kind) ? [boxes, beside] : [beside, boxes];
  return [
    ...(variables.length > 0 ? [variableWords(variables, kind)] : []),
    ...(looksSame ? versionWords(before, now) : []),
    ...(looksSame && hiddenOf(boxes) !== hiddenOf(beside)
      ? ["the values that are not shown are others"]
      : []),
  ];
}

/** Whether the boxes are what is lost, so that those beside them are the new ones. */
const isLess = ({ isDeny, grew }: Kind) => isDeny === grew;

/** The variables for which alone a box is not held: one elsewhere in its statement may keep the whole from holding. */
function keepingVariables(boxes: Box[], beside: Box[]): string[] {
  const keeping = boxes.flatMap((box) =>
    beside
      .filter((other) => !covers(other, box) && covers({ ...other, needed: [] }, box))
      .flatMap((other) => {
        const missing = other.needed.filter((key) => !box.needed.includes(key));
        return missing.flatMap((key) => asWritten(key, other.statement) ?? []);
      }),
  );
  return [...new Set(keeping)].sort();
}

function variableWords(variables: string[], kind: Kind): string {
  const session = `a session without a value for ${variables.map((key) => `\${${key}}`).join(" or ")}`;
  if (isLess(kind)) {
    const may = kind.isDeny ? "escape the whole statement" : "get nothing by the whole statement";
    return `a variable stands in it now: ${session} may ${may}`;
  }
  const may = kind.isDeny ? "have escaped the whole statement" : "have got nothing by the whole statement";
  return `a variable no longer stands in it: before, ${session} may ${may}`;
}

/** Of boxes with what is a variable in one version of the language and text in the other. */
function versionWords(before: Box[], now: Box[]): string[] {
  const readIn = (boxes: Box[]) => boxes.filter(hasBraces).map(({ variables }) => variables);
  const [old, current] = [readIn(before), readIn(now)];
  if (old.length === 0 || current.length === 0 || current.some((one) => old.includes(one))) return [];
  return [`another Version: variables are ${current[0] ? "" : "not "}read now`];
}

const hasBraces = ({ statement: { resource, conditions } }: Box) =>
  JSON.stringify([resource, conditions]).includes("${");

/** The same for the same values that are not shown. */
function hiddenOf(boxes: Box[]): string {
  const hidden = boxes.flatMap(({ constraints }) => constraints.filter(isSecret).map(signOf));
  return JSON.stringify([...new Set(hidden)].sort());
}
