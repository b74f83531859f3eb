import type { Row } from "../../cli/access/row";
import type { Judge } from "../judge/memo";

/** The rows that are decided otherwise than they expect, in words. */
export async function differences(rows: Row[], judge: Judge): Promise<string[]> {
  const found: string[] = [];
  for (const { who, request, condition, policies, expect, by, why } of rows) {
    const { decision, sids } = await judge(request, policies);
    if (decision === expect && sids.join() === by.join()) continue;
    // An external ID may be a secret, and this is printed.
    const told = JSON.stringify(condition, (key, value) =>
      key === "sts:ExternalId" ? "[not shown]" : value,
    );
    const asked = `${request.action} of ${request.resource} by ${who}, ${told} (${why})`;
    found.push(`${asked}: ${decision} by [${sids}] instead of ${expect} by [${by}]`);
  }
  return found;
}
