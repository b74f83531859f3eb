import { otherTenant } from "../../components/promises/promises";
import { isSomebody } from "../theorems/promises";
import type { Lane } from "./access";
import { type Review, type ReviewedPromise, statementsOf } from "./review";

/** For somebody who has never seen IAM. */
export const introduction = [
  "A role is an identity that somebody assumes for a limited time: a program gets credentials that act as the role. Its trust " +
    "policy says who may assume it, its other policies what it may do then. What no policy allows is refused. What a policy denies is refused even if another " +
    "one allows it.",
  "A statement is one rule of a policy. Each is shown with what it lets or refuses, on which data, under which conditions, " +
    "why it is there, and which provisions of the HIPAA Security Rule it serves. Names are those that AWS shows.",
];

/** The opening: what the review is about, in numbers. */
export function summaryOf(review: Review): string[] {
  const { project, stack } = review;
  return [
    `This page says who can reach patient data through the AWS roles of the stack ${stack} (project ${project}), ` +
      "what they can do then, why, and what is refused.",
    ...introduction.slice(0, 1),
    countsOf(review),
  ];
}

/** How much there is, and how much of it nobody here can explain. */
export function countsOf({ components }: Review): string {
  const roles = components.flatMap((component) => component.roles);
  const statements = roles.flatMap(statementsOf);
  const refusals = statements.filter(({ effect }) => effect === "Deny").length;
  const unknown = statements.filter(({ reason }) => reason === "").length;
  const documents = roles.flatMap((role) => role.documents);
  const foreign = documents.filter(({ madeBy }) => madeBy === "other").length;
  const unread = documents.filter((document) => document.unread !== "" && document.reason === "").length;
  return [
    `There ${are(roles.length, "role")} with ${count(statements.length, "statement")}: ` +
      `${count(statements.length - refusals, "grant")} and ${count(refusals, "explicit refusal")}.`,
    unknown > 0
      ? `${count(unknown, "statement")} of these ${unknown === 1 ? "is" : "are"} not what hipaa-iam makes: ask who added ` +
        `${unknown === 1 ? "it" : "them"}, and why.`
      : "Each of these is what hipaa-iam makes, and has a reason.",
    ...(unread > 0
      ? [
          `${count(unread, "document")} cannot be shown: what ${unread === 1 ? "it says" : "they say"} is not known here.`,
        ]
      : []),
    ...(foreign > 0
      ? [`${count(foreign, "policy", "policies")} of other origin ${foreign === 1 ? "is" : "are"} attached.`]
      : []),
  ].join(" ");
}

/** The picture in words. */
export function sentencesOf(lanes: Lane[]): string[] {
  return lanes.map(({ who, role, reach }) => {
    const can = reach.map(({ title, verbs }) => `${title} (${verbs.join(", ")})`).join("; ") || "nothing";
    return `${role.name} is assumed by: ${who.join("; ")}. It reaches: ${can}.`;
  });
}

export const cannotSay = [
  "What other roles and users may do. The policies of the buckets and keys decide that, and their own.",
  "What the policies of buckets and keys let these roles do besides.",
  "What is attached to these roles by hand or by another stack. That may also go around the explicit denies: by an access point of a bucket, or by another role (SECURITY.md).",
  "What service control policies of the organisation and permissions boundaries take away: they only narrow what is here.",
  "Who can read the database, its dumps and its backups outside these buckets. A database of patients is patient data too.",
  "Whether a bucket is replicated: a copy elsewhere has policies of its own.",
  "Whether data is encrypted, versioned and kept: those are settings of the buckets and keys.",
  "Who has used the access. AWS CloudTrail keeps that record.",
];

export function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}

function are(number: number, noun: string): string {
  return `${number === 1 ? "is" : "are"} ${count(number, noun)}`;
}

/** Above the table of promises. */
export const proofWords =
  "What hipaa-iam promises, sentence by sentence, decided from all policies of the roles together: those that hipaa-iam " +
  "makes and what else the stack attaches. Proven means that no request breaks the sentence, whatever its action, " +
  "resource and conditions, as AWS documents how policies are evaluated. The table has the promises of the options that are on; " +
  "docs/api/promises.md lists all. An explicit deny refuses requests of the role. SECURITY.md names two other ways to the same data.";

/** How the answers of promises read. */
export const answers: Record<ReviewedPromise["answer"], string> = {
  allowed: "may",
  refused: "may not",
  denied: "may not, whatever other policies say",
  "nothing else": "nothing else",
  open: "remains open, and README says so",
};

const outcomes: Record<ReviewedPromise["outcome"], string> = {
  proven: "proven for all requests",
  broken: "broken",
  "not proven": "not proven",
};

/** What became of a promise. Of what README says is open, nothing is proven safe. */
export function outcomeOf({ answer, outcome }: Pick<ReviewedPromise, "answer" | "outcome">): string {
  return answer === "open" && outcome === "proven" ? "open, as stated" : outcomes[outcome];
}

/** A promise as a line. */
export function sentenceOf({ of, answer, says }: Pick<ReviewedPromise, "of" | "answer" | "says">): string {
  return `${of}, ${answers[answer]}: ${says}`;
}

/** The request that breaks a promise, or that shows what is open, and what decides it; empty where there is none. */
export function requestOf({ witness, by = [], outcome, answer }: ReviewedPromise): string {
  if (!witness || (outcome === "proven" && answer !== "open")) return "";
  const decided = by.length > 0 ? `by ${by.join(", ")}` : "as nothing allows it";
  return `${outcome === "proven" ? "Such as" : "But"} ${requestWords(witness).join(", ")}: ${decided}.`;
}

/** A request line by line. Who asks is told where that matters. */
export function requestWords({
  action,
  resource,
  principal,
  context,
}: NonNullable<ReviewedPromise["witness"]>) {
  return [
    `${action} on ${resource}`,
    ...(isSomebody(principal) ? [] : [`by ${principal}`]),
    ...Object.entries(context).map(([key, value]) => {
      const text = [value].flat().join(", ") || "(empty)";
      return key === otherTenant ? `if the other tenant, B, is ${text}` : `if ${key} = ${text}`;
    }),
  ];
}
