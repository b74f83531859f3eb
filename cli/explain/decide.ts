import type { Access, Role } from "../diff/access";
import { type Document, documentOf } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import { hasVariable, matches } from "../policy/glob";
import { resourceGlob, usual, variablesOf } from "../policy/holds";
import type { Evaluation, PolicySet, Request } from "../policy/request";
import { lowerCase } from "../policy/scalars";
import { bucketOf } from "../requests/advice";
import type { Check } from "../requests/check";
import { reasonIn } from "../requests/words";
import { hingesOnHidden, withoutHidden } from "./concealed";
import { openIn } from "./open";
import type { Question } from "./question";
import { presumed } from "./trust";
import { marked } from "./unknown";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const theirs = documentOf("policies of who assumes the role", {
  Version: "2012-10-17",
  Statement: [{ ...everything, Sid: "Theirs" }],
});

export type Decided = ReturnType<typeof decided>;

/** What is asked again and again is decided once: of many events most differ in what no policy asks for. */
export function decide(check: Check, question: Question, role: Role, access: Access): Decided {
  const request = requestOf(check, question, role, access.home);
  const known = decisions.get(access) ?? { ...askedIn(access), made: new Map<string, Decided>() };
  decisions.set(access, known);
  const { context } = request;
  const keys = Object.keys(context).filter((key) => !ofEach.has(key) || known.asked.has(lowerCase(key)));
  const short = { ...request, context: Object.fromEntries(keys.map((key) => [key, context[key] ?? ""])) };
  const { tells, refused, said } = question;
  const alike = { ...short, resource: known.alike(request.resource) };
  const id = JSON.stringify([access.roles.indexOf(role), alike, check.isNew, tells, refused, reasonIn(said)]);
  const found = known.made.get(id) ?? decided(check, short, question, role, access);
  if (known.made.size < limit) known.made.set(id, found);
  return { ...found, request: short };
}

const limit = 10_000;
const decisions = new WeakMap<Access, ReturnType<typeof askedIn> & { made: Map<string, Decided> }>();

/** Keys that differ from event to event. */
const ofEach = new Set([
  ...["aws:CurrentTime", "aws:SourceIp", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid"],
  "sts:RoleSessionName",
]);

/** What the policies ask for: keys, in lower case, and what of a resource they tell apart. */
function askedIn({ roles, policies }: Access) {
  const documents = [...roles.flatMap(({ trust, policies }) => [...trust, ...policies]), ...policies];
  const statements = documents.flatMap(({ statements }) => statements);
  const keys = statements.flatMap((one) => [
    ...one.conditions.map(({ key }) => lowerCase(key)),
    ...variablesOf(one).map(({ key }) => key),
  ]);
  const globs = new Set(
    statements.flatMap(({ resource, variables }) =>
      resource.patterns.map((pattern) => resourceGlob(pattern, variables, usual)),
    ),
  );
  const hasVariables = [...globs].some(hasVariable);
  /** The same for resources of a place and bucket that no pattern tells apart. */
  const alike = (resource: string) =>
    hasVariables
      ? resource
      : `${resource.split(":", 5)} ${bucketOf(resource)} ${[...globs].map((glob) => Number(matches(glob, resource)))}`;
  return { asked: new Set(keys), alike };
}

function decided(check: Check, request: Request, question: Question, role: Role, access: Access) {
  const policies = policiesFor(request, role, access, question);
  const evaluation = withoutTheirs(marked(evaluate(request, policies), question.tells));
  // AWS has compared what is hidden here.
  if (hingesOnHidden(evaluation) && question.refused === false && policies.resource) {
    const shown = { ...policies, resource: withoutHidden(policies.resource) };
    return { request, evaluation: evaluate(request, shown), open: openIn(request, shown, question.tells) };
  }
  // Where the role's policies have refused, what is not told counts as what they refused for: unless all that is told is
  // allowed, as of a request without TLS, of which an event has no field.
  const ours = check.action.startsWith("sts:") ? /^(resource|role trust|undefined)/ : /^(identity|undefined)/;
  const isOurs = question.refused && ours.test(`${reasonIn(question.said)?.policy}`);
  const open = isOurs && evaluation.decision !== "allowed" ? [] : openIn(request, policies, question.tells);
  // What is made by the request had no tags.
  return { request, evaluation, open: check.isNew ? open.filter(({ keys }) => !keys.every(isTag)) : open };
}

/** The trust policy decides; what their own policies say is not known. */
function withoutTheirs(evaluation: Evaluation): Evaluation {
  const by = evaluation.by.filter(({ document }) => document !== theirs.name);
  return by.length > 0 ? { ...evaluation, by } : evaluation;
}

const isTag = (key: string) => /^aws:ResourceTag\//i.test(key);

/** An account whose number nothing tells. */
const anyAccount = "123456789012";

function requestOf(check: Check, question: Question, role: Role, home: string | undefined): Request {
  const { action, resource, context } = check;
  const [, partition = "aws", service, where, ofResource = ""] = resource.split(":");
  // Each request has a Region. An event tells its own, and a model of no Region is called in any.
  const isAtHome = question.tells !== "most" && service !== "bedrock";
  const region = question.region || where || (isAtHome ? home : undefined);
  const { who, roleArn } = question;
  const named = question.principal ?? who?.principal;
  const account = named?.split(":")[4] || roleArn?.split(":")[4] || ofResource || anyAccount;
  const isAssumed = action.startsWith("sts:");
  const session = `arn:${partition}:sts::${account}:assumed-role/${role.name}/session`;
  const principal = isAssumed
    ? (named ?? presumed(check, role, `arn:${partition}:iam::${account}`))
    : (question.principal ?? session);
  // A service, a token and a certificate are of no account.
  const isOfAccount = !isAssumed || /^arn:[^:]+:(iam|sts)::\d{12}:(?!(oidc|saml)-provider)/.test(principal);
  const asked = isAssumed
    ? (roleArn ?? principal)
    : (roleArn ?? `arn:${partition}:iam::${account}:role/${role.name}`);
  const owner = question.owner ?? (ofResource || account);
  return {
    ...{ principal, action, resource, accountId: owner },
    context: {
      ...(isOfAccount && !(isAssumed && who) && { "aws:PrincipalArn": asked }),
      ...(isOfAccount && { "aws:PrincipalAccount": account }),
      "aws:ResourceAccount": owner,
      ...(question.tells !== "most" && { "aws:SecureTransport": "true" }), // No SDK leaves it out.
      ...(region && { "aws:RequestedRegion": region }),
      ...context,
      ...question.context,
    },
  };
}

/** Decides other requests by the same policies, also by the denies of which an error says that they were not in its way. */
export const decider = (question: Question, role: Role, access: Access) => (request: Request) =>
  evaluate(request, policiesFor(request, role, access, { ...question, said: "" }));

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
