import type { Row } from "../access/row";
import { type Document, documentOf } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { Counted, Request } from "../policy/request";

/** A promise that the policy of a bucket or key breaks; by no statement where none lets the role in. */
export interface Broken {
  row: Row;
  by: Counted[];
}

const Statement = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const everything = documentOf("everything", { Version: "2012-10-17", Statement });

/**
 * What the role is promised and does not get, as if its own policies allowed everything; and what it gets by this policy
 * alone, which no policy of its own allows. What the role's own denies refuse, no other policy opens.
 */
export function brokenBy(resource: Document, rows: Row[]): Broken[] {
  return rows.flatMap((row) => {
    if (row.expect === "explicit deny") return [];
    const isPromised = row.expect === "allow";
    const identity = isPromised ? [everything] : row.policies.identity.map(read);
    const { decision, by } = evaluate(row.request, { identity, resource });
    return (decision === "allowed") === isPromised ? [] : [{ row, by }];
  });
}

/** The documents of a role are the same objects in every row. */
function read(document: object): Document {
  const found = known.get(document) ?? documentOf("a policy of the role", document);
  known.set(document, found);
  return found;
}
const known = new WeakMap<object, Document>();

/** Of these calls those that IAM policies of the role's account may let anybody there make. */
export function leftToAccount(resource: Document, rows: Row[]): Row[] {
  return rows.filter(({ request }) => {
    const asked = bySomebodyElse(request);
    const isAllowed = (identity: Document[]) =>
      evaluate(asked, { identity, resource }).decision === "allowed";
    return isAllowed([everything]) && !isAllowed([]);
  });
}

function bySomebodyElse(request: Request): Request {
  const [, partition, , , account] = request.principal.split(":");
  const principal = `arn:${partition}:iam::${account}:role/any-other-role`;
  return { ...request, principal, context: { ...request.context, "aws:PrincipalArn": principal } };
}
