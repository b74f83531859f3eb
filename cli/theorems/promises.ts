import type { Promised, Requests } from "../../components/promises/promised";
import type { Document, Statement } from "../policy/document";
import { everything, statementsOf } from "../policy/document";
import { variablesOf } from "../policy/holds";
import { sessionsOf } from "../policy/principals";
import type { PolicySet } from "../policy/request";
import { Undecided } from "./automaton";
import { admitted, all, any, type Claim, denied, inside, letThrough, named, not } from "./claim";
import { anyRequest, decide, type Universe, type Witness } from "./decide";
import { serviceIn } from "./links";

/** What a promise is held against: the policies of a role, or the trust policy that admits to it. */
export type Subject = PolicySet;

export interface Proof {
  promise: Promised;
  holds: boolean;
  /** A request that breaks it; of what is open, one that shows it. */
  witness: Witness | undefined;
  /** Why nothing is said. */
  refused?: Undecided;
}

/** A session of a role, whose policies are asked about: they do not name it. Its account is one of AWS's own examples. */
export const somebody = "arn:aws:sts::111122223333:assumed-role/role/session";

/** The requests that a subject is asked about: of policies of a role those of its sessions, of a trust policy anybody's. */
export function universeOf(subject: Subject, universe: Universe = anyRequest): Universe {
  const { role } = universe;
  return subject.resource
    ? universe
    : { principal: role ? `${sessionsOf(role)}somebody` : somebody, ...universe };
}

/** Whether it is one of these sessions: it is not said who asks then, but by which role. */
export const isSomebody = (principal: string) =>
  principal === somebody || /:assumed-role\/[^/]+\/somebody$/.test(principal);

/** Proves promises about one subject, or finds what breaks them. What is refused leaves the other promises alone. */
export function prove(promises: Promised[], subject: Subject, universe: Universe = anyRequest): Proof[] {
  const asked = universeOf(subject, universe);
  const claimsOn = (one: Subject, some: Promised[]) => some.map((promise) => claimAgainst(promise, one));
  const proofOf = (promise: Promised, witness: Witness | undefined): Proof => {
    const holds = !witness?.unread && (witness === undefined) !== (promise.answer === "open");
    return { promise, holds, witness };
  };
  const together = unlessRefused(() => decide(claimsOn(subject, promises), asked));
  if (!(together instanceof Undecided)) return promises.map((promise, at) => proofOf(promise, together[at]));
  return promises.map((promise) => {
    const alone = (one: Subject) => unlessRefused(() => decide(claimsOn(one, [promise]), asked));
    const found = alone(subject);
    if (!(found instanceof Undecided)) return proofOf(promise, found[0]);
    const concerned = concernedBy(promise, subject);
    const own = alone(concerned);
    if (!(own instanceof Undecided)) return proofOf(promise, own[0]);
    const rest = helpless(promise, concerned, own.statements);
    const left = rest && alone(rest);
    const proof = left && !(left instanceof Undecided) ? proofOf(promise, left[0]) : undefined;
    return proof?.holds ? proof : { promise, holds: false, witness: undefined, refused: own };
  });
}

function unlessRefused<T>(make: () => T): T | Undecided {
  try {
    return make();
  } catch (error) {
    if (error instanceof Undecided) return error;
    throw error;
  }
}

/**
 * A subject without the statements that no request of a promise can be one of, by their actions and resources alone: these have
 * no part in it, and what cannot be told of them does not matter.
 */
function concernedBy({ answer, requests }: Promised, subject: Subject): Subject {
  if (answer === "nothing else") return subject;
  const asked = any(...requests.map((one) => inside(plain(statementOf(one)))));
  const statements = documentsOf(subject).flatMap((one) => one.statements);
  const found = unlessRefused(() =>
    decide(
      statements.map((one) => all(asked, inside(plain(one)))),
      { ...anyRequest, anyText: true },
    ),
  );
  if (found instanceof Undecided) return subject;
  const concerned = new Set(statements.filter((_, at) => found[at] !== undefined));
  return mapped(subject, (one) => concerned.has(one));
}

/** A statement whatever its conditions are, and on any resource where that has variables. */
function plain(one: Statement): Statement {
  const resource = variablesOf({ ...one, conditions: [] }).length > 0 ? everything : one.resource;
  return { ...one, resource, conditions: [] };
}

/** A subject without the statements that name other services alone: no request of a promise is one of these. */
export function ofServices({ answer, requests }: Promised, subject: Subject): Subject {
  if (answer === "nothing else") return subject;
  const servicesOf = (patterns: readonly string[]) => patterns.map(serviceIn);
  const asked = requests.flatMap((one) => servicesOf(statementOf(one).action.patterns));
  if (asked.includes(undefined)) return subject;
  const isOf = (one: string | undefined) => one === undefined || asked.includes(one);
  return mapped(subject, ({ action }) => action.not || servicesOf(action.patterns).some(isOf));
}

const documentsOf = ({ identity, boundary, serviceControl = [], resource, session = [] }: Subject) =>
  [...identity, boundary ?? [], ...serviceControl.flat(), resource ?? [], ...session].flat();

/** A subject with some of its statements. */
function mapped(subject: Subject, stays: (one: Statement) => boolean): Subject {
  const { identity, boundary, serviceControl, resource, session } = subject;
  const some = (one: Document) => ({ ...one, statements: one.statements.filter(stays) });
  return {
    ...{ ...subject, identity: identity.map(some) },
    ...(boundary && { boundary: some(boundary) }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(some)) }),
    ...(resource && { resource: some(resource) }),
    ...(session && { session: session.map(some) }),
  };
}

/**
 * A subject without those of some statements that could only help a promise to hold: if it holds without them, it holds.
 * Undefined where there is none.
 */
function helpless({ answer }: Promised, subject: Subject, some: readonly Statement[]): Subject | undefined {
  const effect = answer === "allowed" || answer === "open" ? "Allow" : "Deny";
  const goes = (one: Statement) => one.effect === effect && some.includes(one);
  const isThere = documentsOf(subject).some(({ statements }) => statements.some(goes));
  return isThere ? mapped(subject, (one) => !goes(one)) : undefined;
}

/** What a request is that breaks a promise; of what is open, one that shows it. */
export function claimAgainst({ answer, requests, except = [] }: Promised, subject: Subject): Claim {
  const about = all(aboutAny(requests), not(aboutAny(except)));
  const isAllowed = subject.resource ? admitted(subject.resource) : letThrough(subject);
  switch (answer) {
    case "allowed":
      return all(about, not(isAllowed));
    case "refused":
    case "open":
      return all(about, isAllowed);
    case "denied":
      return all(about, not(denied(subject)));
    case "nothing else":
      return all(isAllowed, not(about));
  }
}

const known = new WeakMap<Requests, Statement>();

export function aboutAny(requests: Requests[]): Claim {
  return any(
    ...requests.map((one) => {
      const statement = statementOf(one);
      return one.Principal ? named(statement, ["self", "role", "everybody", "account"]) : inside(statement);
    }),
  );
}

function statementOf(requests: Requests): Statement {
  const statement = known.get(requests) ?? statementFor(requests);
  known.set(requests, statement);
  return statement;
}

function statementFor(requests: Requests): Statement {
  const everywhere = requests.Resource || requests.NotResource || requests.Principal ? {} : { Resource: "*" };
  const Statement = [{ Effect: "Allow", ...requests, ...everywhere }];
  const [statement] = statementsOf({ Version: "2012-10-17", Statement });
  if (!statement) throw new Error("There is no statement.");
  return statement;
}
