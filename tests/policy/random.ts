import { expect } from "chai";
import fc from "fast-check";
import { matrix } from "../../cli/access/matrix";
import type { Context, Request } from "../../cli/access/request";
import type { Site } from "../../cli/access/site";
import { statementsOf } from "../judge/documents";
import { Guess, judge } from "../judge/judge";
import { evaluated } from "./judged";

export interface Counts {
  requests: number;
  allowed: number;
  "implicitly denied": number;
  "explicitly denied": number;
  /** The judge would have had to guess. */
  "without a verdict": number;
  "never sent": number;
}

/** Requests put together of parts of the access matrix at random are decided alike, by the same statements. */
export async function expectAlike(site: Site, requests: number, seed: number): Promise<Counts> {
  const rows = matrix(site);
  const pools = poolsOf(rows.map(({ request }) => request));
  const counts = {
    requests,
    allowed: 0,
    "implicitly denied": 0,
    "explicitly denied": 0,
    "without a verdict": 0,
    "never sent": 0,
  };
  const names = {
    allow: "allowed",
    "implicit deny": "implicitly denied",
    "explicit deny": "explicitly denied",
  } as const;
  await fc.assert(
    fc.asyncProperty(fc.nat(rows.length - 1), fc.infiniteStream(fc.nat()), async (at, numbers) => {
      const { request, policies } = rows[at] ?? expect.fail();
      const asked = another(request, pools, numbers);
      if (!isSent(asked)) return void counts["never sent"]++;
      const verdict = await judge(asked, policies).catch((error) => {
        if (error instanceof Guess) return undefined;
        throw error;
      });
      if (!verdict) return void counts["without a verdict"]++;
      counts[names[verdict.decision]]++;
      const own = evaluated(asked, policies);
      expect(own.decision).to.equal(verdict.decision);
      // AWS leaves open whether "not equal to a variable without a value" holds: the two read it differently.
      const open = withBareVariables(policies.identity.flatMap(statementsOf), asked.context);
      const named = (sids: readonly string[]) => sids.filter((sid) => !open.has(sid)).sort();
      expect(named(own.sids)).to.deep.equal(named(verdict.sids));
    }),
    { numRuns: requests, seed },
  );
  return counts;
}

/** No token is of two issuers, and a provider of tokens calls nothing else: the judge knows neither. */
function isSent({ action, principal, context }: Request): boolean {
  const issuers = Object.keys(context).map((key) => key.split(":")[0] ?? "");
  if (new Set(issuers.filter((name) => name.includes("."))).size > 1) return false;
  return !principal.includes(":oidc-provider/") || action === "sts:AssumeRoleWithWebIdentity";
}

/** The Sids of statements with a variable that the request gives no value, or an empty one. */
function withBareVariables(
  statements: readonly { Sid?: string }[],
  context: Context,
): Set<string | undefined> {
  const given = new Set(
    Object.keys(context)
      .filter((key) => context[key] !== "")
      .map((key) => key.toLowerCase()),
  );
  const isBare = (statement: object) =>
    [...JSON.stringify(statement).matchAll(/\$\{([^},]+)/g)].some(
      ([, key]) => !given.has(key?.toLowerCase() ?? ""),
    );
  return new Set(statements.filter(isBare).map(({ Sid }) => Sid));
}

/** What the matrix asks: actions and resources by service, the values of each key by action. */
interface Pools {
  actions: Map<string, string[]>;
  resources: Map<string, string[]>;
  context: Map<string, Map<string, Context[string][]>>;
}

const serviceOf = ({ action }: Request) => action.split(":")[0] ?? "";

function poolsOf(requests: Request[]): Pools {
  return {
    actions: grouped(requests.map((one) => [serviceOf(one), one.action])),
    resources: grouped(requests.map((one) => [serviceOf(one), one.resource])),
    context: new Map(
      [...new Set(requests.map(({ action }) => action))].map((action) => {
        const own = requests.filter((one) => one.action === action);
        return [action, grouped(own.flatMap(({ context }) => Object.entries(context)))];
      }),
    ),
  };
}

function grouped<T>(pairs: [string, T][]): Map<string, T[]> {
  const sets = new Map<string, Set<T>>();
  for (const [key, value] of pairs) sets.set(key, (sets.get(key) ?? new Set()).add(value));
  return new Map([...sets].map(([key, values]) => [key, [...values]]));
}

/** What the judge insists on. */
const always = /^aws:(RequestedRegion|ResourceAccount|SecureTransport|PrincipalArn|PrincipalAccount)$/;

/** The same request but for its action and its resource, one time in three, and up to three keys of its context. */
function another(request: Request, pools: Pools, numbers: Iterator<number>): Request {
  const number = () => numbers.next().value as number;
  const one = <T>(items: readonly T[]): T => items[number() % items.length] as T;
  const service = serviceOf(request);
  const action = number() % 3 === 0 ? one(pools.actions.get(service) ?? []) : request.action;
  const resource = number() % 3 === 0 ? one(pools.resources.get(service) ?? []) : request.resource;
  // Keys that AWS does not tell with an action would count for nothing.
  const values = pools.context.get(action) ?? new Map<string, Context[string][]>();
  const context = Object.fromEntries(Object.entries(request.context).filter(([key]) => values.has(key)));
  for (let left = number() % 4; left > 0; left--) {
    const key = one([...values.keys()]);
    if (number() % 3 === 0 && !always.test(key)) delete context[key];
    else context[key] = one(values.get(key) ?? []);
  }
  return { ...request, action, resource, context };
}
