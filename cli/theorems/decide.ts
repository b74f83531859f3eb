import type { Statement } from "../policy/document";
import { actionHolds, keysOf, type Reading, readings, starsMatter, variablesOf } from "../policy/holds";
import type { Request } from "../policy/request";
import { naming, Undecided } from "./automaton";
import { candidatesFor } from "./candidates";
import { about, all, type Claim, inside, mayHold, not, statementsIn } from "./claim";
import { isTold } from "./keys";
import { linksOf, serviceIn } from "./links";
import { search } from "./search";
import { type Sort, spaceOf } from "./space";
import { refuseUnknownActions, unreadWords } from "./unread";

/** Which requests there are. */
export interface Universe {
  /** Each answer tells it. */
  name: string;
  /** What holds for each of its requests. */
  facts: Claim[];
  /** Who asks, where that is known. */
  principal?: string;
  /** The ARN of the role whose session asks, where that is known. */
  role?: string;
  /** The services of which it says more than that a request has their form. */
  services?: string[];
  /** The sorts of requests of a service, or of all services that nothing names: each with what it says of some keys. */
  sortsOf?(service: string | undefined, keys: string[], isSigned: boolean): Sort[];
  /** Actions and resources are any text, and no key goes with others: more than AWS sends. */
  anyText?: true;
  /** Keys have as many values as AWS may send. */
  several?: true;
}

/** Any text in the form of a request, but for keys that AWS always sends together. */
export const anyRequest: Universe = {
  name: "any request: any text for action, resource and condition keys",
  facts: [],
};

/** A request that a claim holds for, as IAM's documentation is read there. */
export interface Witness {
  request: Request;
  reading: Reading;
  /** Why it may be none: the conditions that cannot be read. */
  unread?: string;
}

/** So many variables may stand in one question. */
const variableLimit = 3;

/**
 * For each claim a request of the universe that it holds for, in some reading of IAM's documentation; undefined where there
 * is none in any. Claims about the same share the work of telling apart what requests there are.
 */
export function decide(claims: Claim[], universe: Universe = anyRequest): (Witness | undefined)[] {
  const found: (Witness | undefined)[] = claims.map(() => undefined);
  const groups = new Map<string, number[]>();
  for (const [at, claim] of claims.entries()) {
    const name = variablesIn([...statementsIn(claim)]).join();
    groups.set(name, [...(groups.get(name) ?? []), at]);
  }
  for (const group of groups.values()) {
    const answers = decideTogether(
      group.map((at) => claims[at] as Claim),
      universe,
    );
    for (const [at, index] of group.entries()) found[index] = answers[at];
  }
  return found;
}

function decideTogether(claims: Claim[], universe: Universe): (Witness | undefined)[] {
  const stated = new Set<Statement>();
  for (const claim of [...claims, ...universe.facts]) statementsIn(claim, stated);
  refuseUnknownActions(stated);
  const links = universe.anyText ? [] : linksOf([...stated], universe);
  const facts = all(...universe.facts, ...links);
  for (const statement of statementsIn(facts)) stated.add(statement);
  const found: (Witness | undefined)[] = claims.map(() => undefined);
  for (const own of byService([...stated], universe.services)) {
    const keys = keysIn(own.statements);
    const sorts = universe.sortsOf?.(own.service, keys, universe.principal !== undefined) ?? [{}];
    for (const sort of sorts) decideOf(sort, { own, claims, facts, universe, found });
  }
  return found;
}

/** What a question is about, and what is found of it so far. */
interface Question {
  own: OfService;
  claims: Claim[];
  facts: Claim;
  universe: Universe;
  found: (Witness | undefined)[];
}

