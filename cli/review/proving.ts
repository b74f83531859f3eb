import type { Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { Unreadable } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import { withoutExternalIds } from "../policy/externalId";
import type { PolicySet } from "../policy/request";
import { Undecided } from "../theorems/automaton";
import type { Universe } from "../theorems/decide";
import { type Proof, prove } from "../theorems/promises";
import type { ReviewedPromise } from "./review";
import type { Attached, Component } from "./subjects";

/** What becomes of each promise of a component, in the order of the roles. */
export function outcomesOf({ scope, subjects }: Component, universe?: Universe): ReviewedPromise[] {
  const promises = promisesOf(scope);
  return [...subjects].flatMap(([holder, attached]) =>
    proven(
      promises.filter(({ of }) => of === holder),
      attached,
      universe,
    ),
  );
}

function proven(promises: Promised[], attached: Attached, universe: Universe | undefined): ReviewedPromise[] {
  const { subject, isSecret } = attached;
  const said = ({ id, of, says, answer, hipaa }: Promised) => ({ id, of, says, answer, hipaa });
  const notProven = (promise: Promised, why: string) => ({
    ...said(promise),
    outcome: "not proven" as const,
    why,
  });
  try {
    const doubt = doubtOf(attached);
    const proofs = prove(promises, subject, universe);
    const stays = attached.leftOut.length > 0 ? prove(promises, staying(attached), universe) : proofs;
    return proofs.map((proof, at) => {
      // What nobody reads could allow more, and refuse more; a deny that is read, and stays, holds all the same.
      if (proof.holds && doubt !== "" && !(proof.promise.answer === "denied" && stays[at]?.holds)) {
        return notProven(proof.promise, doubt);
      }
      if (proof.witness?.unread) return notProven(proof.promise, proof.witness.unread);
      const outcome = proof.holds ? "proven" : "broken";
      if (isSecret && proof.witness) {
        const why = proof.holds
          ? {}
          : { why: "what breaks it may be in a policy that is a secret as a whole" };
        return { ...said(proof.promise), outcome, ...why };
      }
      return { ...said(proof.promise), outcome, ...shown(proof, subject) };
    });
  } catch (error) {
    if (!(error instanceof Undecided) && !(error instanceof Unreadable)) throw error;
    return promises.map((promise) => notProven(promise, error.message));
  }
}

/** Why what is attached may be more than the documents that were read, or less; empty where it cannot. */
export function doubtOf({ unread, leftOut }: Attached): string {
  const lists = [...new Set(leftOut.map(({ by }) => by))].map((by) => {
    const names = leftOut.filter((one) => one.by === by).map(({ document }) => document.name);
    const them = names.length > 1 ? "them" : "it";
    return `${by} leaves out ${names.join(", ")}: AWS's provider may take ${them} off the role`;
  });
  const was = unread.length > 1 ? "were" : "was";
  return [...(unread.length > 0 ? [`${unread.join(", ")} ${was} not read`] : []), ...lists].join("; ");
}

/** What is on the role in any case. */
function staying({ subject, leftOut }: Attached): PolicySet {
  const identity = subject.identity.filter((one) => !leftOut.some(({ document }) => document === one));
  return { ...subject, identity };
}

/** Whoever asks for a role has policies of their own; here these allow all. */
const asking: PolicySet["identity"] = [
  {
    name: "the caller's own policies",
    statements: [
      {
        ...{ sid: "", effect: "Allow", conditions: [], variables: false },
        ...{
          action: { not: false, patterns: ["*"] },
          resource: { not: false, patterns: ["*"] },
          principal: { not: false, patterns: ["*"] },
        },
      },
    ],
  },
];

function shown({ witness }: Proof, subject: PolicySet): Pick<ReviewedPromise, "witness" | "by"> {
  if (!witness) return {};
  const { request, reading } = witness;
  const set = subject.resource ? { ...subject, identity: asking } : subject;
  const { by } = evaluate(request, set, reading);
  const own = by.filter(({ kind }) => kind !== "identity" || !subject.resource);
  return {
    witness: { ...request, context: withoutExternalIds(request.context) },
    by: own.map(({ statement, document }) => `${statement.sid || "a statement without Sid"} of ${document}`),
  };
}
