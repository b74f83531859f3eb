import { expect } from "chai";
import { exampleGuardrails } from "../../guardrails/guardrails";
import { exampleArgs } from "../../support/component";
import { type EmptyArg, emptyArgs } from "../../support/emptyArgs";
import { emptyAccount, iamClient, readAccount } from "../support/account";
import { localApi } from "../support/moto";
import { toldOnce } from "../support/told";
import { type Args, openProgram } from "./program";

/** The ways that come through config: what is left out of JSON, or is null there, is not given. */
const ways: Record<string, unknown> = {
  "undefined Output": "Output of undefined",
  "null Output": "Output of null",
  "empty string": "",
  whitespace: " ",
  "empty list": [],
  "empty map": {},
};

const isMember = ({ propertyPath }: EmptyArg) => /[.[]/.test(propertyPath);
/** It is told before what comes later, and alone. */
const isPlain = ({ refusal }: EmptyArg) => refusal === "it cannot be an Output.";
const sets: Record<string, (cell: EmptyArg) => boolean> = {
  args: (cell) => !isMember(cell) && !isPlain(cell),
  members: (cell) => isMember(cell) && !isPlain(cell),
  "plain args": (cell) => !isMember(cell) && isPlain(cell),
  "plain members": (cell) => isMember(cell) && isPlain(cell),
};
const isRefused = ({ refusal }: EmptyArg) => refusal !== undefined;

/** Args that are given and are nothing, all at once: those that are refused one by one. */
function argsOf(cells: EmptyArg[]): Args {
  const args: Args = { ...exampleArgs() };
  for (const { propertyPath, how, args: around } of cells) {
    const [arg = "", member] = propertyPath.split(/[.[]/);
    const [nothing, name] = [ways[how], member?.replace(/^"|"?\]$/g, "")];
    args.secretArns ??= around.secretArns; // What a key of secrets is for.
    if (name === undefined) args[arg] = nothing;
    else if (name === "0") args[arg] = [nothing];
    else args[arg] = { ...(around[arg] as object), ...(args[arg] as object), [name]: nothing };
  }
  return args;
}

describe("what is given and is nothing, every arg and member", () => {
  const api = localApi();

  for (const program of ["direct", "remote"] as const) {
    for (const how of Object.keys(ways)) {
      for (const [set, isIn] of Object.entries(sets)) {
        const refused = emptyArgs.filter((cell) => cell.how === how && isIn(cell) && isRefused(cell));
        if (refused.length === 0) continue;
        // A plain value is thrown by the constructor, which the matrix without the engine tries for each.
        if (program === "direct" && (!how.endsWith("Output") || set.startsWith("plain"))) continue;
        it(`${set} of ${how}, ${program}: nothing is made, each fault is printed once and without a stack trace`, async () => {
          const stack = await openProgram(program, api(), { args: argsOf(refused) });
          const run = await stack.up();
          const told = toldOnce(run);
          for (const { propertyPath } of refused) expect(told.join("\n")).to.include(propertyPath);
          expect(told).to.have.length.of.at.least(refused.length);
          expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
        });
      }
    }
  }

  for (const program of ["direct", "remote"] as const) {
    it(`an Output of guardrails, ${program}: it is printed once and without a stack trace`, async () => {
      const args = { ...exampleGuardrails, keptBucketArns: ["arn:aws:s3:::bucket-a", "Output of undefined"] };
      const stack = await openProgram(program, api(), { component: "HipaaIamGuardrails", args });
      const told = toldOnce(await stack.up());
      expect(told).to.have.lengthOf(1);
      expect(told[0]).to.match(/keptBucketArns\[1\].*: it is missing\./);
    });
  }

  it("are 46 args and members, each in each of six ways but for the five that are accepted", () => {
    const tried = emptyArgs.filter((cell) => Object.hasOwn(ways, cell.how) && isRefused(cell));
    expect(tried).to.have.lengthOf(46 * 6 - 5);
  });
});
