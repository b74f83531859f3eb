import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { SiteArgs } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { siteOf } from "../access/siteOf";
import { evaluated } from "./judged";

/**
 * Each case of the access matrix is decided as it says, by the statements that it names: how many there are. The judge is
 * held to the same cases in tests/access.
 */
export async function decidesAsTheJudge(args: SiteArgs, standIn: StandIn): Promise<number> {
  const rows = matrix(await siteOf(args, standIn));
  for (const { request, policies, expect: decision, by, why } of rows) {
    const asked = `${request.action} of ${request.resource}: ${why}`;
    const verdict = evaluated(request, policies);
    expect(verdict.decision, asked).to.equal(decision);
    expect(verdict.sids, asked).to.deep.equal(by);
  }
  return rows.length;
}
