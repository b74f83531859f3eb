import { type Document, everything, type Statement } from "../policy/document";
import type { Naming } from "../policy/principals";
import type { PolicySet } from "../policy/request";

/** What is said of a request. */
export type Claim =
  /** It is one that the statement is about, whatever its effect. */
  | { is: "in"; statement: Statement }
  /** The statement, of a resource's policy, names who asks in one of these ways. */
  | { is: "named"; statement: Statement; how: readonly Naming[] }
  /** Whoever asks has policies of their own, as services and tokens of others have not. */
  | { is: "of an account" }
  /** The resource belongs to the account of whoever asks. */
  | { is: "own" }
  | { is: "not"; claim: Claim }
  | { is: "all" | "any"; claims: Claim[] };

export const all = (...claims: Claim[]): Claim => ({ is: "all", claims });
export const any = (...claims: Claim[]): Claim => ({ is: "any", claims });
export const not = (claim: Claim): Claim => ({ is: "not", claim });
const always = all();
export const inside = (statement: Statement): Claim => ({ is: "in", statement });

const every: readonly Naming[] = ["self", "role", "everybody", "account"];
const direct: readonly Naming[] = ["self", "role", "everybody"];

const ofEffect = (documents: readonly Document[], wanted: Statement["effect"]) =>
  documents.flatMap(({ statements }) => statements.filter(({ effect }) => effect === wanted));
const granted = (documents: readonly Document[]) => any(...ofEffect(documents, "Allow").map(inside));

/** A request that some statement refuses, whatever the others say. */
export function denied({
  identity,
  boundary,
  serviceControl = [],
  resource,
  session = [],
}: PolicySet): Claim {
  const plain = [...identity, ...(boundary ? [boundary] : []), ...serviceControl.flat(), ...session];
  return any(
    ...ofEffect(plain, "Deny").map(inside),
    ...ofEffect(resource ? [resource] : [], "Deny").map((one) => named(one, every)),
  );
}

/** A request that the policies allow, as `evaluate` decides it. */
export function allowed(policies: PolicySet): Claim {
  const { identity, boundary, serviceControl = [], resource, session } = policies;
  const naming = (how: readonly Naming[]) =>
    any(...ofEffect(resource ? [resource] : [], "Allow").map((one) => named(one, how)));
  const ownAnd = (how: readonly Naming[]) => all({ is: "own" }, naming(how));
  const asks = resource ? any(not({ is: "own" }), needsPolicy) : not({ is: "own" });
  return all(
    not(denied(policies)),
    any(
      all(not({ is: "of an account" }), naming(every)),
      all(
        { is: "of an account" },
        ...serviceControl.map(granted),
        any(not(asks), naming(every)),
        any(granted(identity), ownAnd(direct)),
        boundary ? any(granted([boundary]), ownAnd(["self"])) : always,
        session ? any(granted(session), ownAnd(["self"])) : always,
      ),
    ),
  );
}

/** A request that the policies of one identity alone let through, whatever becomes of it elsewhere. */
export function letThrough({ identity, boundary, serviceControl = [], session }: PolicySet): Claim {
  return all(
    not(denied({ identity, boundary, serviceControl, session })),
    granted(identity),
    ...serviceControl.map(granted),
    ...(boundary ? [granted([boundary])] : []),
    ...(session ? [granted(session)] : []),
  );
}

/** A request that the policy of a resource alone lets through. */
export function admitted(resource: Document): Claim {
  return all(
    not(any(...ofEffect([resource], "Deny").map((one) => named(one, every)))),
    any(...ofEffect([resource], "Allow").map((one) => named(one, every))),
  );
}

export function named(statement: Statement, how: readonly Naming[]): Claim {
  return all(inside(statement), { is: "named", statement, how });
}

/** Statements that stand for what is said of a request, such as `{ action: ["s3:*"] }`. */
export function about({
  action = ["*"],
  conditions = [],
  principal = ["*"],
  ...rest
}: {
  action?: string[];
  resource?: Statement["resource"];
  principal?: string[];
  conditions?: Statement["conditions"];
}): Statement {
  const part = (patterns: string[]) => ({ not: false, patterns });
  const { resource = everything } = rest;
  const parts = { action: part(action), resource, principal: part(principal) };
  return { sid: "", effect: "Allow", ...parts, conditions, variables: true };
}

/** As in `evaluate`: keys, and roles that are assumed. `${*}` is the character. */
const needsPolicy = any(
  inside(about({ action: ["sts:*"] })),
  inside(about({ action: ["kms:*"], resource: { not: true, patterns: ["\u0024{*}"] } })),
);

/** The statements that a claim speaks of. */
export function statementsIn(claim: Claim, found = new Set<Statement>()): Set<Statement> {
  if (claim.is === "in" || claim.is === "named") found.add(claim.statement);
  if (claim.is === "not") statementsIn(claim.claim, found);
  if (claim.is === "all" || claim.is === "any") for (const one of claim.claims) statementsIn(one, found);
  return found;
}

/** Whether a claim may hold for requests that these statements alone are about. */
export function mayHold(claim: Claim, statements: ReadonlySet<Statement>): boolean {
  switch (claim.is) {
    case "in":
    case "named":
      return statements.has(claim.statement);
    case "all":
      return claim.claims.every((one) => mayHold(one, statements));
    case "any":
      return claim.claims.some((one) => mayHold(one, statements));
    default:
      return true;
  }
}
