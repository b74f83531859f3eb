import type { Row } from "../access/row";
import { type Document, documentOf, type Statement } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { Counted, Request } from "../policy/request";
import { isFixed, lenient } from "./lenient";

/** A promise that the policy of a bucket or key breaks; by no statement where none lets the role in. */
export interface Broken {
  row: Row;
  by: Counted[];
}

const anything = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const everything = documentOf("everything", { Version: "2012-10-17", Statement: anything });

/**
 * What the role is promised and does not get, as if its own policies allowed everything; and what it gets by this policy
 * alone, which no policy of its own allows, if every condition of the policy is met that no row tells of. What the role's own
 * denies refuse, no other policy opens.
 */
export function brokenBy(resource: Document, rows: Row[]): Broken[] {
  const leniently = lenient(resource, rows);
  return rows.flatMap((row) => {
    if (row.expect === "explicit deny") return [];
    if (row.expect === "allow") {
      const { decision, by } = evaluate(row.request, { identity: [everything], resource });
      return decision === "allowed" ? [] : [{ row, by }];
    }
    const { policy, originals } = leniently(row);
    const { decision, by } = evaluate(row.request, {
      ...{ identity: row.policies.identity.map(read), resource: policy },
    });
    return decision === "allowed" ? [{ row, by: withOriginals(by, originals) }] : [];
  });
}

/** By the statements as the policy has them. */
export const withOriginals = (by: Counted[], originals: Map<Statement, Statement>) =>
  by.map((one) => ({ ...one, statement: originals.get(one.statement) ?? one.statement }));

/** The documents of a role are the same objects in every row. */
export function read(document: object): Document {
  const found = known.get(document) ?? documentOf("a policy of the role", document);
  known.set(document, found);
  return found;
}
const known = new WeakMap<object, Document>();

/** Of these actions on a key those that IAM policies of one of these accounts may let anybody there do. */
export function leftToAccount(
  { name, statements }: Document,
  key: string,
  accounts: string[],
  actions: string[],
): string[] {
  const left = statements.flatMap((one) => {
    if (one.effect === "Deny") return one.conditions.every(isFixed) ? [one] : [];
    if (one.principal.not || one.principal.patterns.includes("*")) return []; // Without any IAM policy.
    return [{ ...one, conditions: one.conditions.filter(isFixed) }];
  });
  const resource: Document = { name, statements: left };
  const others = accounts.flatMap((account) => somebodyElse(key, account));
  return actions.filter((action) =>
    others.some(
      (asking) =>
        evaluate({ ...asking, action }, { identity: [everything], resource }).decision === "allowed",
    ),
  );
}

function somebodyElse(resource: string, account: string): Request[] {
  const [, partition, , , accountId = ""] = resource.split(":");
  return ["role/any-other-role", "user/any-user"].map((name) => {
    const principal = `arn:${partition}:iam::${account}:${name}`;
    const context = {
      ...{ "aws:PrincipalArn": principal, "aws:PrincipalAccount": account, "kms:CallerAccount": account },
      ...{ "aws:ResourceAccount": accountId, "aws:SecureTransport": "true" },
    };
    return { principal, action: "", resource, accountId, context };
  });
}
