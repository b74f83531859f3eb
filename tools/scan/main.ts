import { join } from "node:path";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { repository } from "../../tests/support/folder";
import { accepted } from "./accepted";
import { expectCanary } from "./canary";
import { documents } from "./documents";
import { findings, findingsOfWorkflows, installScanners } from "./scanners";
import { table, verdicts } from "./verdict";

/** `npm run scan`: what the scanners that users run say of the package's documents, and why that is accepted. */
async function main(folder: string): Promise<number> {
  await installScanners();
  await expectCanary(folder);
  const scanned = await documents();
  const found = [
    ...(await findings(scanned, folder)),
    ...(await findingsOfWorkflows(join(repository, ".github"))),
  ];
  const rows = verdicts(found, accepted);
  const wrong = rows.filter(({ verdict }) => verdict !== "accepted").length;
  console.log(table(rows));
  console.log(`\n${scanned.length} documents, ${rows.length} findings, ${wrong} not as they should be.`);
  return wrong > 0 ? 1 : 0;
}

endWith(inTemporaryFolder(main));
