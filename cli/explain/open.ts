import type { Document, Statement } from "../policy/document";
import { evaluate, statementsAbout } from "../policy/evaluate";
import type { PolicySet, Request } from "../policy/request";
import { lowerCase } from "../policy/scalars";
import type { Question } from "./question";
import { isTold } from "./told";

/** A statement that decides by what nobody tells: whether it holds is not known. */
export interface Open {
  document: string;
  statement: Statement;
  conditions: Statement["conditions"];
  /** Its resources that hold a variable which nobody tells. */
  resources: string[];
  /** The condition keys that are not told. */
  keys: string[];
}

/**
 * The statements on which the answer depends; none where it is the same whatever the keys have that are not told. That is
 * tried with the policies as if all that is open favoured who asks, and as if nothing did.
 */
export function openIn(request: Request, policies: PolicySet, tells: Question["tells"]): Open[] {
  if (tells === "all") return [];
  const given = new Set(Object.keys(request.context).map(lowerCase));
  const isOpen = (key: string) => !given.has(lowerCase(key)) && !isTold(key, tells);
  const found = new Map<Statement, Open>();
  const about = (document: Document) => statementsAbout(document, request.action);
  const asked = replaced(policies, about, (statement, document) => {
    const open = openOf(statement, document, isOpen);
    if (open.keys.length > 0) found.set(statement, open);
    return statement;
  });
  if (found.size === 0) return [];
  const world = (lets: boolean, only?: "Allow") => decided(request, asked, found, lets, only);
  const worst = world(false);
  if (worst.decision === "allowed") return [];
  const best = world(true);
  if (best.decision !== "allowed") return [];
  const granted = world(false, "Allow").decision === "allowed";
  return [...worst.by, ...(granted ? [] : best.by)];
}

function openOf(statement: Statement, document: string, isOpen: (key: string) => boolean): Open {
  const variables = (text: string) =>
    statement.variables ? [...text.matchAll(variable)].flatMap(([, key = ""]) => key) : [];
  const keysOf = ({ key, values }: Statement["conditions"][number]) =>
    [key, ...values.flatMap(variables)].filter(isOpen);
  const conditions = statement.conditions.filter((one) => keysOf(one).length > 0);
  const resources = statement.resource.patterns.filter((one) => variables(one).some(isOpen));
  const keys = [...conditions.flatMap(keysOf), ...resources.flatMap(variables).filter(isOpen)];
  return { document, statement, conditions, resources, keys: [...new Set(keys)] };
}

/** Such as `${aws:PrincipalTag/tenant, 'none'}`. */
const variable = /\$\{\s*([^}*?$,]+?)\s*(?:,[^}]*)?\}/g;

/** The decision where all that is open favours who asks, or nothing does; with what is open of those that decided. */
function decided(
  request: Request,
  policies: PolicySet,
  found: Map<Statement, Open>,
  lets: boolean,
  only?: Statement["effect"],
): { decision: string; by: Open[] } {
  const origins = new Map<Statement, Open>();
  const assumed = replaced(
    policies,
    ({ statements }) => statements,
    (statement) => {
      if (only && statement.effect !== only) return undefined;
      const open = found.get(statement);
      if (!open) return statement;
      const made = assumedOf(open, (statement.effect === "Allow") === lets);
      if (made) origins.set(made, open);
      return made;
    },
  );
  const { decision, by } = evaluate(request, assumed);
  return { decision, by: by.flatMap(({ statement }) => origins.get(statement) ?? []) };
}

/** A statement as if what is open of it held, or did not; undefined where it does not hold then. */
function assumedOf({ statement, conditions, resources }: Open, holds: boolean): Statement | undefined {
  if (!holds && conditions.length > 0) return undefined;
  const { not, patterns } = statement.resource;
  const isAll = holds !== not; // A variable stands for any text, or for none.
  const resource = patterns.flatMap((one) =>
    resources.includes(one) ? (isAll ? one.replace(variable, "*") : []) : one,
  );
  return {
    ...statement,
    conditions: statement.conditions.filter((one) => !conditions.includes(one)),
    resource: { not, patterns: resource },
  };
}

type Replace = (statement: Statement, document: string) => Statement | undefined;

/** The policies with other statements in the places of theirs, or none. */
function replaced(
  { identity, boundary, serviceControl, resource, session }: PolicySet,
  statementsOf: (document: Document) => Statement[],
  replace: Replace,
): PolicySet {
  const one = (document: Document): Document => ({
    name: document.name,
    statements: statementsOf(document).flatMap((statement) => replace(statement, document.name) ?? []),
  });
  return {
    identity: identity.map(one),
    ...(boundary && { boundary: one(boundary) }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(one)) }),
    ...(resource && { resource: one(resource) }),
    ...(session && { session: session.map(one) }),
  };
}
