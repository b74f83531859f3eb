import { actions, meet } from "../../cli/diff/parts";
import type { Document, Part, Statement } from "../../cli/policy/document";
import { operatorOf } from "../../cli/policy/operators";
import { admitted, all, any, type Claim, denied, letThrough, not } from "../../cli/theorems/claim";
import { decide, type Universe, type Witness } from "../../cli/theorems/decide";
import { claimAgainst, type Proof, prove, type Subject, universeOf } from "../../cli/theorems/promises";
import type { Answer, Promised, Requests } from "../../components/promises/promised";

/** What a hand may do wrong to a statement, and what comes of it: undefined where it is gone. */
export type Fault = [what: string, statement: Statement | undefined];

const everything: Part = { not: false, patterns: ["*"] };

/** A statement that is lost; a grant that is too wide: in its actions, its resources, whom it names, without a condition. */
export function faultsOf(statement: Statement, isTrust: boolean): Fault[] {
  const { effect, action, resource, conditions } = statement;
  const lost: Fault = ["taken away", undefined];
  if (effect === "Deny") return [lost];
  const services = [...new Set(action.patterns.map((one) => one.replace(/:.*/, ":*")))];
  const widened: Fault[] = [
    [`for ${services}`, { ...statement, action: { not: false, patterns: services } }],
    ...(isTrust ? [["for everybody", { ...statement, principal: everything }] satisfies Fault] : []),
    ...(resource.patterns.join() === "*"
      ? []
      : [["on everything", { ...statement, resource: everything }] satisfies Fault]),
    ...conditions.map((one): Fault => {
      const others = conditions.filter((other) => other !== one);
      return [`without ${one.operator} ${one.key}`, { ...statement, conditions: others }];
    }),
  ];
  return [lost, ...widened];
}

/** What a deny may be too narrow in: without one of its actions or resources, or of the values of a condition. */
export function narrowingsOf(statement: Statement): Fault[] {
  const values = statement.conditions.flatMap((one) =>
    // With a value less, one that must not match denies more.
    one.values.length < 2 || operatorOf(one.operator)?.negated
      ? []
      : one.values.map((value): Fault => {
          const fewer = { ...one, values: one.values.filter((other) => other !== value) };
          const conditions = statement.conditions.map((other) => (other === one ? fewer : other));
          return [`without ${one.key} ${value}`, { ...statement, conditions }];
        }),
  );
  return [...values, ...partsLess(statement)];
}

function partsLess(statement: Statement): Fault[] {
  return (["action", "resource"] as const).flatMap((part) => {
    const { not, patterns } = statement[part];
    if (patterns.length < 2) return [];
    return patterns.map((one): Fault => {
      const others = patterns.filter((other) => other !== one);
      return [`without ${one}`, { ...statement, [part]: { not, patterns: others } }];
    });
  });
}

/** The documents of a subject with something else, or nothing, in the place of a statement. */
export function withFault(subject: Subject, statement: Statement, [, instead]: Fault): Subject {
  const changed = ({ statements, ...document }: Document): Document => ({
    ...document,
    statements: statements.flatMap((one) => (one === statement ? (instead ?? []) : one)),
  });
  const { identity, resource, boundary, serviceControl } = subject;
  return {
    ...subject,
    identity: identity.map(changed),
    ...(resource && { resource: changed(resource) }),
    ...(boundary && { boundary: changed(boundary) }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(changed)) }),
  };
}

const actionsOf = (requests: Requests[]): Part => ({
  not: false,
  patterns: requests.flatMap(({ Action }) => Action),
});

/** Whether a statement can make a difference to a promise. */
export const concerns = ({ action }: Statement, { answer, requests }: Promised): boolean =>
  answer === "nothing else" || meet(actionsOf(requests), action, actions);

/** The promises that a fault in a statement may break, the likeliest first. */
function likelyBroken(statement: Statement, [, instead]: Fault, own: Promised[]): Promised[] {
  const isWidened = instead && statement.effect === "Allow";
  const lost: Answer[] = statement.effect === "Allow" ? ["allowed"] : ["nothing else", "refused", "denied"];
  const likely: Answer[] = isWidened ? ["nothing else"] : lost;
  const rank = ({ answer, requests }: Promised) => {
    const shared = actionsOf(requests).patterns.filter((one) => statement.action.patterns.includes(one));
    return shared.length + likely.indexOf(answer);
  };
  const concerned = own.filter((promise) => likely.includes(promise.answer) && concerns(statement, promise));
  return concerned.sort((a, b) => rank(b) - rank(a));
}

/**
 * A promise that a fault in a statement breaks, with a request that shows it. Promises are tried one by one: what else is
 * promised need not be told apart then.
 */
export function brokenBy(
  statement: Statement,
  fault: Fault,
  own: Promised[],
  subject: Subject,
): Proof | undefined {
  const faulty = withFault(subject, statement, fault);
  for (const promise of likelyBroken(statement, fault, own)) {
    const [proof] = prove([promise], faulty);
    if (proof?.witness) return proof;
  }
  return undefined;
}

/** For each of some faults in a statement a request that breaks a promise, found together: they tell the same texts apart. */
export function witnessesOf(
  statement: Statement,
  faults: Fault[],
  own: Promised[],
  subject: Subject,
): (Witness | undefined)[] {
  const claims = faults.map((fault) => {
    const faulty = withFault(subject, statement, fault);
    return any(...likelyBroken(statement, fault, own).map((promise) => claimAgainst(promise, faulty)));
  });
  return decide(claims, universeOf(subject));
}

/** Whether it is proven that two sets of documents decide every request alike. */
export function areAlike(one: Subject, other: Subject, universe?: Universe): boolean {
  const questions = ({ resource, ...others }: Subject) =>
    resource
      ? [admitted(resource), denied({ identity: [], resource })]
      : [letThrough(others), denied(others)];
  const [ours, theirs] = [questions(one), questions(other)];
  const differ = (claim: Claim, at: number) => {
    const counterpart = theirs[at] ?? claim;
    return any(all(claim, not(counterpart)), all(counterpart, not(claim)));
  };
  return decide(ours.map(differ), universeOf(one, universe)).every((witness) => witness === undefined);
}
