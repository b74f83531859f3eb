import { defaultStandIn as standIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { mutantsOf } from "../mutation/mutants";
import { expectCaught } from "../mutation/tally";
import { everythingWithin, guardrailsArgs, guardrailsOf } from "./guardrails";
import { guardrailRows, named } from "./rows";

describe("guardrails of an organisation", () => {
  it("have no idle part: every mutant is caught by a row", async () => {
    const args = { ...argsOf("production", standIn), enableRdsMonitoring: true };
    const site = await siteOf({ ...args, tenantKeyProvisioning: "provisioner" }, standIn);
    const document = await guardrailsOf(guardrailsArgs(site), standIn);
    const rows = named(guardrailRows(site, document));
    const tally = await expectCaught(await mutantsOf(document), rows, () => everythingWithin);
    console.log(`      mutants of the guardrails: ${tally.mutants}, killed ${tally.killed}`);
  });
});
