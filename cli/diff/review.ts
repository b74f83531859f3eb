import { fieldsOf } from "../plan/fields";
import { readsIn } from "../plan/reads";
import { type Document, documentOf } from "../policy/document";
import { type Access, type Role, roleOf } from "./access";

/** What the review.json of `hipaa-iam review` says. It does not tell how long sessions may be. */
export function accessOfReview({ source, notes, components }: Record<string, unknown>): Access {
  const roles = listOf(components).flatMap((component) => listOf(component.roles).map(roleFrom));
  // A review of a state reads nothing that is not known.
  const reads = source === "program, run offline" && { reads: readsIn([notes ?? []].flat().map(String)) };
  const [region, another] = new Set(listOf(components).map((one) => one.region));
  const home = typeof region === "string" && another === undefined && { home: region };
  return { roles, policies: [], others: new Map(), attached: true, ...reads, ...home };
}

function roleFrom({ name, permissionsBoundary, documents }: Record<string, unknown>): Role {
  const all = listOf(documents);
  const isElsewhere = (one: Record<string, unknown>) =>
    /^arn:/.test(String(one.name)) && one.kind === "managed policy" && one.unread !== "";
  const read = (isTrust: boolean) =>
    all.filter((one) => !isElsewhere(one) && (one.kind === "trust policy") === isTrust).map(documentFrom);
  return {
    ...roleOf(String(name)),
    trust: read(true),
    policies: read(false),
    unread: all.filter(isElsewhere).map((one) => String(one.name)),
    boundary: permissionsBoundary ? String(permissionsBoundary) : undefined,
  };
}

/** Statements stand there as in the document; its version does not, and all but very old documents have the newer one. */
function documentFrom({ name, unread, statements }: Record<string, unknown>): Document {
  if (typeof unread === "string" && unread !== "") {
    // What is not known offline is compared by its origin. Any other text may be another than before.
    const text = unread.includes("unknown(") ? unread : "";
    return { name: String(name), statements: [], fault: { why: unread, text } };
  }
  const Statement = listOf(statements).map(({ json }) => json);
  return documentOf(String(name), { Version: "2012-10-17", Statement });
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
