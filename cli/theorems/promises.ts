import type { Promised, Requests } from "../../components/promises/promised";
import type { Statement } from "../policy/document";
import { statementsOf } from "../policy/document";
import type { PolicySet } from "../policy/request";
import { admitted, all, any, type Claim, denied, inside, letThrough, named, not } from "./claim";
import { anyRequest, decide, type Universe, type Witness } from "./decide";

/** What a promise is held against: the policies of a role, or the trust policy that admits to it. */
export type Subject = PolicySet;

export interface Proof {
  promise: Promised;
  holds: boolean;
  /** A request that breaks it; of what is open, one that shows it. */
  witness: Witness | undefined;
}

/** A session of a role, whose policies are asked about: they do not name it. Its account is one of AWS's own examples. */
export const somebody = "arn:aws:sts::111122223333:assumed-role/role/session";

/** The requests that a subject is asked about: of policies of a role those of its sessions, of a trust policy anybody's. */
export function universeOf(subject: Subject, universe: Universe = anyRequest): Universe {
  return subject.resource ? universe : { principal: somebody, ...universe };
}

/** Proves promises about one subject, or finds what breaks them. */
export function prove(promises: Promised[], subject: Subject, universe: Universe = anyRequest): Proof[] {
  const claims = promises.map((promise) => claimAgainst(promise, subject));
  const witnesses = decide(claims, universeOf(subject, universe));
  return promises.map((promise, at) => {
    const witness = witnesses[at];
    const holds = !witness?.unread && (witness === undefined) !== (promise.answer === "open");
    return { promise, holds, witness };
  });
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
      const statement = known.get(one) ?? statementFor(one);
      known.set(one, statement);
      return one.Principal ? named(statement, ["self", "role", "everybody", "account"]) : inside(statement);
    }),
  );
}

function statementFor(requests: Requests): Statement {
  const everywhere = requests.Resource || requests.NotResource || requests.Principal ? {} : { Resource: "*" };
  const Statement = [{ Effect: "Allow", ...requests, ...everywhere }];
  const [statement] = statementsOf({ Version: "2012-10-17", Statement });
  if (!statement) throw new Error("There is no statement.");
  return statement;
}
