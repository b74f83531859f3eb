import type { Row } from "../access/row";
import type { Document, Statement } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import { lowerCase } from "../policy/scalars";
import { type Broken, read, withOriginals } from "./effect";
import { isFixed, isForEverybody } from "./lenient";
import { accountOf } from "./principals";

/** A bucket or key, as its policy is asked about it. */
export interface Resource {
  arn: string;
  /** What the role is promised of it, and what it is not. */
  rows: Row[];
  /** Actions that the role may have all the same. */
  given: string[];
}

/**
 * What a policy gives the role itself that its own policies do not: another action, or the same on other resources. A wildcard
 * stands for itself: it is more than each action or resource that it stands for, as others come. Conditions that somebody may
 * meet count as met.
 */
export function besides({ name, statements }: Document, { arn, rows, given }: Resource): Broken[] {
  const like = rows.find(({ expect }) => expect === "allow") ?? rows[0];
  if (!like) return [];
  const told = new Set(given.map(lowerCase));
  const service = arn.split(":")[2] ?? "";
  const [identity, context] = [like.policies.identity.map(deniesOf), fixedIn(like)];
  const originals = new Map(statements.flatMap((one) => relaxed(one).map((other) => [other, one] as const)));
  const resource = { name, statements: [...originals.keys()] };
  return resource.statements.flatMap((one) => {
    if (one.effect === "Deny" || isForEverybody(one)) return [];
    const actions = one.action.not ? [`${service}:*`] : one.action.patterns;
    const asked = actions.filter((action) => !told.has(lowerCase(action)));
    return asked.flatMap((action) =>
      resourcesOf(one, arn).flatMap((of): Broken[] => {
        if (isPromised(action, of, rows)) return [];
        const request = { ...like.request, action, resource: of, context };
        const { decision, by } = evaluate(request, { identity, resource });
        if (decision !== "allowed" || !by.some(({ statement }) => statement === one)) return [];
        const row: Row = {
          ...like,
          request,
          condition: {},
          expect: "implicit deny",
          by: [],
          why: "the role's own policies do not allow it",
        };
        return [{ row, by: withOriginals(by, originals) }];
      }),
    );
  });
}

/** Whether the role's own policies allow it where some row is promised. A pattern of resources is asked about as it stands. */
const isPromised = (action: string, resource: string, rows: Row[]) =>
  rows.some(({ expect, request, policies }) => {
    if (expect !== "allow" || lowerCase(request.action) !== lowerCase(action)) return false;
    const own = { ...request, resource, accountId: accountOf(request.principal) };
    return evaluate(own, { identity: policies.identity.map(read) }).decision === "allowed";
  });

/** A key's policy is about the key, whatever it says. */
function resourcesOf({ resource: { not, patterns } }: Statement, arn: string): string[] {
  if (arn.split(":")[2] === "kms") return [arn];
  return not || patterns.includes("*") ? [arn, `${arn}/*`] : patterns;
}

function relaxed(one: Statement): Statement[] {
  const conditions = one.conditions.filter(isFixed);
  if (one.effect === "Deny" && conditions.length < one.conditions.length) return [];
  return [{ ...one, conditions }];
}

/** What is so of each request of the role about the resource. */
const fixedIn = ({ request: { context } }: Row) =>
  Object.fromEntries(Object.entries(context).filter(([key]) => /^(aws:|kms:CallerAccount$)/i.test(key)));

/** What the role's own policies allow is promised, or told where they are looked at. */
const deniesOf = (document: object): Document => {
  const found = read(document);
  return { ...found, statements: found.statements.filter(({ effect }) => effect === "Deny") };
};
