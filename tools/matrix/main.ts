import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endWith, inTemporaryFolder, progress } from "../../tests/support/command";
import { pack } from "../release/pack";
import { textTable } from "../table";
import { type Combination, combinations } from "./combinations";
import { Consumer } from "./consumer";
import { nodeOf } from "./node";

/** `npm run test:matrix`: the packed package with the oldest and the newest versions of what it works with. */
async function main(folder: string): Promise<number> {
  const tarball = pack(folder);
  const rows = [["Node.js", "@pulumi/pulumi", "@pulumi/aws", "TypeScript", "result", "seconds"]];
  const faults: string[] = [];
  for (const combination of combinations()) {
    const { node, pulumi, aws, typescript } = combination;
    const versions = [node, pulumi, aws, typescript];
    progress(`Trying Node.js ${node} with Pulumi ${pulumi}, AWS ${aws} and TypeScript ${typescript}.`);
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

endWith(inTemporaryFolder(main));
