import type { PolicyDocument } from "../support/component";
import { list, statementsOf } from "./documents";
import { judge, type Policies, type Request, type Verdict } from "./judge";

export type Judge = (request: Request, policies: Policies) => Promise<Verdict>;

/**
 * A judge that asks the evaluator each question once. The same ones come up for many sites and mutants: what is said of
 * other actions does not matter, nor does the role's name where no policy speaks of it.
 */
export function rememberingJudge(): Judge & { asked(): number } {
  const verdicts = new Map<string, Promise<Verdict>>();
  const ask: Judge = (request, policies) => {
    const relevant = { ...policies, identity: policies.identity.flatMap((of) => about(request.action, of)) };
    const question = JSON.stringify([namesMatter(relevant) ? request : nameless(request), relevant]);
    const known = verdicts.get(question) ?? judge(request, relevant);
    verdicts.set(question, known);
    return known;
  };
  return Object.assign(ask, { asked: () => verdicts.size });
}

/** A document without the statements about other actions, if any is left. */
function about(action: string, document: PolicyDocument): PolicyDocument[] {
  const Statement = statementsOf(document).filter(({ Action }) => concerns(list(Action), action));
  return Statement.length > 0
    ? [{ ...document, Statement: Statement as unknown as PolicyDocument["Statement"] }]
    : [];
}

/** Whether some of the patterns of actions is about an action. A key that is created is also tagged. */
export function concerns(patterns: string[], action: string): boolean {
  const asked = action === "kms:CreateKey" ? [action, "kms:TagResource"] : [action];
  return patterns.some((pattern) => asked.some((name) => matches(pattern, name)));
}

function matches(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  return new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(action);
}

function namesMatter(policies: Policies): boolean {
  return /aws:Principal|aws:userid|:assumed-role\/|:role\/|:user\//i.test(JSON.stringify(policies));
}

/** A request without the name of the role or user that makes it. */
function nameless({ principal, context, ...request }: Request): unknown {
  const { "aws:PrincipalArn": _, ...others } = context;
  return { ...request, principal: principal.replace(/\/.*/, ""), context: others };
}
