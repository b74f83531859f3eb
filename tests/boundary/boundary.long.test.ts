import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions } from "../access/options";
import { equivalents as equivalentsOfRole } from "../mutation/equivalents";
import { mutantsOf } from "../mutation/mutants";
import { survivorsOf } from "../mutation/survivors";
import type { Tally } from "../mutation/tally";
import { boundedOptions, boundedRows, deniedByBoundary, withAdministratorAccess } from "./bounded";
import { equivalents } from "./equivalents";
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
  const listed = new Set<string>();

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
      // A statement of the role means the same here, and so does what is done to it.
      const known = equivalentsOfRole(site);
      const unlisted = survivors.filter((name) => !equivalents.has(name) && !known.has(name));
      for (const name of survivors) listed.add(name);
      tally[option] = {
        mutants: mutants.length,
        killed: mutants.length - survivors.length,
        equivalent: survivors.length - unlisted.length,
      };
      expect(unlisted, "mutants that no row catches").to.deep.equal([]);
    });
  }

  it("no equivalent is listed that a row catches", () => {
    expect([...equivalents.keys()].filter((name) => !listed.has(name))).to.deep.equal([]);
  });

  after(() => console.table(tally));
});
