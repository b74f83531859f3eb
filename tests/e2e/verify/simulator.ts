import type { Context, PolicyDocument, Request } from "../../../cli/access/request";
import { delegatingKeyPolicy } from "../../../cli/access/request";
import { commonJudge as judge } from "../../judge/memo";
import type { Account } from "../support/account";

/** What stands above the role. */
export interface Above {
  serviceControl?: PolicyDocument;
  /** AWS says that the organisation allows nothing, and allows what it allowed before. */
  isTorn?: boolean;
}

/** Whether resources that share a question have a result each, or stand in the result of their action. */
export type Form = "each" | "of an action";

/** Parameters of IAM's query protocol: `ActionNames.member.1` and the like. */
export function members(parameters: URLSearchParams, prefix: string): string[] {
  const found: string[] = [];
  for (let at = 1; parameters.has(`${prefix}.member.${at}`); at++) {
    found.push(parameters.get(`${prefix}.member.${at}`) ?? "");
  }
  return found;
}

function contextOf(parameters: URLSearchParams): Context {
  const context: Context = {};
  for (let at = 1; parameters.has(`ContextEntries.member.${at}.ContextKeyName`); at++) {
    const entry = `ContextEntries.member.${at}`;
    const values = members(parameters, `${entry}.ContextKeyValues`);
    const isList = parameters.get(`${entry}.ContextKeyType`)?.endsWith("List");
    context[parameters.get(`${entry}.ContextKeyName`) ?? ""] = isList ? values : (values[0] ?? "");
  }
  return context;
}

const words = { allow: "allowed", "explicit deny": "explicitDeny", "implicit deny": "implicitDeny" };

const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
};

interface Evaluation {
  action: string;
  resource: string;
  decision: string;
  organization: boolean;
  /** Undefined where the role has none: then AWS says nothing of it. */
  boundary: boolean | undefined;
  matched: { policy: string; start: number; end: number }[];
}

/**
 * Stands in for SimulatePrincipalPolicy, which the local API does not know: the independent evaluator decides from the
 * policies that the account has, in AWS's wire format. It sees no key's and no bucket's policy, like AWS's simulator.
 */
export async function simulate(
  parameters: URLSearchParams,
  account: Account,
  above: Above,
  form: Form,
): Promise<string> {
  const arn = parameters.get("PolicySourceArn") ?? "";
  const role = Object.values(account.roles).find((one) => one.arn === arn);
  if (!role) throw new Error(`There is no role ${arn}.`);
  const documents = [
    ...Object.entries(account.policies)
      .filter(([, policy]) => role.attached.includes(policy.arn))
      .map(([name, policy]) => [name, policy.document as PolicyDocument] as const),
    ...Object.entries(role.inline).map(
      ([name, document]) => [`role_${arn.split("/").at(-1)}_${name}`, document as PolicyDocument] as const,
    ),
  ];
  const boundary = Object.values(account.policies).find((policy) => policy.arn === role.boundary);
  const evaluations: Evaluation[] = [];
  for (const action of members(parameters, "ActionNames")) {
    for (const resource of members(parameters, "ResourceArns")) {
      const [, partition = "", , , accountId = ""] = arn.split(":");
      const request: Request = {
        principal: `${arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/simulated`,
        ...{ action, resource, accountId, context: contextOf(parameters), alone: true },
      };
      const own = {
        identity: documents.map(([, document]) => document),
        ...(boundary && { boundary: boundary.document as PolicyDocument }),
        ...(action.startsWith("kms:") &&
          resource !== "*" && { resource: delegatingKeyPolicy(partition, accountId) }),
      };
      const alone = await judge(request, own);
      const { serviceControl } = above;
      const verdict = serviceControl ? await judge(request, { ...own, serviceControl }) : alone;
      const matched = alone.sids.flatMap((sid) => documents.flatMap((named) => placeOf(sid, ...named)));
      const organization = !above.isTorn && (!serviceControl || verdict.decision === alone.decision);
      const bounded =
        boundary && (await judge(request, { ...own, identity: [everything] })).decision === "allow";
      const decision = words[verdict.decision];
      evaluations.push({ action, resource, decision, organization, boundary: bounded, matched });
    }
  }
  const results =
    form === "each"
      ? evaluations.map(memberOf)
      : members(parameters, "ActionNames").map((action) =>
          memberOfAll(evaluations.filter((one) => one.action === action)),
        );
  return page(results, parameters);
}

/** Columns count from 1; documents stand on one line. */
function placeOf(sid: string, policy: string, document: PolicyDocument) {
  const statement = document.Statement.find(({ Sid }) => Sid === sid);
  const start = statement ? JSON.stringify(document).indexOf(JSON.stringify(statement)) : -1;
  return start < 0 ? [] : [{ policy, start: start + 1, end: start + 1 + JSON.stringify(statement).length }];
}

const matchedXml = ({ matched }: Evaluation) =>
  `<MissingContextValues/><MatchedStatements>${matched
    .map(
      ({ policy, start, end }) => `<member><SourcePolicyId>${xml(policy)}</SourcePolicyId>\
<SourcePolicyType>IAM Policy</SourcePolicyType>\
<StartPosition><Line>1</Line><Column>${start}</Column></StartPosition>\
<EndPosition><Line>1</Line><Column>${end}</Column></EndPosition></member>`,
    )
    .join("")}</MatchedStatements>`;

const organizationXml = (organization: boolean) =>
  `<OrganizationsDecisionDetail><AllowedByOrganizations>${organization}</AllowedByOrganizations></OrganizationsDecisionDetail>`;

const boundaryXml = ({ boundary }: Evaluation) =>
  boundary === undefined
    ? ""
    : `<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>${boundary}</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>`;

function memberOf(evaluation: Evaluation): string {
  const { action, resource, decision, organization } = evaluation;
  return `<member><EvalActionName>${xml(action)}</EvalActionName><EvalResourceName>${xml(resource)}</EvalResourceName>
<EvalDecision>${decision}</EvalDecision>${matchedXml(evaluation)}${organizationXml(organization)}${boundaryXml(evaluation)}</member>`;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResourceSpecificResult.html */
function memberOfAll(evaluations: Evaluation[]): string {
  const [first] = evaluations;
  if (!first) throw new Error("Nothing was asked.");
  const specific = evaluations.map(
    (one) => `<member><EvalResourceName>${xml(one.resource)}</EvalResourceName>
<EvalResourceDecision>${one.decision}</EvalResourceDecision>${matchedXml(one)}${boundaryXml(one)}</member>`,
  );
  const organization = evaluations.every((one) => one.organization);
  return `<member><EvalActionName>${xml(first.action)}</EvalActionName><EvalResourceName>*</EvalResourceName>
<EvalDecision>implicitDeny</EvalDecision>${organizationXml(organization)}
<ResourceSpecificResults>${specific.join("")}</ResourceSpecificResults></member>`;
}

function page(all: string[], parameters: URLSearchParams): string {
  const from = Number(parameters.get("Marker") ?? 0);
  const size = Number(parameters.get("MaxItems") ?? 100);
  const more = from + size < all.length;
  return `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>
<IsTruncated>${more}</IsTruncated>${more ? `<Marker>${from + size}</Marker>` : ""}
<EvaluationResults>${all.slice(from, from + size).join("\n")}</EvaluationResults>
</SimulatePrincipalPolicyResult><ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata>
</SimulatePrincipalPolicyResponse>`;
}

export const xml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