/** Adds what is found among the requests of a sort. */
function decideOf(sort: Sort, { own, claims, facts, universe, found }: Question): void {
  const { which, concerns } = own;
  const { actions, fact = all(), tells = () => "perhaps" as const } = sort;
  const isAbout = ({ action }: Statement) =>
    !actions || action.not || actions.some((one) => actionHolds(action, one));
  const statements = [...own.statements, ...statementsIn(fact)].filter(isAbout);
  const concerned = new Set(statements);
  const isOpen = (at: number) => !found[at] || found[at].unread !== undefined;
  const open = [...claims.entries()].filter(([at, claim]) => isOpen(at) && mayHold(claim, concerned));
  if (open.length === 0) return;
  const unread = statements.flatMap(unreadWords).join("; ");
  const variables = variablesIn(statements);
  const withVariables = () => statements.filter((one) => variablesOf(one).length > 0);
  naming(withVariables, () => refuseMany(variables));
  for (const reading of differingReadings(statements, variables.length > 0)) {
    for (const fixed of valuations(variables, statements, reading)) {
      if (![...fixed].every(([key, value]) => isTold(tells(key), value))) continue;
      const space = spaceOf(statements, { reading, fixed, concerns, sort, ...universe });
      for (const [at, claim] of open) {
        if (!isOpen(at)) continue;
        const asked = all(claim, facts, which, fact);
        const certain = search(asked, space, true);
        const classes = certain ?? (unread !== "" && !found[at] ? search(asked, space, false) : undefined);
        if (classes) found[at] = { request: space.requestOf(classes), reading, ...(!certain && { unread }) };
      }
    }
  }
}

function refuseMany(variables: string[]): void {
  if (variables.length <= variableLimit) return;
  const names = variables.map((key) => `\u0024{${key}}`).join(", ");
  throw new Undecided(`there are more than ${variableLimit} variables: ${names}`);
}

const keysIn = (statements: Statement[]) => [...new Set(statements.flatMap(keysOf))];

const variablesIn = (statements: Statement[]) =>
  [...new Set(statements.flatMap(variablesOf).map(({ key }) => key))].sort();

interface OfService {
  /** Undefined: all that nothing names. */
  service: string | undefined;
  statements: Statement[];
  /** That a request is of the service. */
  which: Claim;
  /** Whether a pattern of actions of a statement can match one of these. */
  concerns(statement: Statement, pattern: string): boolean;
}

/** The statements that can be about actions of a service, for each that they or the universe name, and for all others. */
function byService(statements: Statement[], known: string[] = []): OfService[] {
  const patterns = statements.flatMap(({ action }) => (action.not ? [] : action.patterns));
  const services = [...new Set([...patterns.flatMap((pattern) => serviceIn(pattern) ?? []), ...known])];
  const isOf = (service: string | undefined) => (pattern: string) => {
    const own = serviceIn(pattern);
    return own === undefined || own === service;
  };
  const of = (service: string | undefined) =>
    statements.filter(({ action }) => action.not || action.patterns.some(isOf(service)));
  const actionsOf = (names: string[]) => about({ action: names.map((name) => `${name}:*`) });
  const others = actionsOf(services);
  return [
    ...services.map((service) => {
      const own = actionsOf([service]);
      const concerns: OfService["concerns"] = (_, pattern) => isOf(service)(pattern);
      return { service, statements: [...of(service), own], which: inside(own), concerns };
    }),
    {
      service: undefined,
      statements: [...of(undefined), ...(services.length > 0 ? [others] : [])],
      which: services.length > 0 ? not(inside(others)) : all(),
      concerns: (statement, pattern) => statement === others || !services.includes(serviceIn(pattern) ?? ""),
    },
  ];
}

/** The readings that are any different for these statements. */
function differingReadings(statements: Statement[], hasVariables: boolean): Reading[] {
  const [usual] = readings;
  const hasStars = statements.some(({ resource, variables }) =>
    resource.patterns.some((pattern) => starsMatter(pattern, variables)),
  );
  return readings.filter(
    ({ stars, missing }) =>
      (hasStars || stars === usual?.stars) && (hasVariables || missing === usual?.missing),
  );
}

/**
 * Every combination of values of variables that makes a difference. The values of one may depend on those of another, so
 * each comes first once.
 */
function* valuations(
  variables: string[],
  statements: Statement[],
  reading: Reading,
  fixed: ReadonlyMap<string, string | undefined> = new Map(),
): Generator<ReadonlyMap<string, string | undefined>> {
  if (variables.length === 0) yield fixed;
  for (const key of variables) {
    const others = variables.filter((one) => one !== key);
    const withKey = () => statements.filter((one) => keysOf(one).includes(key));
    for (const value of naming(withKey, () => candidatesFor(key, statements, reading, fixed))) {
      yield* valuations(others, statements, reading, new Map([...fixed, [key, value]]));
    }
  }
}
