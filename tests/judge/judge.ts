import {
  type EvaluationResult,
  isConditionKeyArray,
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
  typeForContextKey,
} from "@cloud-copilot/iam-simulate";
import {
  type Context,
  type Decision,
  delegatingKeyPolicy,
  type Policies,
  type PolicyDocument,
  type Request,
} from "../../cli/access/request";
import { conditionsOf, statementsOf } from "./documents";
import { makeEvaluatorFaster } from "./faster";
import { isOperator } from "./operators";
import { documentWithStandIns, withStandIns } from "./standIns";

makeEvaluatorFaster();

/** What the evaluator decided, and the Sids of the statements that did. */
export interface Verdict {
  decision: Decision;
  sids: string[];
}

/**
 * An independent evaluator decides. Wherever it would guess, this fails: about access to health information a wrong
 * answer is worse than none.
 */
export async function judge(request: Request, policies: Policies): Promise<Verdict> {
  const verdicts = await Promise.all(checksOf(request, policies).map((check) => evaluate(...check)));
  const decision = strength.find((one) => verdicts.some((verdict) => verdict.decision === one)) ?? "allow";
  const deciding = verdicts.filter((verdict) => verdict.decision === decision);
  return { decision, sids: deciding.flatMap(({ sids }) => sids) };
}

/**
 * The decision alone, in a third of the time where no resource has a policy, by the same evaluator without its look-ups
 * in AWS's service reference. It is for many documents and a request that the judge has answered before: whether it can
 * be answered depends on the request.
 */
export async function decide(request: Request, policies: Policies): Promise<Decision> {
  // Without look-ups it takes no policy of a resource, and * for any resource.
  const isPlain = !policies.resource && request.resource !== "*" && checksOf(request, policies).length === 1;
  if (!isPlain) return (await judge(request, policies)).decision;
  refuseUnknownOperators(policies);
  refuseVagueRequest(request, policies);
  return inWords(runUnsafeSimulation(simulationOf(request, policies), {}));
}

/** What AWS checks for a request. */
export function checksOf(request: Request, policies: Policies): [Request, Policies][] {
  return [
    [request, policies],
    ...(createsTaggedKey(request) ? [taggingOfNewKey(request, policies)] : []),
    ...settingsOf(request).map((setting): [Request, Policies] => [setting, policies]),
  ];
}

/**
 * What an upload may bring along, by its condition keys, and what S3 asks for then besides PutObject. The evaluator does
 * not know. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
const settings: [keys: RegExp, action: string][] = [
  [/^s3:x-amz-(acl$|grant-)/, "s3:PutObjectAcl"],
  [/^s3:RequestObjectTag/, "s3:PutObjectTagging"],
  [/^s3:object-lock-(mode|retain-until-date)$/, "s3:PutObjectRetention"],
  [/^s3:object-lock-legal-hold$/, "s3:PutObjectLegalHold"],
];

/** The actions that AWS may check besides, for the same call. */
export const checkedBesides: Record<string, string[]> = {
  "kms:CreateKey": ["kms:TagResource"],
  "s3:PutObject": settings.map(([, action]) => action),
};

function settingsOf(request: Request): Request[] {
  if (request.alone || request.action !== "s3:PutObject") return [];
  const told = Object.entries(request.context);
  return settings
    .filter(([keys]) => told.some(([name]) => keys.test(name)))
    .map(([keys, action]) => {
      const context = told.filter(([name]) => keys.test(name) || name.startsWith("aws:"));
      return { ...request, action, context: Object.fromEntries(context) };
    });
}

/** Of several checks the strongest denial decides. */
export const strength: Decision[] = ["explicit deny", "implicit deny"];

async function evaluate(request: Request, policies: Policies): Promise<Verdict> {
  refuseUnknownOperators(policies);
  refuseVagueRequest(request, policies);
  await refuseWrongCounts(withStandIns(request.context));
  const answer = await runSimulation(simulationOf(request, policies), {});
  if (answer.resultType !== "single") throw new Guess(request, JSON.stringify(answer, undefined, 1));
  const { analysis, ignoredContextKeys = [] } = answer.result;
  if (ignoredContextKeys.length > 0) {
    throw new Guess(request, `${ignoredContextKeys.join(", ")} would count for nothing`);
  }
  const ofAccount = analysis.scpAnalysis?.ouAnalysis ?? [];
  const analyses = [analysis.identityAnalysis, analysis.resourceAnalysis, ...ofAccount];
  const sids = (which: "allowStatements" | "denyStatements") =>
    analyses.flatMap((of) => of?.[which] ?? []).flatMap(({ statement }) => statement.sid() ?? []);
  const decision = inWords(answer.overallResult);
  if (decision === "implicit deny") return { decision, sids: [] };
  return { decision, sids: sids(decision === "allow" ? "allowStatements" : "denyStatements") };
}

