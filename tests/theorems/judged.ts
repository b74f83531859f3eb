import { expect } from "chai";
import fc from "fast-check";
import { documentOf, type Statement } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import { readings, variablesOf } from "../../cli/policy/holds";
import type { Decision, PolicySet, Request } from "../../cli/policy/request";
import { Undecided } from "../../cli/theorems/automaton";
import { about, all, allowed, type Claim, denied, inside, named, not } from "../../cli/theorems/claim";
import { decide, type Universe, type Witness } from "../../cli/theorems/decide";
import { judged } from "./judge";
import {
  type AnyDocument,
  type AnySet,
  askedActions,
  askedPrincipals,
  askedResources,
  type Key,
  keys,
  policySets,
} from "./policySets";

export interface Counts {
  sets: number;
  /** What the engine says that it cannot tell, of two times as many questions, by the reason. */
  undecided: Record<string, number>;
  requests: number;
  allowed: number;
  "explicitly denied": number;
  /** Requests that the engine found. */
  witnesses: number;
  /** Questions to the engine about one request. */
  "written out": number;
  /** Where the judge decides otherwise than AWS documents, by the reason. */
  differences: Record<string, number>;
}

const perSet = 20;

/**
 * The judge decides random requests of random policy sets as the package's evaluator does. Of each set the engine is asked
 * whether anything is allowed or denied to who asks. The judge decides its witness so, and where there is none, no request.
 */
export function expectJudged(requests: number, seed: number): Counts {
  const counts: Counts = {
    ...{
      sets: 0,
      requests: 0,
      allowed: 0,
      "explicitly denied": 0,
      witnesses: 0,
      "written out": 0,
    },
    undecided: {},
    differences: {},
  };
  const random = fc.tuple(policySets, fc.infiniteStream(fc.nat()));
  for (const [set, numbers] of fc.sample(random, { numRuns: Math.ceil(requests / perSet), seed })) {
    counts.sets++;
    const policies = policySetOf(set);
    const principal = askedPrincipals[(numbers.next().value as number) % askedPrincipals.length] ?? "";
    const told = [
      ...new Set([...set.about, ...keys.filter(({ key }) => key.startsWith("aws:PrincipalTag/"))]),
    ];
    const asked = Array.from({ length: perSet }, () => requestOf(principal, told, numbers));
    const decided = asked.map((request) => expectAlike(request, set, policies, counts));
    counts.requests += asked.length;
    const point = pointOf(asked[0] as Request, told);
    const [isAllowed, isDenied] = [allowed(policies), denied(policies)];
    const universe = { name: "requests of one principal", facts: [], principal };
    const found = answersTo([isAllowed, isDenied], universe, counts);
    const written = answersTo([all(point, isAllowed), all(point, isDenied)], universe, counts);
    for (const [at, decision] of (["allowed", "explicit deny"] as const).entries()) {
      const [any, one] = [found?.[at], written?.[at]];
      const shown = `${decision}: ${JSON.stringify({ ...set, about: [] })}`;
      if (any && isSent(any.request)) {
        expectAlike(any.request, set, policies, counts);
        counts.witnesses++;
      }
      if (found && !any) expect(decided.flat(), shown).not.to.include(decision);
      if (!written) continue;
      expect(one !== undefined, `${JSON.stringify(asked[0])} ${shown}`).to.equal(
        decided[0]?.includes(decision),
      );
      counts["written out"]++;
    }
  }
  return counts;
}

/** What the evaluator decides, in some reading, is what the judge does. */
function expectAlike(request: Request, set: AnySet, policies: PolicySet, counts: Counts): Decision[] {
  const decisions = readings.map((reading) => evaluate(request, policies, reading).decision);
  const answer = judged(request, set);
  if (answer === "allowed") counts.allowed++;
  if (answer === "explicit deny") counts["explicitly denied"]++;
  if (decisions.includes(answer)) return decisions;
  const statements = statementsIn(policies);
  const found = differences.find(({ applies }) => statements.some((one) => applies(one, request, policies)));
  if (!found)
    expect.fail(`${answer}, not ${decisions}: ${JSON.stringify(request)} of ${JSON.stringify(set)}`);
  counts.differences[found.what] = (counts.differences[found.what] ?? 0) + 1;
  return decisions;
}

const statementsIn = ({ identity, boundary, serviceControl = [], resource }: PolicySet) =>
  [...identity, boundary ?? [], ...serviceControl.flat(), resource ?? []]
    .flat()
    .flatMap((one) => one.statements);

interface Difference {
  what: string;
  applies(statement: Statement, request: Request, policies: PolicySet): boolean;
}

