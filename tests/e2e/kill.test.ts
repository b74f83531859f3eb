import { spawn } from "node:child_process";
import { expect } from "chai";
import { FreshStack } from "./support/faultCases";
import { type FaultRow, record } from "./support/faultTable";
import type { Fault } from "./support/faultyApi";
import { localApi } from "./support/moto";
import { commandsOf, follow } from "./support/page";
import { endSession } from "./support/session";

/** The call of an `up` in whose middle the CLI and all its children are killed, and whether AWS has done it by then. */
const moments: [call: string, fault: Fault, moment: string][] = [
  ["CreateRole hipaa-app-backend-dev", "not done, no answer", "before its role is made"],
  ["CreateRole hipaa-app-backend-dev", "done, no answer", "after its role is made"],
  ["CreatePolicy dev-kms-access-policy", "done, no answer", "after one of its policies is made"],
  [
    "AttachRolePolicy hipaa-app-backend-dev dev-s3-access-policy",
    "not done, no answer",
    "before a policy is attached",
  ],
];

describe("an up that is killed", () => {
  const api = localApi();
  const rows: FaultRow[] = [];
  let fresh: FreshStack;
  before(async () => {
    fresh = await FreshStack.open(api());
  });
  after(() => {
    rows.forEach(record);
    fresh.faulty.stop();
  });

  for (const [call, fault, moment] of moments) {
    it(`${moment} is brought to its end as docs/recover.md says`, async () => {
      await fresh.reset();
      await killedAt(fresh, call, fault);
      const row: FaultRow = { fault: `killed ${moment}`, tried: 1, converged: {} };
      rows.push(row);
      const output = await follow(
        fresh.stack,
        commandsOf("recover.md", "Unlock the state after a killed update"),
      ).then(
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
      row.converged[way] = 1;
    });
  }
});

/** `pulumi up`, killed with all its children when a call of it reaches the API. */
async function killedAt({ stack, faulty }: FreshStack, moment: string, fault: Fault): Promise<void> {
  const cli = spawn("pulumi", ["up", "--yes", "--skip-preview", "--stack", stack.stack.name], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    stdio: "ignore",
    detached: true, // In a session of its own, by which all its children are found.
  });
  const ended = new Promise((resolve) => cli.once("close", (_, signal) => resolve(signal)));
  let reached = false;
  faulty.faultOf = (call) => {
    if (call === moment) setTimeout(() => endSession(cli.pid), 300);
    reached ||= call === moment;
    return reached ? fault : undefined; // What else is under way comes no further.
  };
  expect(await ended).to.equal("SIGKILL");
  await endSession(cli.pid);
  faulty.faultOf = () => undefined;
}
