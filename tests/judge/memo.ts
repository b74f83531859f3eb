import type { PolicyDocument } from "../support/component";
import { list, matchesAction, statementsOf } from "./documents";
import { judge, type Policies, type Request, type Verdict } from "./judge";

export type Judge = (request: Request, policies: Policies) => Promise<Verdict>;

/**
 * A judge that asks the evaluator each question once. The same ones come up for many sites and mutants: what is said of
 * other actions does not matter, nor does the role's name where no policy speaks of it.
 */
export function rememberingJudge(): Judge & { asked(): number } {
  return remembering(judge);
}

export function remembering<Answer>(
  answer: (request: Request, policies: Policies) => Promise<Answer>,
): ((request: Request, policies: Policies) => Promise<Answer>) & { asked(): number } {
  const verdicts = new Map<string, Promise<Answer>>();
  const ask = (request: Request, { identity, ...others }: Policies) => {
    const relevant = identity.map((document) => about(request.action, document));
    const texts = [...relevant.map(({ text }) => text), JSON.stringify(others)].join();
    const question = JSON.stringify(namesMatter(texts) ? request : nameless(request)) + texts;
    const policies = { ...others, identity: relevant.flatMap(({ documents }) => documents) };
    const known = verdicts.get(question) ?? answer(request, policies);
    verdicts.set(question, known);
    return known;
  };
  return Object.assign(ask, { asked: () => verdicts.size });
}

/** The part of a document that is about an action, if there is any, and its text. */
interface Part {
  documents: PolicyDocument[];
  text: string;
}
const parts = new WeakMap<PolicyDocument, Map<string, Part>>();

function about(action: string, document: PolicyDocument): Part {
  const known = parts.get(document) ?? new Map<string, Part>();
  parts.set(document, known);
  const part = known.get(action) ?? partAbout(action, document);
  known.set(action, part);
  return part;
}

function partAbout(action: string, document: PolicyDocument): Part {
  const kept = statementsOf(document).filter(({ Action }) => concerns(list(Action), action));
  const Statement = kept as unknown as PolicyDocument["Statement"];
  return { documents: kept.length > 0 ? [{ ...document, Statement }] : [], text: JSON.stringify(kept) };
}

/** Whether some of the patterns of actions is about an action. A key that is created is also tagged. */
export function concerns(patterns: string[], action: string): boolean {
  const asked = action === "kms:CreateKey" ? [action, "kms:TagResource"] : [action];
  return patterns.some((pattern) => asked.some((name) => matchesAction(pattern, name)));
}

function namesMatter(policies: string): boolean {
  return /aws:Principal|aws:userid|:assumed-role\/|:role\/|:user\//i.test(policies);
}

/** A request without the name of the role or user that makes it. */
function nameless({ principal, context, ...request }: Request): unknown {
  const { "aws:PrincipalArn": _, ...others } = context;
  return { ...request, principal: principal.replace(/\/.*/, ""), context: others };
}
