import { defaultStandIn } from "../../plan/run";
import { optionSets, extensions } from "../access/options";
import { argsOf, siteOf } from "../access/site";
import { effectsOf } from "./effects";
import { documentOf } from "../../diff/access";
import { compare } from "../../diff/compare";
const access = (d: unknown) => ({ roles: [], policies: [documentOf("d", d)], others: new Map(), attached: false });
(async () => {
  for (const [option, options] of Object.entries({...optionSets(defaultStandIn), ...(process.argv[2]?extensions(defaultStandIn):{})})) {
    const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
    let t = Date.now();
    const all = await effectsOf(site);
    const t1 = Date.now() - t; t = Date.now();
    const tally: Record<string, Record<string, number>> = {};
    for (const { mutant, effect } of all) {
      const changes = compare(access(mutant.original), access(mutant.mutated));
      const said = changes.length === 0 ? "no change" : changes.some((c) => c.grew) ? "growth" : "no growth";
      ((tally[effect] ??= {})[said] = (tally[effect]![said] ?? 0) + 1);
      if (option === "by default" && ((effect === "widens" || effect==="does both") && said !== "growth" || effect === "narrows" && said !== "no growth" || effect==="is equivalent")) console.log(effect, "|", said, "|", mutant.name);
    }
    console.log(option, all.length, t1, Date.now() - t, JSON.stringify(tally));
  }
})();
