import type { Row } from "../access/row";
import type { Aws } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, some } from "./check";
import type { LivePolicy, LiveRole } from "./live";
import type { Promises } from "./promises";

/** Rows that may share a call: AWS decides each of the actions for each of the resources. */
export interface Batch {
  actions: string[];
  resources: string[];
  context: Row["request"]["context"];
  rows: Row[];
}

/** Those that differ in the action alone first, then those that differ in the resource alone. */
export function batchesOf(rows: Row[]): Batch[] {
  const byResource = grouped(rows, ({ request }) => [request.resource, sorted(request.context)]);
  const sets = byResource.map((group) => ({
    actions: [...new Set(group.map(({ request }) => request.action))].sort(),
    resource: group[0]?.request.resource ?? "",
    context: group[0]?.request.context ?? {},
    rows: group,
  }));
  return grouped(sets, ({ actions, context }) => [actions, sorted(context)]).map((group) => ({
    actions: group[0]?.actions ?? [],
    resources: [...new Set(group.map(({ resource }) => resource))],
    context: group[0]?.context ?? {},
    rows: group.flatMap((one) => one.rows),
  }));
}

const sorted = (context: object) => Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));

function grouped<T>(items: T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

/** What AWS's own evaluator answers for one action on one resource. */
interface Answer {
  action: string;
  resource: string;
  decision: string;
  /** Whether what stands above the role lets it through; undefined where AWS does not say. */
  organization: boolean | undefined;
  boundary: boolean | undefined;
  matched: { policy: string; at: { start: Position; end: Position } }[];
  missing: string[];
}

interface Position {
  line: number;
  column: number;
}

/** Asks AWS of each row, on the deployed role with all that is on it. */
export async function checkPromises(
  aws: Aws,
  { asked, sentences }: Pick<Promises, "asked" | "sentences">,
  role: LiveRole,
  policies: LivePolicy[],
): Promise<Check[]> {
  const agreed = new Map<string, string[]>();
  const unanswered: string[] = [];
  const checks = batchesOf(asked).map((batch) =>
    looked("promises", role.name, async () => {
      const answers = await answersOf(aws, role.arn, batch);
      return batch.rows.flatMap((row) => {
        const sentence = sentences.get(row) ?? unsaid;
        const finding = findingOf(row, sentence, answers, policies);
        if (finding.result === "differs") return [finding];
        if (finding.result === "not seen") unanswered.push(finding.what);
        else agreed.set(sentence, [...(agreed.get(sentence) ?? []), finding.what]);
        return [];
      });
    }),
  );
  const others = (await Promise.all(checks)).flat();
  // Hundreds of requests agree: they are told by sentence, in the order of the matrix.
  const order = new Set(asked.map((row) => sentences.get(row) ?? unsaid));
  const told = [...order].flatMap((sentence) => {
    const requests = agreed.get(sentence)?.sort();
    if (!requests) return [];
    return [check("promises", role.name, agrees(`${sentence} (${counted(requests.length)})`, requests))];
  });
  const none = `could not look: AWS's simulator gave no answer to ${counted(unanswered.length)}`;
  const unseen = some((what, details) => ({ result: "not seen", what, details }), none, unanswered);
  return [...told, ...others, ...unseen.map((one) => check("promises", role.name, one))];
}

const unsaid = "other requests of the access matrix";

const counted = (requests: number) => `${requests} request${requests === 1 ? "" : "s"}`;

async function answersOf(aws: Aws, PolicySourceArn: string, batch: Batch): Promise<Answer[]> {
  const ContextEntries = Object.entries(batch.context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [value].flat(),
    ContextKeyType: typeOf(ContextKeyName, value),
  }));
  const input = {
    PolicySourceArn,
    ActionNames: batch.actions,
    ResourceArns: batch.resources,
    ContextEntries,
  };
  const results = aws.list("iam", "SimulatePrincipalPolicy", input, (page) => page.EvaluationResults);
  const answers: Answer[] = [];
  for await (const result of results) {
    const {
      EvalActionName: action = "",
      EvalDecision,
      EvalResourceName,
      ResourceSpecificResults = [],
    } = result;
    const common = {
      organization: result.OrganizationsDecisionDetail?.AllowedByOrganizations,
      boundary: result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
    };
    const one = (
      resource: string,
      from: typeof result | (typeof ResourceSpecificResults)[number],
    ): Answer => ({
      ...{ action, resource, ...common },
      decision: ("EvalDecision" in from ? from.EvalDecision : undefined) ?? EvalDecision ?? "",
      matched: (from.MatchedStatements ?? []).map(
        ({ SourcePolicyId: policy = "", StartPosition, EndPosition }) => ({
          ...{ policy, at: { start: position(StartPosition), end: position(EndPosition) } },
        }),
      ),
      missing: from.MissingContextValues ?? [],
    });
    // Of several resources AWS answers each by itself, beside an answer for all of them.
    const specific = ResourceSpecificResults.map((each) => ({
      ...one(each.EvalResourceName ?? "", each),
      decision: each.EvalResourceDecision ?? "",
      boundary: each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? common.boundary,
    }));
    answers.push(...(specific.length > 0 ? specific : [one(EvalResourceName ?? "*", result)]));
  }
  return answers;
}

