import type { Row } from "../access/row";
import { lowerCase } from "../policy/scalars";
import { typeOf as keyType } from "../theorems/keyTypes";
import { type Aws, NotTaken } from "./aws";

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
export interface Answer {
  action: string;
  resource: string;
  decision: string;
  /** Whether what stands above the role lets it through; undefined where AWS does not say. */
  organization: boolean | undefined;
  boundary: boolean | undefined;
  /** It allows what it says that something above the role does not. */
  isTorn: boolean;
  matched: { policy: string; at: { start: Position; end: Position } }[];
  missing: string[];
}

export interface Position {
  line: number;
  column: number;
}

type Asked = Pick<Batch, "actions" | "resources" | "context">;

/**
 * AWS refuses some actions together: they "require different authorization information", and no page says which. So halves are
 * asked. What it does not take alone has no answer.
 */
export async function answersOf(aws: Aws, role: string, asked: Asked): Promise<Answer[]> {
  try {
    return await answered(aws, role, asked);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    const { actions, resources } = asked;
    if (actions.length + resources.length <= 2) return [];
    const halves =
      actions.length > 1
        ? halved(actions).map((some) => ({ ...asked, actions: some }))
        : halved(resources).map((some) => ({ ...asked, resources: some }));
    return (await Promise.all(halves.map((half) => answersOf(aws, role, half)))).flat();
  }
}

const halved = <T>(all: T[]) => [all.slice(0, all.length / 2), all.slice(all.length / 2)];

async function answered(aws: Aws, PolicySourceArn: string, batch: Asked): Promise<Answer[]> {
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
    const isTorn = (decided: string | undefined, ...above: (boolean | undefined)[]) =>
      decided === "allowed" && above.includes(false);
    const one = (
      resource: string,
      from: typeof result | (typeof ResourceSpecificResults)[number],
    ): Answer => ({
      ...{ action, resource, ...common, decision: EvalDecision ?? "" },
      isTorn: isTorn(EvalDecision, common.organization, common.boundary),
      matched: (from.MatchedStatements ?? []).map(
        ({ SourcePolicyId: policy = "", StartPosition, EndPosition }) => ({
          ...{ policy, at: { start: position(StartPosition), end: position(EndPosition) } },
        }),
      ),
      missing: from.MissingContextValues ?? [],
    });
    // Of several resources AWS answers each by itself, beside an answer for all of them.
    const areAllowed = ResourceSpecificResults.every((each) => each.EvalResourceDecision === "allowed");
    const specific = ResourceSpecificResults.map((each) => {
      const own = each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary;
      const ofAll = areAllowed ? [common.organization, common.boundary] : [];
      return {
        ...one(each.EvalResourceName ?? "", each),
        decision: each.EvalResourceDecision ?? "",
        boundary: own ?? common.boundary,
        isTorn: isTorn(each.EvalResourceDecision, own, ...ofAll),
      };
    });
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
  return keyType(lowerCase(key)) === "flag" ? ("boolean" as const) : ("string" as const);
}
