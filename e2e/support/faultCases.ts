import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Account, iamClient, readAccount } from "./account";
import { accountOf, doubleOf } from "./double";
import { type Fault, FaultyApi } from "./faultyApi";
import { localApi } from "./moto";
import type { EngineRun } from "./operations";
import { commandsOf, follow } from "./page";
import { checkout } from "./project";
import { TestStack } from "./stack";
import { least, monitoring, urnsOf } from "./urns";

const program = require("../../index");
const stackName = "production";
const statePath = `.state/.pulumi/stacks/hipaa-iam/${stackName}.json`;
const urns = urnsOf(stackName, [
  ...[`pulumi:pulumi:Stack::hipaa-iam-${stackName}`, "pulumi:providers:aws::default_7_48_0", "component"],
  ...[...least, ...monitoring],
]).sort();

/** How the faults of one kind ended: the table that the suite prints. */
interface Tally {
  calls: number;
  /** The `up` with the fault itself went through. */
  atOnce: number;
  /** The plain `up` after it did the rest. */
  byUp: number;
  /** The plain `up` found a name taken, and docs/recover.md helped. */
  byImport: number;
}

/** A stack that can be put back to before its first `up`, account and state, as often as needed. */
export class FreshStack {
  private constructor(
    readonly api: string,
    readonly faulty: FaultyApi,
    readonly stack: TestStack,
    readonly expected: Account,
  ) {}

  static async open(api: string, inProcess = true): Promise<FreshStack> {
    const faulty = await FaultyApi.start(api);
    const stack = await TestStack.open(checkout(), stackName, faulty.endpoint, inProcess ? { program } : {});
    await stack.stack.setConfig("aws:maxRetries", { value: "1" }); // One try: the fault reaches the engine.
    copyFileSync(join(stack.folder, statePath), join(stack.folder, "fresh.json"));
    return new FreshStack(api, faulty, stack, accountOf(await doubleOf(stack.folder, stackName, program)));
  }

  async reset(): Promise<void> {
    await fetch(`${this.api}/moto-api/reset`, { method: "POST" });
    copyFileSync(join(this.stack.folder, "fresh.json"), join(this.stack.folder, statePath));
    this.faulty.calls.length = 0;
    this.faulty.faultOf = () => undefined;
  }

  /** The account has what it should, once, and the state knows it all. */
  async expectConverged(): Promise<void> {
    expect(await readAccount(iamClient(this.api))).to.deep.equal(this.expected);
    const { checkpoint } = JSON.parse(readFileSync(join(this.stack.folder, statePath), "utf8"));
    const { resources, pending_operations = [] } = checkpoint.latest;
    expect(resources.map(({ urn }: { urn: string }) => urn).sort()).to.deep.equal(urns);
    expect(pending_operations).to.deep.equal([]);
  }

  /** As docs/recover.md says, for each resource whose name was found taken. */
  async importTaken(run: EngineRun): Promise<void> {
    for (const name of run.failed) {
      expect(run.errors.join("\n"), name).to.include("EntityAlreadyExists");
      await follow(this.stack, commandsOf("recover.md", "EntityAlreadyExists"), importOf(name));
    }
  }
}

/** The row of the page's table for a resource. */
export function importOf(name: string): { name: string; type: string; id: string } {
  const page = readFileSync(join(__dirname, "../../docs/recover.md"), "utf8");
  const cells = page
    .split("\n")
    .find((line) => line.startsWith(`| \`${name}\` |`))
    ?.match(/[^`|]+(?=` \|)/g);
  if (!cells) throw new Error(`docs/recover.md has no row for ${name}.`);
  const [, type = "", id = ""] = cells;
  return { name, type, id: id.replace("<n>", stackName).replace("<account>", "123456789012") };
}

/** One test: the n-th call of an `up` meets the fault, for every n. */
export function everyCallMeets(fault: Fault): void {
  const api = localApi();
  let fresh: FreshStack;
  before(async () => {
    fresh = await FreshStack.open(api());
  });
  after(() => fresh.faulty.stop());

  it(`a plain up converges after a ${fault}, whichever call of an up it meets`, async () => {
    const tally: Tally = { calls: 0, atOnce: 0, byUp: 0, byImport: 0 };
    for (let n = 1; ; n++) {
      await fresh.reset();
      fresh.faulty.faultOf = ({ number }) => (number === n ? fault : undefined);
      const spoilt = await fresh.stack.up();
      if (fresh.faulty.calls.length < n) break; // There are no more calls to spoil.
      const way = await converge(fresh, spoilt);
      tally.calls += 1;
      tally[way] += 1;
      progress(`${fault}: call ${n}`);
    }
    progress("");
    const { calls, atOnce, byUp, byImport } = tally;
    console.log(
      `      ${fault}: ${calls} calls tried, ${atOnce + byUp + byImport} converged ` +
        `(${atOnce} at once, ${byUp} by up, ${byImport} by import and up)`,
    );
    expect(calls).to.be.at.least(25); // What it takes to make nine resources.
    if (fault !== "lost answer") expect(byImport).to.equal(0);
  });
}

async function converge(fresh: FreshStack, spoilt: EngineRun): Promise<"atOnce" | "byUp" | "byImport"> {
  fresh.faulty.faultOf = () => undefined;
  const plain = await fresh.stack.up();
  if (!plain.succeeded) await fresh.importTaken(plain);
  await fresh.expectConverged();
  if (!plain.succeeded) return "byImport";
  return spoilt.succeeded ? "atOnce" : "byUp";
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
