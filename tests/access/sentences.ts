import { matrix } from "../../cli/access/matrix";
import type { Decision } from "../../cli/access/request";
import { mostTelling, sentencesFor } from "../../cli/access/sentences";
import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { scopeOf } from "../../cli/review/expected";
import { checksMore } from "../../cli/verify/promised";
import type { Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "./argsOf";
import { siteOf } from "./siteOf";

/** Rows of the backend, and where the matrix and README's sentences say different things of one. */
export async function told(options: Partial<SiteArgs>) {
  const args = { ...argsOf("production", defaultStandIn), ...options };
  const scope = scopeOf(args as unknown as Record<string, unknown>, defaultStandIn);
  const promises = promisesOf(scope).filter(({ of }) => of === "backend");
  // What AWS checks besides for the same call no sentence is about.
  const rows = matrix(await siteOf(args, defaultStandIn)).filter(
    (row) => row.who === "backend" && row.service !== "trust" && !checksMore(row),
  );
  const cases = rows.map((row) => ({ row, sentences: sentencesFor(row, promises) }));
  const differences = cases.flatMap(({ row, sentences }) =>
    sentences
      .filter((promise) => !says(promise, row.expect))
      .map(({ id }) => `${id}: ${row.expect} ${row.request.action} on ${row.request.resource} (${row.why})`),
  );
  const without = cases.filter(({ sentences }) => sentences.length === 0).map(({ row }) => row.why);
  const sentences = new Set(cases.map((one) => mostTelling(one.sentences)?.id));
  return {
    rows: rows.length,
    differences,
    without,
    untried: promises.filter(({ id }) => !sentences.has(id)),
  };
}

/** Whether a row's decision is what a sentence says of it. */
function says({ answer }: Pick<Promised, "answer">, expect: Decision): boolean {
  if (answer === "allowed" || answer === "open") return expect === "allow";
  return answer === "denied" ? expect === "explicit deny" : expect !== "allow";
}
