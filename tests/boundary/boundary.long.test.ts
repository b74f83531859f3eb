import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions } from "../access/options";
import { administratorAccess } from "../judge/documents";
import { isEquivalent } from "../mutation/equivalents";
import { mutantsOf } from "../mutation/mutants";
import { survivorsOf } from "../mutation/survivors";
import type { Tally } from "../mutation/tally";
import { read } from "../policy/judged";
import { boundedOptions, boundedRows, deniedByBoundary, withAdministratorAccess } from "./bounded";
import { monitoringRows } from "./monitoring";
import { decisionOf, keepsItsAccess } from "./suite";

describe("within its permissions boundary the backend's role", () => {
  for (const option of Object.keys(boundedOptions).slice(1)) keepsItsAccess(option);

  it("loses nothing with any option", async () => {
    for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
      const { rows } = await boundedRows(options);
      for (const row of rows.filter(({ expect }) => expect === "allow")) {
        const asked = `${option}: ${row.request.action} of ${row.request.resource}`;
        expect(await decisionOf(row), asked).to.equal("allow");
      }
    }
  });
});

describe("every mutant of the permissions boundary is caught by a row", () => {
  const tally: Record<string, Tally> = {};

  for (const [option, options] of Object.entries(boundedOptions)) {
    it(option, async () => {
      const { site, boundary, rows } = await boundedRows(options);
      const admin = [];
      for (const row of withAdministratorAccess(rows)) {
        admin.push({ ...row, expect: await decisionOf(row) });
      }
      const mutants = await mutantsOf(boundary);
      const others = [...monitoringRows(boundary), ...deniedByBoundary(rows)];
      const survivors = await survivorsOf(mutants, [...rows, ...admin, ...others]);
      const unproven: string[] = [];
      for (const one of survivors) {
        // What the boundary denies it must deny to a role without policies of the component, too.
        const own = one.sid.startsWith("Deny") ? [] : site.policies.backend;
        const identity = [...own, administratorAccess].map(read);
        const isProven = await isEquivalent(one, (document) => ({ identity, boundary: read(document) }));
        if (!isProven) unproven.push(one.name);
      }
      expect(unproven, "mutants that no row catches and that are not proven to be equivalent").to.deep.equal(
        [],
      );
      tally[option] = {
        mutants: mutants.length,
        killed: mutants.length - survivors.length,
        equivalent: survivors.length,
      };
    });
  }

  after(() => console.table(tally));
});
