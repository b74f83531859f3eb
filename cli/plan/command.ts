import { writeSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { partitions, regionForm } from "../../components/inputs/arns";
import { list } from "../../components/inputs/checks/known";
import { UsageError } from "./errors";
import { standAlone } from "./idle";
import type { StandIn } from "./standIns";

/** What a command prints, and the code it exits with. */
export interface Result {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** What a command comes to: a mistake of the user is a message and exit code 2. */
export async function resultOf(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { stdout: "", stderr: `${error.message}\n`, exitCode: 2 };
  }
}

/** Runs a command with the arguments of this process. */
export async function main(run: (args: string[]) => Promise<Result>): Promise<void> {
  standAlone();
  process.once("exit", refuseSilence);
  const { stdout, stderr, exitCode } = await run(process.argv.slice(2)).catch(ofError);
  await written(process.stdout, stdout);
  await written(process.stderr, stderr);
  process.removeAllListeners("exit"); // A program's own could change the code.
  process.exit(exitCode); // A program that never ends would keep the process.
}

/** An error of the command's own, with where it was thrown. */
function ofError(error: Error): Result {
  return { stdout: "", stderr: `${error.stack ?? error}\n`, exitCode: 2 };
}

/** A program may end this process, or leave it with nothing to do: its code would look like one of the command's. */
function refuseSilence(): void {
  writeSync(2, "The process ended before there was a result: the program may call process.exit.\n");
  process.exit(2); // No other listener comes after this one.
}

/** Who reads may stop reading, as `| head` does. The exit code still tells. */
function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

export const text = { type: "string" } as const;
export const flag = { type: "boolean" } as const;

/** Options of every command that plans a stack. */
export const stackOptions = {
  stack: text,
  account: text,
  region: text,
  partition: text,
  json: flag,
  help: flag,
};

/** The options that the arguments of a command give. */
export function optionsOf<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
  usage: string,
) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** What of the account that stands in a command's options give. */
export function standInFrom(
  options: Partial<Record<"account" | "region" | "partition", string>>,
): Partial<StandIn> {
  const { account, region, partition } = options;
  return {
    ...(account && { accountId: form("--account", account, /^\d{12}$/, "12 digits") }),
    ...(region && {
      region: form("--region", region, regionForm, "a Region such as us-east-1"),
    }),
    ...(partition && {
      partition: form(
        "--partition",
        partition,
        new RegExp(`^(${partitions.join("|")})$`),
        list(partitions, "or"),
      ),
    }),
  };
}

/** Without it what is to be written would go where nobody asked for it. */
export function refuseNoFolder(out: string | undefined): void {
  if (out === "") throw new UsageError('--out: "" is not accepted. Give a folder.');
}

function form(option: string, value: string, pattern: RegExp, accepts: string): string {
  if (!pattern.test(value)) throw new UsageError(`${option}: "${value}" is not accepted. Give ${accepts}.`);
  return value;
}