function simulationOf(
  request: Request,
  { identity, resource: resourcePolicy, serviceControl, boundary }: Policies,
): Simulation {
  const { principal, action, resource, accountId, context } = request;
  const policies = identity.map(documentWithStandIns);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId },
      contextVariables: withStandIns(context),
    },
    identityPolicies: policies.map((policy, index) => ({ name: String(index), policy })),
    resourcePolicy: resourcePolicy && documentWithStandIns(resourcePolicy),
    serviceControlPolicies: serviceControl ? [onAccount(documentWithStandIns(serviceControl))] : [],
    resourceControlPolicies: [],
    ...(boundary && {
      permissionBoundaryPolicies: [{ name: "boundary", policy: documentWithStandIns(boundary) }],
    }),
  };
}

function inWords(result: EvaluationResult): Decision {
  if (result === "Allowed") return "allow";
  return result === "ExplicitlyDenied" ? "explicit deny" : "implicit deny";
}

/** Beside the policy that every account has to begin with, which allows everything. */
function onAccount(policy: PolicyDocument) {
  return { orgIdentifier: "account", policies: [fullAccess, { name: "ours", policy }] };
}
const fullAccess = {
  name: "FullAWSAccess",
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/** The evaluator would have to guess. */
export class Guess extends Error {
  constructor({ principal, action, resource }: Request, why: string) {
    super(`No verdict on ${action} of ${resource} by ${principal}: ${why}.`);
  }
}

/** It takes an operator that it does not know for one that does not match, so that a Deny fails open. */
function refuseUnknownOperators({ identity, resource, serviceControl, boundary }: Policies): void {
  const documents = [...identity, resource, serviceControl, boundary].filter(
    (document) => document !== undefined,
  );
  for (const statement of documents.flatMap(statementsOf)) {
    for (const { operator } of conditionsOf(statement)) {
      if (!isOperator(operator)) throw new Error(`${statement.Sid} has the unknown operator ${operator}.`);
    }
  }
}

function refuseVagueRequest(request: Request, { resource: resourcePolicy }: Policies): void {
  const { principal, action, resource, accountId, context } = request;
  if (/[*?]/.test(resource) && resource !== "*")
    throw new Guess(request, "a wildcard stands for any resource");
  const isService = !principal.startsWith("arn:") || principal.includes(":oidc-provider/");
  const always = ["aws:RequestedRegion", "aws:ResourceAccount", "aws:SecureTransport"];
  const ofPrincipals = ["aws:PrincipalArn", "aws:PrincipalAccount"];
  const missing = [...always, ...(isService ? [] : ofPrincipals)].filter((key) => !(key in context));
  if (missing.length > 0) throw new Guess(request, `AWS would tell it ${missing.join(", ")}`);
  if (resource !== "*" && action.startsWith("kms:") && !resourcePolicy) {
    throw new Guess(request, "a key without its key policy is refused to everybody");
  }
  if (!isService && accountId !== principal.split(":")[4] && !resourcePolicy) {
    throw new Guess(request, "what another account owns is decided by a policy of the resource too");
  }
}

/** Of several values for a key that takes one it would use the first. */
async function refuseWrongCounts(context: Context): Promise<void> {
  for (const [key, value] of Object.entries(context)) {
    const several = takesSeveral.get(key) ?? isConditionKeyArray(await typeForContextKey(key));
    takesSeveral.set(key, several);
    if (several !== Array.isArray(value))
      throw new Error(`${key} takes ${several ? "a list" : "one value"}.`);
  }
}
const takesSeveral = new Map<string, boolean>();

function createsTaggedKey({ action, context, alone }: Request): boolean {
  return (
    !alone &&
    action === "kms:CreateKey" &&
    Object.keys(context).some((key) => key.startsWith("aws:RequestTag/"))
  );
}

/** AWS asks for kms:TagResource too when a key is created with tags. The evaluator does not know. */
function taggingOfNewKey(
  { principal, accountId, context }: Request,
  policies: Policies,
): [Request, Policies] {
  const [, partition] = principal.split(":");
  const key = `arn:${partition}:kms:${context["aws:RequestedRegion"]}:${accountId}:key`;
  const request = {
    principal,
    action: "kms:TagResource",
    resource: `${key}/00000000-0000-4000-8000-000000000001`,
    accountId,
    context: Object.fromEntries(Object.entries(context).filter(([name]) => !name.startsWith("kms:"))),
  };
  return [request, { ...policies, resource: delegatingKeyPolicy(partition ?? "", accountId) }];
}
