import type { Statement } from "../policy/document";
import { type Reading, readings, resourceGlob, variablesOf } from "../policy/holds";
import type { Request } from "../policy/request";
import { Undecided } from "./automaton";
import { candidatesFor } from "./candidates";
import { all, type Claim, statementsIn } from "./claim";
import { linksOf } from "./links";
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
 * is none in any. They share the work of telling apart what requests there are.
 */
export function decide(claims: Claim[], universe: Universe = anyRequest): (Witness | undefined)[] {
  const stated = new Set<Statement>();
  for (const claim of [...claims, ...universe.facts]) statementsIn(claim, stated);
  const facts = all(...universe.facts, ...linksOf([...stated], universe.principal));
  for (const statement of statementsIn(facts)) stated.add(statement);
  const statements = [...stated];
  const found: (Witness | undefined)[] = claims.map(() => undefined);
  const variables = [...new Set(statements.flatMap(variablesOf).map(({ key }) => key))];
  if (variables.length > variableLimit) throw new Undecided(`there are more than ${variableLimit} variables`);
  for (const reading of differingReadings(statements, variables.length > 0)) {
    for (const fixed of valuations(variables, statements, reading)) {
      const space = spaceOf(statements, { reading, fixed, ...principalOf(universe) });
      for (const [at, claim] of claims.entries()) {
        if (found[at]) continue;
        const classes = search(all(claim, facts), space);
        if (classes) found[at] = { request: space.requestOf(classes), reading };
      }
      if (found.every(Boolean)) return found;
    }
  }
  return found;
}

const principalOf = ({ principal }: Universe) => (principal === undefined ? {} : { principal });

/** The readings that are any different for these statements. */
function differingReadings(statements: Statement[], hasVariables: boolean): Reading[] {
  const globs = (reading: Reading) =>
    JSON.stringify(
      statements.flatMap(({ resource, variables }) =>
        resource.patterns.map((pattern) => resourceGlob(pattern, variables, reading)),
      ),
    );
  const [usual] = readings;
  return readings.filter(({ stars, missing }) => {
    const isOther = stars === usual?.stars || globs({ stars, missing }) !== globs(usual as Reading);
    return isOther && (hasVariables || missing === usual?.missing);
  });
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
