import type { Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { Unreadable } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { PolicySet, Request } from "../policy/request";
import { Undecided } from "../theorems/automaton";
import { type Proof, prove } from "../theorems/promises";
import type { Attached, Component } from "./subjects";

/** What became of one promise. */
export interface Outcome {
  component: string;
  id: string;
  /** Whose documents it is about. */
  of: Promised["of"];
  says: string;
  answer: Promised["answer"];
  hipaa: Promised["hipaa"];
  outcome: "proven" | "broken" | "not proven";
  /** Why it is not proven. */
  why?: string;
  /** What breaks it; of what README says is open, what shows it. */
  witness?: Request;
  /** The statements that let it through or refuse it, each as `Sid of policy`. */
  by?: string[];
}

export function outcomesOf({ name, scope, subjects }: Component): Outcome[] {
  const promises = promisesOf(scope);
  return [...subjects].flatMap(([holder, attached]) => {
    const own = promises.filter(({ of }) => of === holder);
    return proven(own, attached).map((one) => ({ component: name, ...one }));
  });
}

function proven(promises: Promised[], { subject, unread }: Attached): Omit<Outcome, "component">[] {
  const said = ({ id, of, says, answer, hipaa }: Promised) => ({ id, of, says, answer, hipaa });
  const notProven = (promise: Promised, why: string) => ({
    ...said(promise),
    outcome: "not proven" as const,
    why,
  });
  try {
    return prove(promises, subject).map((proof) => {
      // What nobody reads could allow more, and refuse more; a deny that is read holds all the same.
      if (proof.holds && unread.length > 0 && proof.promise.answer !== "denied") {
        return notProven(proof.promise, `not read: ${unread.join(", ")}`);
      }
      return { ...said(proof.promise), outcome: proof.holds ? "proven" : "broken", ...shown(proof, subject) };
    });
  } catch (error) {
    if (!(error instanceof Undecided) && !(error instanceof Unreadable)) throw error;
    return promises.map((promise) => notProven(promise, error.message));
  }
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

function shown({ witness }: Proof, subject: PolicySet): Pick<Outcome, "witness" | "by"> {
  if (!witness) return {};
  const { request, reading } = witness;
  const set = subject.resource ? { ...subject, identity: asking } : subject;
  const { by } = evaluate(request, set, reading);
  const own = by.filter(({ kind }) => kind !== "identity" || !subject.resource);
  return {
    witness: { ...request, context: hiding(request.context) },
    by: own.map(({ statement, document }) => `${statement.sid || "a statement without Sid"} of ${document}`),
  };
}

/** An external ID may be a secret. */
function hiding(context: Request["context"]): Request["context"] {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) =>
      /externalid/i.test(key) ? [key, "(not shown)"] : [key, value],
    ),
  );
}
