import type { Row } from "../access/row";
import type { Document, Statement } from "../policy/document";
import { isAbout } from "../policy/evaluate";
import { usual } from "../policy/holds";
import type { Request } from "../policy/request";
import type { Broken } from "./effect";

/**
 * The promises that a deny refuses if some condition holds whose key no promise says anything of, such as the address that
 * a call comes from: nobody here knows whether the backend's calls meet it. `broken` has what is refused for certain.
 */
export function perhapsRefused({ name, statements }: Document, rows: Row[], broken: Broken[]): Broken[] {
  const stated = new Set(rows.flatMap(({ request }) => Object.keys(request.context)).map(lower));
  const isStated = ({ key }: Condition) => stated.has(lower(key));
  const denies = statements.filter(
    ({ effect, conditions }) => effect === "Deny" && !conditions.every(isStated),
  );
  if (denies.length === 0) return [];
  return rows.flatMap((row) => {
    if (row.expect !== "allow") return [];
    const known = knownOf(row.request);
    const request = { ...row.request, context: { ...known, ...row.request.context } };
    const isTold = (one: Statement) =>
      broken.some((other) => other.row === row && other.by.some(({ statement }) => statement === one));
    const by = denies.filter((statement) => {
      const conditions = statement.conditions.filter((one) => isStated(one) || lower(one.key) in known);
      return !isTold(statement) && isAbout({ ...statement, conditions }, request, usual, "resource");
    });
    return by.length === 0 ? [] : [{ row, by: by.map((statement) => counted(name, statement, row.request)) }];
  });
}

type Condition = Statement["conditions"][number];

/** What every call of the role has, and the promises do not say. The keys are in lower case. */
const knownOf = ({ context }: Request): Request["context"] => ({
  "aws:currenttime": `${new Date().toISOString().slice(0, 19)}Z`,
  "aws:principalisawsservice": "false",
  "kms:calleraccount": context["aws:PrincipalAccount"] ?? "",
});

function counted(document: string, statement: Statement, { context }: Request): Broken["by"][number] {
  const seen = new Map(Object.entries(context).map(([key, value]) => [lower(key), [value].flat()]));
  const conditions = statement.conditions.map(({ operator, key, values: wanted }) => ({
    ...{ operator, key, wanted, seen: seen.get(lower(key)) },
  }));
  return { kind: "resource", document, statement, conditions };
}

const lower = (key: string) => key.toLowerCase();
