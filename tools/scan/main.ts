import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { accepted } from "./accepted";
import { expectCanary } from "./canary";
import { documents } from "./documents";
import { findings, installScanners } from "./scanners";
import { table, verdicts } from "./verdict";

/** `npm run scan`: what the scanners that users run say of the package's documents, and why that is accepted. */
async function main(folder: string): Promise<number> {
  await installScanners();
  await expectCanary(folder);
  const scanned = await documents();
  const rows = verdicts(await findings(scanned, folder), accepted);
  const wrong = rows.filter(({ verdict }) => verdict !== "accepted").length;
  console.log(table(rows));
  console.log(`\n${scanned.length} documents, ${rows.length} findings, ${wrong} not as they should be.`);
  return wrong > 0 ? 1 : 0;
}

endWith(inTemporaryFolder(main));
