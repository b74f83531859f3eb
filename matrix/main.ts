import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { progress } from "../tools/progress";
import { textTable } from "../tools/table";
import { type Combination, combinations } from "./combinations";
import { Consumer } from "./consumer";
import { nodeOf } from "./node";

/** `npm run test:matrix`: the packed package with the oldest and the newest versions of what it works with. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-matrix-"));
  try {
    const tarball = pack(folder);
    const rows = [["Node.js", "@pulumi/pulumi", "@pulumi/aws", "TypeScript", "result", "seconds"]];
    const faults: string[] = [];
    for (const combination of combinations()) {
      const versions = [combination.node, combination.pulumi, combination.aws, combination.typescript];
      progress(`Trying Node.js ${versions[0]} with ${versions.slice(1).join(", ")}`);
      const start = performance.now();
      const result = await tryOut(combination, tarball, mkdtempSync(join(folder, "consumer-"))).catch(
        (error: Error) => {
          faults.push(`${versions.join(", ")}: ${error.message}`);
          return "FAILED";
        },
      );
      rows.push([...versions, result, ((performance.now() - start) / 1000).toFixed(0)]);
    }
    console.log(textTable(rows));
    for (const fault of faults) console.error(`\n${fault}`);
    return faults.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryOut(combination: Combination, tarball: string, folder: string): Promise<string> {
  const consumer = new Consumer(folder, nodeOf(combination.node));
  await consumer.install(tarball, combination);
  await consumer.expectOneCopy();
  await consumer.compileAndRun();
  const passed = await consumer.test();
  rmSync(folder, { recursive: true }); // They are large.
  return `compiled, ran, ${passed} tests passed`;
}

function pack(folder: string): string {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: resolve(__dirname, "..") });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
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
