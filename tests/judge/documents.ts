import type { PolicyDocument } from "../../cli/access/request";

/** One or several, as policies write it. */
type Some = string | string[];

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: "*" | Record<string, Some>;
  Action: Some;
  Resource?: Some;
  Condition?: Record<string, Record<string, Some>>;
}

export interface Condition {
  operator: string;
  key: string;
  values: string[];
}

/** What AWS's own policy of this name says. */
export const administratorAccess: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
};

export const list = (some: Some | undefined): string[] =>
  Array.isArray(some) ? some : some === undefined ? [] : [some];

export function statementsOf(document: PolicyDocument): Statement[] {
  return document.Statement as unknown as Statement[];
}

/** Statements about all but some. The component makes none, and what reads actions, resources or principals misses them. */
export function refuseInverted(statements: Statement[]): void {
  for (const statement of statements) {
    const inverted = ["NotAction", "NotResource", "NotPrincipal"].find((part) => part in statement);
    if (inverted) throw new Error(`${statement.Sid} has ${inverted}, which is not read here.`);
  }
}

/** Whether an action with or without wildcards stands for an action. IAM does not tell upper from lower case. */
export function matchesAction(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  const expression =
    expressions.get(pattern) ?? new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  expressions.set(pattern, expression);
  return expression.test(action);
}
const expressions = new Map<string, RegExp>();

export function conditionsOf({ Condition = {} }: Statement): Condition[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values) })),
  );
}
