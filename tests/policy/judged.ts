import type { Decision, Policies, PolicyDocument, Request } from "../../cli/access/request";
import { type Document, documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import { checksOf, strength, type Verdict } from "../judge/judge";

const decisions: Record<ReturnType<typeof evaluate>["decision"], Decision> = {
  allowed: "allow",
  "implicit deny": "implicit deny",
  "explicit deny": "explicit deny",
};

/** What the package's own evaluator answers to what the judge is asked. */
export function evaluated(request: Request, policies: Policies): Verdict {
  const verdicts = checksOf(request, policies).map(([one, set]) => {
    const { identity, resource, boundary, serviceControl } = set;
    const { decision, by } = evaluate(one, {
      identity: identity.map(read),
      ...(boundary && { boundary: read(boundary) }),
      ...(resource && { resource: read(resource) }),
      ...(serviceControl && { serviceControl: [[everything, read(serviceControl)]] }),
    });
    // The judge names no statements of a boundary.
    const own = by.filter(({ kind, document }) => kind !== "boundary" && document !== everything.name);
    return { decision: decisions[decision], sids: own.flatMap(({ statement }) => statement.sid || []) };
  });
  const decision = strength.find((one) => verdicts.some((verdict) => verdict.decision === one)) ?? "allow";
  return { decision, sids: verdicts.filter((one) => one.decision === decision).flatMap(({ sids }) => sids) };
}

/** What every account has to begin with. */
export const everything = documentOf("FullAWSAccess", {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

const known = new WeakMap<PolicyDocument, Document>();

export function read(document: PolicyDocument): Document {
  const found = known.get(document) ?? documentOf("document", document);
  if (found.fault) throw new Error(found.fault.why);
  known.set(document, found);
  return found;
}
