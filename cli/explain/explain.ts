import type { Access, Role } from "../diff/access";
import type { Document } from "../policy/document";
import { documentOf } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { Evaluation, PolicySet, Request } from "../policy/request";
import { assumeTheRole, bucketOf, markedAdvice, noSuchObject, sendExternalId } from "../requests/advice";
import type { Check } from "../requests/check";
import { plain } from "../requests/seen";
import { reasonIn } from "../requests/words";
import { hingesOnHidden, withoutHidden } from "./concealed";
import { type Open, openIn } from "./open";
import type { Question } from "./question";
import { byReason } from "./reason";
import { marked, unasked, unknownTo } from "./unknown";

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
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const theirs = documentOf("policies of who assumes the role", {
  Version: "2012-10-17",
  Statement: [{ ...everything, Sid: "Theirs" }],
});

export function explain(question: Question, access: Access, named: string | undefined): Explanation {
  const { checks } = question;
  const role = roleOf(question, access, named);
  const nothing = {
    ...{ question, request: undefined, evaluation: undefined, open: [] },
    ...{ role: role?.name, advice: "", marked: "" },
  };
  if (checks.length === 0) return { ...nothing, unknown: unasked(question) };
  if (!role) return { ...nothing, ...withAdvice(ofSomebodyElse(question, access)) };
  const decided = checks.map((check) => decide(check, question, role, access));
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
    (isAllowed(evaluation) || open.length > 0 ? "" : markedAdvice(request, evaluation));
  return withAdvice({
    ...{ question, request, evaluation, open, advice },
    role: role.name,
    unknown: unknownTo({ question, request, evaluation, open }, role),
  });
}

const withAdvice = <T extends { advice: string }>(explained: T) => ({
  ...{ ...explained, marked: explained.advice },
  advice: plain(explained.advice),
});

const isAllowed = ({ decision }: Evaluation) => decision === "allowed";

/** Who reads an object that is not there is told that the bucket may not be listed. */
const isMissing = ({ looked, refused }: Question, { action }: Request) =>
  refused && action === "s3:ListBucket" && /^(Get|Head)Object/.test(looked ?? "");

/** Who asked is no session of a role: mostly the program has not assumed it yet. */
function ofSomebodyElse({ checks, principal, refused }: Question, { roles }: Access) {
  const names = roles.map(({ name }) => name).join(", ");
  const assumed = checks.find(({ action }) => action.startsWith("sts:"));
  if (assumed) {
    const advice = refused ? "give the ARN of the stack's own role (APP_IAM_ROLE_ARN)" : "";
    return { advice, unknown: [`${assumed.resource} is no role in these policies: ${names}.`] };
  }
  const isUser = principal?.includes(":user/");
  const advice = isUser
    ? `${assumeTheRole}: the program still uses the user's own credentials`
    : `if your program asked, ${assumeTheRole}: it uses other credentials`;
  return {
    advice: refused ? advice : "",
    unknown: [`${principal ?? "who asked"} is no session of a role in these policies: ${names}.`],
  };
}

/** The role whose session asked, or that is assumed; where nothing tells, the backend's. */
function roleOf(
  { principal, roleArn, checks }: Question,
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
  if (arn) return undefined;
  return (
    roles.find((role) => role.name.startsWith("hipaa-app-backend-")) ??
    (roles.length === 1 ? roles[0] : undefined)
  );
}

function decide(check: Check, question: Question, role: Role, access: Access) {
  const request = requestOf(check, question, role);
  const policies = policiesFor(request, role, access, question);
  const evaluation = withoutTheirs(marked(evaluate(request, policies), question.tells));
  // AWS has compared what is hidden here.
  if (hingesOnHidden(evaluation) && question.refused === false && policies.resource) {
    const shown = { ...policies, resource: withoutHidden(policies.resource) };
    return { request, evaluation: evaluate(request, shown), open: openIn(request, shown, question.tells) };
  }
  // Where the role's policies have refused, what is not told counts as what they refused for.
  const ours = check.action.startsWith("sts:") ? /^(resource|role trust|undefined)/ : /^(identity|undefined)/;
  const isOurs = question.refused && ours.test(`${reasonIn(question.said)?.policy}`);
  const open = isOurs ? [] : openIn(request, policies, question.tells);
  // What is made by the request had no tags.
  return { request, evaluation, open: check.isNew ? open.filter(({ keys }) => !keys.every(isTag)) : open };
}

/** The trust policy decides; what their own policies say is not known. */
function withoutTheirs(evaluation: Evaluation): Evaluation {
  const by = evaluation.by.filter(({ document }) => document !== theirs.name);
  return by.length > 0 ? { ...evaluation, by } : evaluation;
}

const isTag = (key: string) => /^aws:ResourceTag\//i.test(key);

function requestOf({ action, resource, context }: Check, question: Question, role: Role): Request {
  const [, partition = "aws", , where, ofResource = ""] = resource.split(":");
  const region = question.region || where;
  const account =
    question.principal?.split(":")[4] || question.roleArn?.split(":")[4] || ofResource || "123456789012";
  const isAssumed = action.startsWith("sts:");
  const roleArn = question.roleArn ?? `arn:${partition}:iam::${account}:role/${role.name}`;
  const session = `arn:${partition}:sts::${account}:assumed-role/${role.name}/session`;
  const principal =
    question.principal ?? (isAssumed ? `arn:${partition}:iam::${account}:user/somebody` : session);
  const owner = question.owner ?? (ofResource || account);
  return {
    ...{ principal, action, resource, accountId: owner },
    context: {
      "aws:PrincipalArn": isAssumed ? (question.roleArn ?? principal) : roleArn,
      "aws:PrincipalAccount": account,
      "aws:ResourceAccount": owner,
      ...(question.tells !== "most" && { "aws:SecureTransport": "true" }), // No SDK leaves it out.
      ...(region && { "aws:RequestedRegion": region }),
      ...context,
      ...question.context,
    },
  };
}

function policiesFor(
  { action, resource }: Request,
  role: Role,
  { policies }: Access,
  { said }: Question,
): PolicySet {
  if (action.startsWith("sts:"))
    return { identity: [theirs], ...(role.trust[0] && { resource: role.trust[0] }) };
  const boundary = role.boundary?.split("/").at(-1);
  const found = policies.find(({ name }) => name === boundary);
  const own = resourcePolicyOf(resource, policies);
  const { policy, isDeny } = reasonIn(said) ?? {};
  // Where AWS says that nothing allows it, no deny was in the way, whatever is not told.
  const identity =
    policy === "identity-based policy" && !isDeny ? role.policies.map(withoutDenies) : role.policies;
  return { identity, ...(found && { boundary: found }), ...(own && { resource: own }) };
}

/** Made once, so that what is known of it is found again. */
const grants = new WeakMap<Document, Document>();

function withoutDenies(document: Document): Document {
  const statements = () => document.statements.filter(({ effect }) => effect === "Allow");
  const found = grants.get(document) ?? { ...document, statements: statements() };
  grants.set(document, found);
  return found;
}

/** A bucket's policy says whose it is by its resources. */
function resourcePolicyOf(resource: string, policies: Document[]): Document | undefined {
  const bucket = bucketOf(resource);
  if (!bucket) return undefined;
  return policies.find(
    ({ name, statements }) =>
      name.includes("BucketPolicy") &&
      statements.some((one) =>
        one.resource.patterns.some((pattern) => pattern === bucket || pattern.startsWith(`${bucket}/`)),
      ),
  );
}