const position = (from: { Line?: number; Column?: number } | undefined): Position => ({
  ...{ line: from?.Line ?? 0, column: from?.Column ?? 0 },
});

/** AWS compares by type. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
export function typeOf(key: string, value: string | string[]) {
  if (Array.isArray(value)) return "stringList" as const;
  if (
    /^aws:(SecureTransport|MultiFactorAuthPresent|ViaAWSService)$|^s3:ObjectCreationOperation$|^kms:(MultiRegion|Bypass.*|GrantIsForAWSResource)$/.test(
      key,
    )
  ) {
    return "boolean" as const;
  }
  return "string" as const;
}

const decisions: Record<string, Row["expect"]> = {
  allowed: "allow",
  explicitDeny: "explicit deny",
  implicitDeny: "implicit deny",
};

function findingOf(row: Row, sentence: string, answers: Answer[], policies: LivePolicy[]): Finding {
  const { action, resource } = row.request;
  const answer = answers.find((one) => one.action === action && one.resource === resource);
  const asked = `${action} on ${resource}${inWords(row)} (${row.why})`;
  if (!answer) return { result: "not seen", what: asked };
  const decision = decisions[answer.decision];
  // An organisation may refuse more than the role does; it may not leave a deny of the role's own away.
  const holds = decision === row.expect || (row.expect === "implicit deny" && decision === "explicit deny");
  if (holds) return agrees(asked);
  const sids = answer.matched.map(({ policy, at }) => sidAt(policy, at, policies));
  const details = [
    `AWS decides ${decision ?? answer.decision}; the promise is ${row.expect}${row.by.length > 0 ? ` by ${row.by.join(", ")}` : ""}`,
    `README: ${sentence}`,
    ...whoRefuses(answer),
    ...(sids.length > 0 ? [`statements that matched: ${sids.join(", ")}`] : []),
    ...(answer.missing.length > 0 ? [`AWS missed a value of ${answer.missing.join(", ")}`] : []),
  ];
  return {
    ...differs(asked, details),
    exactly: JSON.stringify([decision, answer.organization, answer.boundary, sids]),
  };
}

function whoRefuses({ decision, organization, boundary }: Answer): string[] {
  if (decision === "allowed") return [];
  return [
    ...(organization === false ? ["the role may allow it, a policy of the organisation does not"] : []),
    ...(boundary === false ? ["the role may allow it, its permissions boundary does not"] : []),
  ];
}

/** What the row brings along besides what is told of every request. */
function inWords({ condition }: Row): string {
  const told = Object.entries(condition).map(
    ([key, value]) => `${key} = ${[value].flat().join(", ") || "(empty)"}`,
  );
  return told.length > 0 ? ` with ${told.join(" and ")}` : "";
}

/** AWS points at a statement by its place in the text of the policy. */
function sidAt(
  policy: string,
  { start, end }: { start: Position; end: Position },
  policies: LivePolicy[],
): string {
  const found = policies.find(
    ({ arn, name }) => arn === policy || name === policy || arn.endsWith(`/${policy}`),
  );
  if (!found) return policy;
  const lines = found.document.split("\n");
  const offset = ({ line, column }: Position) =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  const text = found.document.slice(Math.max(0, offset(start)), offset(end));
  const [, sid] = /"Sid"\s*:\s*"([^"]*)"/.exec(text) ?? [];
  return sid ? `${sid} (${found.name})` : found.name;
}
