import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endWith, inTemporaryFolder, progress } from "../../tests/support/command";
import { pack } from "../release/pack";
import { textTable } from "../table";
import { type Combination, combinations, withManagers } from "./combinations";
import { Consumer } from "./consumer";
import { type Manager, managers } from "./managers";
import { nodeOf } from "./node";

/** `npm run test:matrix`: the packed package with the oldest and newest of what it works with, and each package manager. */
async function main(folder: string): Promise<number> {
  const tarball = pack(folder);
  const all = combinations();
  const tries: [manager: string, Combination, (consumer: Consumer) => Promise<string>][] = [
    ...all.map((one): (typeof tries)[number] => ["npm", one, (consumer) => tryOut(one, tarball, consumer)]),
    ...managers.map((manager): (typeof tries)[number] => {
      const one = withManagers(all);
      return [manager.name, one, (consumer) => tryManager(manager, one, tarball, consumer)];
    }),
  ];
  const asked = process.argv[2]; // Of one package manager, where its name is given.
  const rows = [["manager", "Node.js", "@pulumi/pulumi", "@pulumi/aws", "TypeScript", "result", "seconds"]];
  const faults: string[] = [];
  for (const [manager, combination, attempt] of tries) {
    if (asked !== undefined && asked !== manager) continue;
    const { node, pulumi, aws, typescript } = combination;
    const versions = [manager, node, pulumi, aws, typescript];
    progress(
      `Trying Node.js ${node} with ${manager}, Pulumi ${pulumi}, AWS ${aws} and TypeScript ${typescript}.`,
    );
    const start = performance.now();
    const place = mkdtempSync(join(folder, "consumer-"));
    const result = await attempt(new Consumer(place, nodeOf(node))).catch((error: Error) => {
      faults.push(`${versions.join(", ")}: ${error.message}`);
      return "FAILED";
    });
    rmSync(place, { recursive: true }); // They are large.
    rows.push([...versions, result, ((performance.now() - start) / 1000).toFixed(0)]);
  }
  console.log(textTable(rows));
  for (const fault of faults) console.error(`\n${fault}`);
  return faults.length > 0 || rows.length === 1 ? 1 : 0;
}

async function tryOut(combination: Combination, tarball: string, consumer: Consumer): Promise<string> {
  await consumer.install(tarball, combination);
  await consumer.expectOneCopy();
  await consumer.compileAndRun();
  return `compiled, ran, ${await consumer.test()} tests passed`;
}

async function tryManager(
  manager: Manager,
  combination: Combination,
  tarball: string,
  consumer: Consumer,
): Promise<string> {
  const version = await consumer.installWith(manager, tarball, combination);
  await consumer.compileAndRun();
  return `${manager.name} ${version}: one copy, compiled, ran`;
}

endWith(inTemporaryFolder(main));