const isGiven = ({ context }: Request, wanted: string) =>
  Object.keys(context).some((key) => key.toLowerCase() === wanted.toLowerCase());

/** Where the judge decides otherwise than AWS's page says, or may be another reading of it in each statement. */
const differences: Difference[] = [
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    what: "a variable without a value matches nothing, or its statement does not hold",
    applies: (statement, request) =>
      variablesOf(statement).some(({ key, otherwise }) => otherwise === undefined && !isGiven(request, key)),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
    what: "ForAnyValue with IfExists holds without the key",
    applies: ({ conditions }, request) =>
      conditions.some(
        ({ operator, key }) => /^ForAnyValue.*IfExists$/.test(operator) && !isGiven(request, key),
      ),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
    what: "NotIpAddress holds for an address of the other family",
    applies: ({ conditions }) =>
      conditions.some(
        ({ operator, values }) => /^NotIp/.test(operator) && values.some((one) => !one.includes("/")),
      ),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
    what: "0.0.0.0/0 has every address of IPv4",
    applies: ({ conditions }) => conditions.some(({ values }) => values.includes("0.0.0.0/0")),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
    what: "an asterisk that is written as a variable is one for StringEquals too",
    applies: ({ conditions }) =>
      conditions.some(
        ({ operator, values }) =>
          /String(Not)?Equals/.test(operator) && values.some((one) => one.includes("{*}")),
      ),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    what: "NotPrincipal with an account does not exempt its sessions",
    applies: ({ principal }) => principal.not,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    what: "whether a boundary limits what a resource grants to everybody is not said",
    applies: ({ principal }, _, { boundary, resource }) =>
      boundary !== undefined &&
      resource?.statements.some((one) => one.effect === "Allow" && one.principal === principal) === true &&
      principal.patterns.includes("*"),
  },
];

function answersTo(
  claims: Claim[],
  universe: Universe,
  { undecided }: Counts,
): (Witness | undefined)[] | undefined {
  try {
    return decide(claims, universe);
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    const why = error.message.replace(/aws:[\w/]+/g, "a key");
    undecided[why] = (undecided[why] ?? 0) + 1;
    return undefined;
  }
}

/** The policies as the engine takes them. */
function policySetOf({ identity, boundary, serviceControl, resource }: AnySet): PolicySet {
  const read = (one: AnyDocument) => documentOf("document", one);
  return {
    identity: identity.map(read),
    ...(boundary && { boundary: read(boundary) }),
    ...(serviceControl && { serviceControl: [[read(serviceControl)]] }),
    ...(resource && { resource: read(resource) }),
  };
}

function requestOf(principal: string, about: Key[], numbers: Iterator<number>): Request {
  const one = <T>(items: readonly T[]): T => items[(numbers.next().value as number) % items.length] as T;
  const context = about.flatMap(({ key, given }) => {
    const value = one(given);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    principal,
    action: one(askedActions),
    resource: one(askedResources),
    accountId: one(["111111111111", "111111111111", "222222222222"]),
    context: Object.fromEntries(context),
  };
}

/** That a request is this one, as far as the keys go that policies are about. */
function pointOf({ principal, action, resource, accountId, context }: Request, keys: Key[]): Claim {
  const conditions = keys.flatMap(({ key, equals, operators, values: [any = ""] }) => {
    const values = [context[key] ?? []].flat();
    // A key without a value is none that is not there.
    const isAbsent = { operator: `${equals}IfExists`, key, values: [any] };
    if (values.length === 0) return [{ operator: "Null", key, values: ["true"] }, isAbsent];
    // Where policies ask of sets, a key may have several values.
    const isOne = !operators.some((one) => one.startsWith("ForAnyValue"));
    if (isOne) return [{ operator: equals, key, values }];
    return [
      ...values.map((one) => ({ operator: `ForAnyValue:${equals}`, key, values: [one] })),
      { operator: `ForAllValues:${equals}`, key, values },
    ];
  });
  const statement = about({
    ...{ action: [action], principal: [`AWS:${principal}`], conditions },
    resource: { not: false, patterns: [resource] },
  });
  const isOwn = principal.split(":")[4] === accountId;
  return all(inside(statement), named(statement, ["self"]), isOwn ? { is: "own" } : not({ is: "own" }));
}

/** It is about one resource, whose name the judge takes for no pattern; no key has no values, and no text is empty. */
const isSent = ({ resource, context }: Request) =>
  !resource.includes("*") &&
  Object.values(context).every((value) => value.length > 0 && [value].flat().every((one) => one !== ""));
