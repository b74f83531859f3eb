import type { Policies, PolicyDocument, Request } from "../../cli/access/request";
import { list, matchesAction, refuseInverted, statementsOf } from "./documents";
import { checkedBesides, judge, type Verdict } from "./judge";

export type Judge = (request: Request, policies: Policies) => Promise<Verdict>;

/**
 * A judge that asks the evaluator each question once. The same ones come up for many sites and mutants: what is said of
 * other actions does not matter, nor does the role's name where no policy speaks of it. It fails at statements about all
 * actions, resources or principals but some, of which it could not tell what they are about.
 */
export function rememberingJudge(): Judge & { asked(): number } {
  return remembering(judge);
}

/** One that a whole process asks. */
export const commonJudge = rememberingJudge();

export function remembering<Answer>(
  answer: (request: Request, policies: Policies) => Promise<Answer>,
): ((request: Request, policies: Policies) => Promise<Answer>) & { asked(): number } {
  const verdicts = new Map<string, Promise<Answer>>();
  const ask = async (request: Request, { identity, resource, boundary, serviceControl }: Policies) => {
    const relevant = identity.map((document) => about(request.action, document));
    const ofResource = resource ? about(request.action, resource) : nothing;
    const ofBoundary = boundary ? about(request.action, boundary) : nothing;
    const ofControl = serviceControl ? about(request.action, serviceControl) : nothing;
    const parts = [ofControl, ofResource, ofBoundary, ...relevant];
    const named = parts.some(({ namesMatter }) => namesMatter);
    const question = [numberOfRequest(request, named), ...parts.map(({ number }) => number)].join();
    const policies = {
      identity: relevant.flatMap(({ documents }) => documents),
      // A policy that says nothing of the action is there all the same.
      ...(resource && { resource: ofResource.documents[0] ?? resource }),
      ...(boundary && { boundary: ofBoundary.documents[0] ?? boundary }),
      ...(serviceControl && { serviceControl: ofControl.documents[0] ?? serviceControl }),
    };
    const known = verdicts.get(question) ?? answer(request, policies);
    verdicts.set(question, known);
    return known;
  };
  return Object.assign(ask, { asked: () => verdicts.size });
}

/** Of the same text the same number: questions are short then. */
function numberOf(text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}
const numbers = new Map<string, number>();

/** The part of a document that is about an action, if there is any, and the number of its text. */
interface Part {
  documents: PolicyDocument[];
  number: number;
  /** Whether it could speak of the role's name. */
  namesMatter: boolean;
}
const parts = new WeakMap<PolicyDocument, Map<string, Part>>();

function about(action: string, document: PolicyDocument): Part {
  const known = parts.get(document) ?? new Map<string, Part>();
  if (known.size === 0) refuseInverted(statementsOf(document));
  parts.set(document, known);
  const part = known.get(action) ?? partOf(document, action);
  known.set(action, part);
  return part;
}

const nothing: Part = { documents: [], number: numberOf("null"), namesMatter: false };

function partOf(document: PolicyDocument, action: string): Part {
  const kept = statementsOf(document).filter(({ Action }) => concerns(list(Action), action));
  const Statement = kept as unknown as PolicyDocument["Statement"];
  const text = JSON.stringify(kept);
  const namesMatter = /aws:Principal|aws:userid|:assumed-role\/|:role\/|:user\/|:oidc-provider\//i.test(text);
  const documents = kept.length > 0 ? [{ ...document, Statement }] : [];
  return { documents, number: numberOf(text), namesMatter };
}

/** Whether some of the patterns of actions is about an action, or one that AWS checks besides. */
export function concerns(patterns: string[], action: string): boolean {
  const asked = [action, ...(checkedBesides[action] ?? [])];
  return patterns.some((pattern) => asked.some((name) => matchesAction(pattern, name)));
}

function numberOfRequest(request: Request, named: boolean): number {
  const ofKind = requests[named ? "named" : "nameless"];
  const number = ofKind.get(request) ?? numberOf(textOf(request, named));
  ofKind.set(request, number);
  return number;
}
const requests = { named: new WeakMap<Request, number>(), nameless: new WeakMap<Request, number>() };

/** A request, without the name of the role or user that makes it unless names matter. */
function textOf(request: Request, named: boolean): string {
  if (named) return JSON.stringify(request);
  const { principal, context, ...others } = request;
  const { "aws:PrincipalArn": _, ...nameless } = context;
  return JSON.stringify([others, principal.slice(0, principal.indexOf("/") + 1 || undefined), nameless]);
}
