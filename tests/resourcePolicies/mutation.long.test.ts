import { defaultStandIn } from "../../cli/plan/run";
import { mutantsOf } from "../mutation/mutants";
import { expectCaught, type Tally } from "../mutation/tally";
import { read } from "../policy/judged";
import { rowsOf } from "./matrix";
import { settingOf } from "./setting";

describe("every mutant of the other side's documents is caught by a row", () => {
  const tally: Record<string, Tally> = {};

  const otherwise = ["DenyReadingBackups", "KeepTenantKeyManageable"];

  for (const full of [true, false]) {
    it(full ? "with all that is optional" : "with nothing optional", async () => {
      const setting = await settingOf(defaultStandIn, full);
      const rows = await rowsOf(setting, false);
      // The policy for audit logs is that of backups under other names, which a test of its own holds.
      for (const document of ["Documents", "Backups", "masterKey", "tenantKey"] as const) {
        const all = await mutantsOf(setting.documents[document]);
        // The master key is managed as a tenant key is, which a test of its own holds.
        // Without what is optional the other statements are the same, but for shorter lists.
        const mutants = all.filter(
          (mutant) =>
            mutant.sid !== "LetAdministratorsManageMasterKey" && (full || otherwise.includes(mutant.sid)),
        );
        if (mutants.length === 0) continue;
        const what = `${document} ${full ? "with all that is optional" : "with nothing optional"}`;
        tally[what] = await expectCaught(mutants, rows[document], () => (changed) => ({
          identity: [],
          resource: read(changed),
        }));
      }
    });
  }

  after(() => {
    console.log("\n    Mutants of the other side's documents");
    console.table(tally);
  });
});
