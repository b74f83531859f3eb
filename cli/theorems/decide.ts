import type { Statement } from "../policy/document";
import { type Reading, readings, starsMatter, variablesOf } from "../policy/holds";
import type { Request } from "../policy/request";
import { Undecided } from "./automaton";
import { candidatesFor } from "./candidates";
import { about, all, type Claim, inside, not, statementsIn } from "./claim";
import { linksOf, serviceIn } from "./links";
import { search } from "./search";
import { spaceOf } from "./space";

/** Which requests there are. */
export interface Universe {
  /** Each answer tells it. */
  name: string;
  /** What holds for each of its requests. */
  facts: Claim[];
  /** Who asks, where that is known. */
  principal?: string;
  /** Actions and resources are any text, every key may have several values, none goes with others: more than AWS sends. */
  anyText?: true;
}

/** Any text in the form of a request, but for keys that AWS always sends together. */
export const anyRequest: Universe = { name: "any request", facts: [] };

/** A request that a claim holds for, as IAM's documentation is read there. */
export interface Witness {
  request: Request;
  reading: Reading;
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
  const links = universe.anyText ? [] : linksOf([...stated], universe.principal);
  const facts = all(...universe.facts, ...links);
  for (const statement of statementsIn(facts)) stated.add(statement);
  const found: (Witness | undefined)[] = claims.map(() => undefined);
  for (const { statements, which, concerns } of byService([...stated])) {
    const variables = variablesIn(statements);
    if (variables.length > variableLimit)
      throw new Undecided(`there are more than ${variableLimit} variables`);
    for (const reading of differingReadings(statements, variables.length > 0)) {
      for (const fixed of valuations(variables, statements, reading)) {
        const space = spaceOf(statements, { reading, fixed, concerns, ...universe });
        for (const [at, claim] of claims.entries()) {
          if (found[at]) continue;
          const classes = search(all(claim, facts, which), space);
          if (classes) found[at] = { request: space.requestOf(classes), reading };
        }
      }
    }
  }
  return found;
}

const variablesIn = (statements: Statement[]) =>
  [...new Set(statements.flatMap(variablesOf).map(({ key }) => key))].sort();

interface OfService {
  statements: Statement[];
  /** That a request is of the service. */
  which: Claim;
  /** Whether a pattern of actions of a statement can match one of these. */
  concerns(statement: Statement, pattern: string): boolean;
}

/** The statements that can be about actions of a service, for each that they name, and for all others. */
function byService(statements: Statement[]): OfService[] {
  const patterns = statements.flatMap(({ action }) => (action.not ? [] : action.patterns));
  const services = [...new Set(patterns.flatMap((pattern) => serviceIn(pattern) ?? []))];
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
      return { statements: [...of(service), own], which: inside(own), concerns };
    }),
    {
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
    for (const value of candidatesFor(key, statements, reading, fixed)) {
      yield* valuations(others, statements, reading, new Map([...fixed, [key, value]]));
    }
  }
}
