import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The evaluator works out which types a resource may be of with two automata for each question anew, and the tests
 * take a fifth longer for it. The answer depends on the resource and the types alone, so it is kept here. The evaluator
 * offers no other place for it; without this all works the same, but slowly.
 */
export function rememberTypesOfResources(): void {
  const evaluator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
  const folder = dirname(evaluator.resolve("@cloud-copilot/iam-utils"));
  const module: Record<string, Match> = evaluator(join(folder, "resourceTypes.js"));
  const match = module.mostSpecificMatchingResourceTypePatterns;
  if (!match) throw new Error("iam-utils has no mostSpecificMatchingResourceTypePatterns any more.");
  const known = new Map<string, string[]>();
  module.mostSpecificMatchingResourceTypePatterns = (resource, patterns) => {
    const question = `${resource} ${patterns}`;
    const answer = known.get(question) ?? match(resource, patterns);
    known.set(question, answer);
    return answer;
  };
}

type Match = (resource: string, patterns: string[]) => string[];
