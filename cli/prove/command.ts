import { flag, optionsOf, type Result, resultOf, standInFrom, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { obeyNodeArgs } from "../plan/nodeArgs";
import { projectFolder } from "../plan/program";
import { useSdkOf } from "../plan/sdk";
import { anyRequest } from "../theorems/decide";
import { sentByAws } from "../theorems/reference";
import type { outcomesFor as OutcomesFor } from "./make";
import { reportOf } from "./report";

const usage = `Usage: hipaa-iam prove --stack NAME [options]
       hipaa-iam prove --state FILE [options]

Proves for all requests what README promises of the roles, together with whatever else the stack attaches to them, and with
what its policies of buckets, keys, secrets and other roles let them do. What breaks a promise is shown as a request, with the statement
that decides it.

  --stack NAME         run the Pulumi program of this folder offline, with the config of Pulumi.NAME.yaml
  --state FILE         read a deployed stack, as \`pulumi stack export --show-secrets\` prints it; - is standard input
  --cwd DIR            folder of the program (default: this one)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  --account ID, --region REGION, --partition NAME
                       what stands in where the program names none
  --universe any       prove for any text as action, resource and condition key (the default)
  --universe reference prove for what AWS can send of ${sentByAws.services?.slice(0, -1).join(", ")}
                       and ${sentByAws.services?.at(-1)}, by its service reference; of other services any request
  --smt DIR            write each promise as a question in SMT-LIB, for solvers such as cvc5, with a page that says how
  --json               for machines
  -h, --help           this text

Exit code 0 where every promise holds, 3 where one is broken or cannot be proven, 2 for what cannot be read.
`;

const options = {
  ...{
    stack: text,
    state: text,
    cwd: text,
    smt: text,
    universe: text,
    account: text,
    region: text,
    partition: text,
  },
  ...{ json: flag, help: { ...flag, short: "h" } },
  config: { type: "string", multiple: true },
} as const;

const universes = new Map([
  ["any", anyRequest],
  ["reference", sentByAws],
]);

/** `hipaa-iam prove`. */
export function prove(args: string[]): Promise<Result> {
  return resultOf(async () => {
    const {
      help,
      json,
      stack,
      state,
      cwd = ".",
      config = [],
      smt,
      universe: wanted = "any",
      ...rest
    } = optionsOf(args, options, usage);
    if (help) return { stdout: usage, stderr: "", exitCode: 0 };
    if ((stack === undefined) === (state === undefined)) {
      throw new UsageError(`Give --stack or --state, one of the two.\n\n${usage}`);
    }
    if (smt === "") throw new UsageError('--smt: "" is not accepted. Give a folder.');
    const universe = universes.get(wanted);
    if (!universe)
      throw new UsageError(
        `--universe: "${wanted}" is not accepted. Give ${[...universes.keys()].join(" or ")}.`,
      );
    if (smt !== undefined && universe !== anyRequest)
      throw new UsageError("--smt: its questions are about any request. Leave out --universe.");
    const folder = state === undefined ? projectFolder(cwd, "Give the folder with --cwd.") : undefined;
    if (folder) {
      obeyNodeArgs(folder);
      useSdkOf(folder); // All that follows loads the SDK: not before it is known which copy.
    }
    const { outcomesFor } = require("./make") as { outcomesFor: typeof OutcomesFor };
    const { outcomes, notes } = await outcomesFor({
      stack,
      state,
      folder,
      ...{ config, smt, universe },
      standIn: standInFrom(rest),
    });
    const exitCode = outcomes.every(({ outcome }) => outcome === "proven") ? 0 : 3;
    const stdout = json
      ? `${JSON.stringify({ universe: universe.name, proven: exitCode === 0, notes, promises: outcomes }, undefined, 2)}\n`
      : reportOf(outcomes, notes, universe.name);
    return { stdout, stderr: "", exitCode };
  });
}
