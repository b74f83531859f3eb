import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Account, iamClient, readAccount } from "./account";
import { accountOf, doubleOf } from "./double";
import { type FaultRow, record, type Way } from "./faultTable";
import { type Fault, FaultyApi } from "./faultyApi";
import { localApi } from "./moto";
import type { EngineRun } from "./operations";
import { commandsOf, follow } from "./page";
import { compiledCheckout } from "./project";
import { TestStack } from "./stack";
import { least, surroundingsOf, urnsOf } from "./urns";

const program = require("../../../index");
const stackName = "dev";
const statePath = `.state/.pulumi/stacks/hipaa-iam/${stackName}.json`;
const urns = urnsOf(stackName, [...surroundingsOf(stackName), ...least]).sort();

/** A stack that can be put back to before its first `up`, account and state, as often as needed. */
export class FreshStack {
  private constructor(
    readonly api: string,
    readonly faulty: FaultyApi,
    readonly stack: TestStack,
    readonly expected: Account,
  ) {}

  /**
   * The program runs in a process of its own, unless `inProcess`. That is faster, but an `up` that fails leaves its
   * program waiting there, and what comes after it may go wrong.
   */
  static async open(api: string, { inProcess = false } = {}): Promise<FreshStack> {
    const faulty = await FaultyApi.start(api);
    const options = inProcess ? { program } : {};
    const stack = await TestStack.open(compiledCheckout(), stackName, faulty.endpoint, options);
    await stack.stack.setConfig("aws:maxRetries", { value: "1" }); // One try: the fault reaches the engine.
    copyFileSync(join(stack.folder, statePath), join(stack.folder, "fresh.json"));
    const expected = accountOf(await doubleOf(stack.folder, stackName, program));
    return new FreshStack(api, faulty, stack, expected);
  }

  async reset(): Promise<void> {
    await fetch(`${this.api}/moto-api/reset`, { method: "POST" });
    copyFileSync(join(this.stack.folder, "fresh.json"), join(this.stack.folder, statePath));
    this.faulty.calls.length = 0;
    this.faulty.faultOf = () => undefined;
  }

  /** The account has what it should, once, and the state knows it all. */
  async expectConverged(after = "at the end"): Promise<void> {
    expect(await readAccount(iamClient(this.api)), after).to.deep.equal(this.expected);
    const { checkpoint } = JSON.parse(readFileSync(join(this.stack.folder, statePath), "utf8"));
    const { resources, pending_operations = [] } = checkpoint.latest;
    expect(resources.map(({ urn }: { urn: string }) => urn).sort(), after).to.deep.equal(urns);
    expect(pending_operations, after).to.deep.equal([]);
  }

  /** What docs/recover.md says to do where a plain `up` fails. */
  async recover({ errors, failed }: EngineRun): Promise<Way> {
    if (errors.join().includes("doesn't support update")) {
      await follow(this.stack, commandsOf("recover.md", 'Refresh after "doesn\'t support update"'));
      return "by refresh and up";
    }
    expect(failed, errors.join("\n")).not.to.deep.equal([]);
    const heading = "Import what Pulumi did not record, after EntityAlreadyExists";
    const [, importOne = "", doTheRest = ""] = commandsOf("recover.md", heading);
    for (const name of failed) {
      if (!errors.join().includes("EntityAlreadyExists")) {
        throw new Error(`The page has nothing for this of ${name}:\n${errors.join("\n")}`);
      }
      await follow(this.stack, [importOne], importOf(name));
    }
    await follow(this.stack, [doTheRest]);
    return "by import and up";
  }
}

/** The row of the page's table for a resource. */
function importOf(name: string): { name: string; type: string; id: string } {
  const page = readFileSync(join(__dirname, "../../../docs/recover.md"), "utf8");
  const cells = page
    .split("\n")
    .find((line) => line.startsWith(`| \`${name}\` |`))
    ?.match(/[^`|]+(?=` \|)/g);
  if (!cells) throw new Error(`docs/recover.md has no row for ${name}.`);
  const [, type = "", id = ""] = cells;
  return { name, type, id: id.replace("<n>", stackName).replace("<account>", "123456789012") };
}

/** What an `up` asks of AWS to make seven resources. */
const calls = [
  ...["GetCallerIdentity", "GetCallerIdentity, again"],
  ...["CreateRole", "GetRole", "ListRolePolicies"].map((action) => `${action} hipaa-app-backend-dev`),
  ...["", ", again", ", again (2)", ", again (3)"].map(
    (time) => `ListAttachedRolePolicies hipaa-app-backend-dev${time}`,
  ),
  ...["bedrock", "kms", "s3"].flatMap((policy) => [
    `AttachRolePolicy hipaa-app-backend-dev dev-${policy}-access-policy`,
    ...["CreatePolicy", "GetPolicy", "GetPolicyVersion"].map(
      (action) => `${action} dev-${policy}-access-policy`,
    ),
  ]),
].sort();

/** One test: each call of an `up` meets the fault, one a run. */
export function everyCallMeets(fault: Fault): void {
  const api = localApi();
  const row: FaultRow = { fault, tried: 0, converged: {} };
  let fresh: FreshStack;
  before(async () => {
    fresh = await FreshStack.open(api(), { inProcess: fault === "slow answer" }); // No up fails of it.
  });
  after(() => {
    progress("");
    record(row);
    fresh.faulty.stop();
  });

  it(`an up that meets a ${fault} is brought to its end by up, or as docs/recover.md says, whichever call it meets`, async () => {
    await fresh.reset();
    await fresh.stack.up();
    expect([...fresh.faulty.calls].sort()).to.deep.equal(calls);
    for (const spoilt of calls) {
      await fresh.reset();
      fresh.faulty.faultOf = (call) => (call === spoilt ? fault : undefined);
      row.tried += 1;
      progress(`${fault}: call ${row.tried} of ${calls.length}`);
      const run = await fresh.stack.up();
      expect(fresh.faulty.calls).to.include(spoilt);
      const way = await converge(fresh, run, `${fault} at ${spoilt}`);
      row.converged[way] = (row.converged[way] ?? 0) + 1;
    }
    const { converged } = row;
    if (fault === "slow answer") expect(converged).to.deep.equal({ "at once": calls.length });
    if (fault !== "lost answer") expect(converged).not.to.have.property("by import and up");
    // Each of three attachments is asked for twice after it is made, which is when the page's refresh is needed.
    expect(converged["by refresh and up"] ?? 0).to.be.at.most(6);
  });
}

async function converge(fresh: FreshStack, spoilt: EngineRun, after: string): Promise<Way> {
  fresh.faulty.faultOf = () => undefined;
  const plain = await fresh.stack.up();
  const way = plain.succeeded ? (spoilt.succeeded ? "at once" : "by up") : await fresh.recover(plain);
  await fresh.expectConverged(after);
  return way;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
