import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepted } from "./accepted";
import { expectCanary } from "./canary";
import { documents } from "./documents";
import { findings, installScanners } from "./scanners";
import { table, verdicts } from "./verdict";

/** `npm run scan`: what the scanners that users run say of the package's documents, and why that is accepted. */
async function main(): Promise<number> {
  await installScanners();
  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-scan-"));
  try {
    await expectCanary(folder);
    const scanned = await documents();
    const rows = verdicts(await findings(scanned, folder), accepted);
    if (rows.length > 0) console.log(table(rows));
    const wrong = rows.filter(({ verdict }) => verdict !== "accepted").length;
    console.log(`\n${scanned.length} documents, ${rows.length} findings, ${wrong} not as they should be.`);
    return wrong > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
