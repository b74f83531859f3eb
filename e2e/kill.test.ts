import { spawn } from "node:child_process";
import { expect } from "chai";
import { FreshStack } from "./support/faultCases";
import { record } from "./support/faultTable";
import type { Fault } from "./support/faultyApi";
import { localApi } from "./support/moto";
import { commandsOf, follow } from "./support/page";
import { endSession } from "./support/session";

/** The call of an `up` in whose middle the CLI and all its children are killed, and whether AWS has done it by then. */
const moments: [call: number, fault: Fault, moment: string][] = [
  [3, "not done, no answer", "before its role is made"],
  [3, "done, no answer", "after its role is made"],
  [9, "done, no answer", "after one of its policies is made"],
  [17, "not done, no answer", "before its last policies are attached"],
];

describe("an up that is killed", () => {
  const api = localApi();
  let fresh: FreshStack;
  before(async () => {
    fresh = await FreshStack.open(api());
  });
  after(() => fresh.faulty.stop());

  for (const [call, fault, moment] of moments) {
    it(`${moment} is brought to its end as docs/recover.md says`, async () => {
      await fresh.reset();
      await killedAt(fresh, call, fault);
      const output = await follow(fresh.stack, commandsOf("recover.md", "It was killed")).then(
        () => undefined,
        ({ stdout }: { stdout: string }) => stdout,
      );
      // An import is needed where AWS had made something that the state had not heard of, and nowhere else.
      expect(output !== undefined, output).to.equal(fault === "done, no answer");
      if (output !== undefined) {
        expect(output).to.include("EntityAlreadyExists");
        await fresh.recover(await fresh.stack.up());
      }
      await fresh.expectConverged();
      const way = output === undefined ? "as after a kill" : "by import and up";
      record({ fault: `killed ${moment}`, tried: 1, converged: { [way]: 1 } });
    });
  }
});

/** `pulumi up`, killed with all its children when its n-th call reaches the API. */
async function killedAt({ stack, faulty }: FreshStack, call: number, fault: Fault): Promise<void> {
  const cli = spawn("pulumi", ["up", "--yes", "--skip-preview", "--stack", stack.stack.name], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    stdio: "ignore",
    detached: true, // In a session of its own, by which all its children are found.
  });
  const ended = new Promise((resolve) => cli.once("close", (_, signal) => resolve(signal)));
  faulty.faultOf = ({ number }) => {
    if (number === call) setTimeout(() => endSession(cli.pid), 50);
    return number < call ? undefined : fault;
  };
  expect(await ended).to.equal("SIGKILL");
  await endSession(cli.pid);
  faulty.faultOf = () => undefined;
}
