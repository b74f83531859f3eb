import type { Role } from "../diff/access";
import type { Document } from "../policy/document";
import { truthOf, unknownOf } from "../policy/keyWords";
import type { Evaluation, Request, Tested } from "../policy/request";
import { reasonIn } from "../requests/words";
import type { Open } from "./open";
import type { Question } from "./question";
import { isTold } from "./told";

/** Keys in words, as something that is not known. */
const words: [keys: RegExp, what: string][] = [
  [/^aws:ResourceTag\//i, "the tags of the key"],
  [/^aws:PrincipalTag\//i, "the session's tags"],
  [/^s3:(if-none-match|if-match)$/i, "whether your request sent If-None-Match"],
  [/^aws:PrincipalOrgID$/i, "the organisation"],
];

function whatIs(key: string): string {
  const [, what] = words.find(([keys]) => keys.test(key)) ?? [];
  return what ?? unknownOf(key, false);
}

const itself =
  "Whether the object exists: of one that does not AWS answers 403, too, to who may not list the whole bucket.";

const theirOwn =
  "Whether the policies of who asks allow it: a user or role of this account needs sts:AssumeRole on the role.";

/** Of what has no Region in its ARN, nobody has told which it was. */
const ofRegion = (region: unknown) =>
  `Whether it was the Region ${region} that was called: explain assumes so.`;

const elsewhere =
  "a session policy, a service control policy of the organisation, a policy of the key or of the bucket, or a VPC endpoint's";

/** Where AWS names the kind of policy, nobody has to look at all of them. */
function refusedAllTheSame(said: string, open: Open[]): string {
  const words = said ? ` ("${said}")` : "";
  const reason = reasonIn(said);
  if (open.length > 0 && (!reason || reason.policy === "identity-based policy"))
    return `AWS refused it: for what is not told here${reason ? "" : `, or by ${elsewhere}`}${words}.`;
  return `AWS refused it all the same, and these policies do not${reason ? "" : `: look at ${elsewhere}`}${words}.`;
}

/** A question that is decided. */
interface Decided {
  question: Question;
  request: Request;
  evaluation: Evaluation;
  open: Open[];
}

export function unknownTo({ question, request, evaluation, open }: Decided, role: Role): string[] {
  const { tells, refused, said } = question;
  const asked = [
    ...evaluation.by.flatMap(({ conditions }) => conditions),
    ...evaluation.nearMisses.flatMap(({ failed }) => failed),
  ];
  const untold = asked.filter(({ key, seen }) => seen === undefined && !isTold(key, tells));
  // What is true or false is not for people to send.
  const told = untold.flatMap(({ key }) => (truthOf(key, true) ? [] : whatIs(key)));
  const missing = new Set(open.length > 0 ? open.flatMap(({ keys }) => keys.map(whatIs)) : told);
  const isAllowed = evaluation.decision === "allowed";
  const region = request.context["aws:RequestedRegion"];
  const isAssumed = tells === "nothing" && !question.region && !request.resource.split(":")[3] && region;
  const narrowed = [...evaluation.by, ...evaluation.nearMisses].flatMap(
    ({ statement }) => statement.conditions,
  );
  return [
    ...[...missing].map((what) => `${what}.`),
    ...(isAssumed && narrowed.some(({ key }) => /^aws:RequestedRegion$/i.test(key))
      ? [ofRegion(region)]
      : []),
    ...((isAllowed || open.length > 0) && refused ? [refusedAllTheSame(said, open)] : []),
    ...(!isAllowed && refused === false && open.length === 0
      ? [
          "why AWS let it through: the deployed policies may be others than these (hipaa-iam verify compares them), or the resource's own policy lets the role in.",
        ]
      : []),
    ...(request.action === "s3:GetObject" && isAllowed && refused !== false ? [itself] : []),
    ...(request.action === "sts:AssumeRole" && request.context["aws:PrincipalAccount"] && isAllowed
      ? [theirOwn]
      : []),
    ...(request.action.startsWith("kms:") && request.resource !== "*" && isAllowed
      ? ["The key's own policy must let the role in as well; it is not known here."]
      : []),
    ...role.unread.map((arn) => `What ${arn} says is not known here.`),
    ...unreadIn(role.policies),
  ];
}

export const unreadIn = (documents: Document[]): string[] =>
  documents.flatMap(({ name, fault }) => (fault ? [`What ${name} says cannot be read: ${fault.why}.`] : []));

/** With what nobody tells marked as such. */
export function marked(evaluation: Evaluation, tells: Question["tells"]): Evaluation {
  const mark = (one: Tested): Tested =>
    one.seen === undefined && !isTold(one.key, tells) ? { ...one, untold: true } : one;
  return {
    ...evaluation,
    by: evaluation.by.map((one) => ({ ...one, conditions: one.conditions.map(mark) })),
    nearMisses: evaluation.nearMisses.map((one) => ({ ...one, failed: one.failed.map(mark) })),
  };
}

/** Why nothing can be asked of the policies. */
export function unasked({ unnamed, refused, said }: Question): string[] {
  const why =
    unnamed.length > 0 ? unnamed : ["What AWS asks IAM for this operation is in no table of this command."];
  return [...why, ...(refused ? [`AWS refused it${said ? ` ("${said}")` : ""}.`] : [])];
}
