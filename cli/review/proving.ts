import type { Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { everything, type Statement } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import { withoutExternalIds } from "../policy/externalId";
import { keysOf } from "../policy/holds";
import type { Counted, PolicySet } from "../policy/request";
import { anyRequest, type Universe } from "../theorems/decide";
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
  const doubt = doubtOf(attached);
  const asked = { ...(universe ?? anyRequest), ...(attached.role !== undefined && { role: attached.role }) };
  const proofs = prove(promises, subject, asked);
  const stays = attached.leftOut.length > 0 ? prove(promises, staying(attached), asked) : proofs;
  const untold = untoldIn(attached);
  const unsure =
    untold === ""
      ? proofs
      : [attached.most, attached.least].flatMap((set) =>
          prove(
            promises.filter((one) => hardestFor(one, attached) === set),
            set,
            asked,
          ),
        );
  const isSure = new Map(unsure.map(({ promise, holds }) => [promise, holds]));
  return proofs.map((proof, at) => {
    if (proof.refused) return notProven(proof.promise, refusalOf(proof.refused, subject, isSecret));
    // What nobody reads could allow more, and refuse more; a deny that is read, and stays, holds all the same.
    if (proof.holds && doubt !== "" && !(proof.promise.answer === "denied" && stays[at]?.holds)) {
      return notProven(proof.promise, doubt);
    }
    if (proof.holds && !isSure.get(proof.promise)) return notProven(proof.promise, untold);
    if (proof.witness?.unread) return notProven(proof.promise, proof.witness.unread);
    const isOpen = !proof.holds && attached.role === undefined && !subject.resource;
    if (isOpen && asksForRole(proof, subject)) return notProven(proof.promise, openRole);
    const outcome = proof.holds ? "proven" : "broken";
    if (isSecret && proof.witness) {
      const why = proof.holds ? {} : { why: "what breaks it may be in a policy that is a secret as a whole" };
      return { ...said(proof.promise), outcome, ...why };
    }
    return { ...said(proof.promise), outcome, ...shown(proof, subject) };
  });
}

/** What the engine refuses, with the statements that it comes of; of a secret policy nothing is told. */
function refusalOf({ message, statements }: Refusal, set: PolicySet, isSecret: boolean): string {
  if (isSecret) return "what cannot be read may be in a policy that is a secret as a whole";
  const documents = [...set.identity, set.boundary ?? [], set.resource ?? []].flat();
  // What lets in past the boundary stands in it, too.
  const isTold = (one: Statement, at: number) =>
    documents.slice(0, at).some((before) => before.statements.includes(one));
  const found = documents.flatMap(({ name, statements: own }, at) =>
    own.filter((one) => statements?.includes(one) && !isTold(one, at)).map((one) => nameOf(one, name)),
  );
  return found.length > 0 ? `${message} (${found.join(", ")})` : message;
}

type Refusal = Error & { statements?: readonly Statement[] };

const nameOf = ({ sid }: Statement, document: string) => `${sid || "a statement without Sid"} of ${document}`;

/** Why what is attached may be more than the documents that were read, or less; empty where it cannot. */
export function doubtOf({ unread, leftOut }: Attached): string {
  const lists = [...new Set(leftOut.map(({ by }) => by))].map((by) => {
    const names = leftOut.filter((one) => one.by === by).map(({ document }) => document.name);
    const them = names.length > 1 ? "them" : "it";
    return `${by} leaves out ${names.join(", ")}: AWS's provider may take ${them} off the role`;
  });
  return [...(unread.length > 0 ? [notRead(unread)] : []), ...lists].join("; ");
}

const notRead = (names: string[]) => `${names.join(", ")} ${names.length > 1 ? "were" : "was"} not read`;

/** Which policies of resources are not read, and which policies are not known in part; empty where all are. */
export const untoldIn = ({ untold, unsure }: Attached) =>
  [
    ...(untold.length > 0 ? [notRead(untold)] : []),
    ...unsure.map((name) => `part of ${name} is not known`),
  ].join("; ");

/** The reading of what is not known in which a promise holds least: if it holds there, it holds. */
export const hardestFor = ({ answer }: Promised, { most, least }: Attached): PolicySet =>
  answer === "allowed" || answer === "open" ? least : most;

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
        ...{ action: everything, resource: everything, principal: everything },
      },
    ],
  },
];

/** What decides the request that is shown. */
function decidedBy({ witness }: Proof, subject: PolicySet): Counted[] {
  if (!witness) return [];
  const set = subject.resource ? { ...subject, identity: asking } : subject;
  const { by } = evaluate(witness.request, set, witness.reading);
  // What lets in past the boundary stands in it, too.
  const isTold = ({ statement }: Counted) =>
    subject.identity.some((one) => one.statements.includes(statement));
  return by.filter((one) =>
    one.kind === "boundary" ? !isTold(one) : one.kind !== "identity" || !subject.resource,
  );
}

function shown(proof: Proof, subject: PolicySet): Pick<ReviewedPromise, "witness" | "by"> {
  if (!proof.witness) return {};
  const { request } = proof.witness;
  return {
    witness: { ...request, context: withoutExternalIds(request.context) },
    by: decidedBy(proof, subject).map(({ statement, document }) => nameOf(statement, document)),
  };
}

const openRole =
  "the account of the role is not known, and a policy asks for it. Name it with aws:allowedAccountIds, or with --account";

/** Whether all that decides the request asks who the role is, or which account it is of. */
function asksForRole(proof: Proof, subject: PolicySet): boolean {
  const decided = decidedBy(proof, subject);
  const asks = ({ statement }: Counted) =>
    keysOf(statement).some((key) => /^(aws:principal(arn|account)|kms:calleraccount)$/.test(key));
  return decided.length > 0 && decided.every(asks);
}
