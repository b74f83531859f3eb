import type { Access, Role } from "../diff/access";
import { isService } from "../policy/principals";
import type { Evaluation, Request } from "../policy/request";
import { assumeTheRole, markedAdvice, sendExternalId } from "../requests/advice";
import { noSuchObject } from "../requests/looking";
import { marking, plain } from "../requests/seen";
import { hingesOnHidden } from "./concealed";
import { decide, decider } from "./decide";
import type { Open } from "./open";
import type { Question } from "./question";
import { byReason } from "./reason";
import { asListed } from "./secrets";
import { ofTrust } from "./trust";
import { unasked, unknownTo, unreadIn } from "./unknown";

/** What the policies say of a request. */
export interface Explanation {
  question: Question;
  /** The check that decides; undefined where nothing tells what AWS asked. */
  request: Request | undefined;
  evaluation: Evaluation | undefined;
  /** On what the answer depends that nobody tells; empty where it is the same whatever that is, or AWS has refused. */
  open: Open[];
  role: string | undefined;
  /** What to change, in one line; empty where it is allowed. */
  advice: string;
  /** The same, and what the request had is marked. */
  marked: string;
  /** What nothing here can know. */
  unknown: string[];
  /** The first of it, and what the request had is marked. */
  untold: string;
}

export function explain(asked: Question, access: Access, named: string | undefined): Explanation {
  const question = named !== undefined && isOfAnother(asked, access, named) ? asIfRole(asked) : asked;
  const { checks, who } = question;
  const role = roleOf(question, access, named);
  const nothing = {
    ...{ question, request: undefined, evaluation: undefined, open: [] },
    ...{ role: role?.name, advice: "" },
  };
  if (checks.length === 0) return withAdvice({ ...nothing, unknown: unasked(question) });
  if (!role) return withAdvice({ ...nothing, ...ofSomebodyElse(question, access) });
  if (who && who.principal === undefined && isAssumption(question))
    return withAdvice({
      ...nothing,
      unknown: [`Who asked was ${who.words}: whom a trust policy would name is not known.`],
    });
  const [trust] = role.trust;
  if (trust?.fault && isAssumption(question)) return withAdvice({ ...nothing, unknown: unreadIn([trust]) });
  const decided = checks.map((check) => decide(asListed(check, role), question, role, access));
  const refusing = decided.find(({ evaluation, open }) => !isAllowed(evaluation) && open.length === 0);
  const [first] = decided as [(typeof decided)[number]];
  const { request, evaluation, open } = refusing ?? decided.find(({ open }) => open.length > 0) ?? first;
  if (hingesOnHidden(evaluation)) {
    const what =
      "Whether the external ID that was sent is that of the stack: it is hidden in what --from names.";
    return withAdvice({ ...nothing, advice: question.refused ? sendExternalId : "", unknown: [what] });
  }
  const advice =
    (isMissing(question, request) && noSuchObject) ||
    (question.refused && byReason(question.said, request, evaluation, role)) ||
    (isAllowed(evaluation) || open.length > 0
      ? ""
      : (ofTrust(request, evaluation) ?? markedAdvice(request, evaluation, decider(question, role, access))));
  const left =
    question === asked
      ? []
      : [`what AWS said: ${asked.who?.words ?? asked.principal} asked it, and not ${named}.`];
  return withAdvice({
    ...{ question, request, evaluation, open, advice },
    role: role.name,
    unknown: [...unknownTo({ question, request, evaluation, open }, role), ...left],
  });
}

/** Of whom AWS has decided something else than of the role that is named. */
function isOfAnother(question: Question, access: Access, named: string): boolean {
  if (isAssumption(question) || question.who?.mayBeRole) return false;
  const isTold = question.principal ?? question.roleArn ?? question.who;
  return isTold !== undefined && roleOf(question, access, undefined)?.name !== named;
}

const asIfRole = (question: Question): Question => ({
  ...question,
  ...{ principal: undefined, roleArn: undefined, who: undefined, refused: undefined, said: "" },
});

const isAssumption = ({ checks }: Question) => checks.some(({ action }) => action.startsWith("sts:"));

const withAdvice = <T extends { advice: string; unknown: string[] }>(explained: T) => ({
  ...{ ...explained, marked: explained.advice, untold: explained.unknown[0] ?? "" },
  ...{ advice: plain(explained.advice), unknown: explained.unknown.map(plain) },
});

const isAllowed = ({ decision }: Evaluation) => decision === "allowed";

/** Who reads an object that is not there is told that the bucket may not be listed. */
const isMissing = ({ looked, refused }: Question, { action }: Request) =>
  refused &&
  action === "s3:ListBucket" &&
  /^((Get|Head|Copy)Object|UploadPartCopy|SelectObjectContent)/.test(looked ?? "");

/** Who asked is no session of a role: mostly the program has not assumed it yet. */
function ofSomebodyElse({ checks, principal, who, refused }: Question, { roles }: Access) {
  const names = roles.map(({ name }) => name).join(", ");
  const assumed = checks.find(({ action }) => action.startsWith("sts:"));
  if (assumed) {
    const advice = refused ? "give the ARN of the stack's own role (APP_IAM_ROLE_ARN)" : "";
    return { advice, unknown: [`${assumed.resource} is no role in these policies: ${names}.`] };
  }
  const asker = marking(principal ?? who?.words ?? "who asked");
  if (who?.mayBeRole) {
    const unknown = [
      `Whether ${asker} is the role (${names}), the event does not tell: if it is, give --role.`,
    ];
    return { advice: "", unknown };
  }
  const unknown = [`${asker} is no session of a role in these policies: ${names}.`];
  if (!refused || isService(who?.principal ?? "")) return { advice: "", unknown };
  const advice = principal?.includes(":user/")
    ? `${assumeTheRole}: the program still uses the user's own credentials`
    : `if your program asked, ${assumeTheRole}: it uses ${who?.principal === "*" ? "no" : "other"} credentials`;
  return { advice, unknown };
}

/** The role whose session asked, or that is assumed; where nothing tells, the backend's. */
function roleOf(
  { principal, who, roleArn, checks }: Question,
  { roles }: Access,
  named: string | undefined,
): Role | undefined {
  const assumed = checks.find(({ action }) => action.startsWith("sts:"))?.resource;
  // The text of an error may leave out which role it was.
  const arn = assumed === "*" ? undefined : (assumed ?? roleArn ?? principal);
  const name = named ?? (arn ? /:(?:assumed-)?role\/(?:.*\/)?([^/]+?)(?:\/[^/]+)?$/.exec(arn) : undefined);
  if (Array.isArray(name)) {
    // A session's ARN ends with its own name, a role's may begin with a path.
    const parts = (arn ?? "").split("/").slice(1);
    return roles.find((role) => parts.includes(role.name));
  }
  if (typeof name === "string") return roles.find((role) => role.name === name);
  if (arn || (who && assumed === undefined)) return undefined;
  return (
    roles.find((role) => role.name.startsWith("hipaa-app-backend-")) ??
    (roles.length === 1 ? roles[0] : undefined)
  );
}
