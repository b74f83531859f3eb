import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "./errors";
import type { StandIn } from "./monitor";
import { type Plan, planStack } from "./plan";
import { report } from "./report";

const usage = `Usage: npm run plan -- --stack NAME [options]

Shows what \`pulumi up\` would make of a stack, without AWS, without the Pulumi CLI and without a network.

  --stack NAME         the stack, as in Pulumi.NAME.yaml
  --json               the plan as JSON
  --out DIR            write each policy document to a file in DIR
  --account ID         account that stands in, 12 digits (default 123456789012)
  --region REGION      Region that stands in (default aws:region of the stack file, else us-east-1)
  --partition NAME     aws, aws-us-gov or aws-cn (default: that of the Region)
  --help               this text
`;

/** The command: what it prints and the code it exits with. */
export interface Result {
  stdout: string;
  stderr: string;
  exitCode: number;
}

export async function run(args: string[]): Promise<Result> {
  try {
    return { stdout: await outputOf(args), stderr: "", exitCode: 0 };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { stdout: "", stderr: `${error.message}\n`, exitCode: 2 };
  }
}

async function outputOf(args: string[]): Promise<string> {
  const options = parse(args);
  if (options.help) return usage;
  const { stack } = options;
  if (!stack) throw new UsageError(`--stack is missing.\n\n${usage}`);
  const plan = await planStack(resolve(__dirname, ".."), stack, standInFrom(options));
  if (options.out) writeDocuments(options.out, plan);
  return options.json ? `${JSON.stringify(plan, undefined, 2)}\n` : report(plan);
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      options: {
        stack: text,
        out: text,
        account: text,
        region: text,
        partition: text,
        json: flag,
        help: flag,
      },
    }).values;
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
      region: form("--region", region, /^[a-z]{2}(-[a-z]+)+-\d+$/, "a Region such as us-east-1"),
    }),
    ...(partition && {
      partition: form("--partition", partition, /^aws(-us-gov|-cn)?$/, "aws, aws-us-gov or aws-cn"),
    }),
  };
}

function form(option: string, value: string, pattern: RegExp, accepts: string): string {
  if (!pattern.test(value)) throw new UsageError(`${option}: "${value}" is not accepted. Give ${accepts}.`);
  return value;
}

function writeDocuments(folder: string, { documents }: Plan): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, document } of documents) {
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, undefined, 2)}\n`);
    }
  } catch (error) {
    throw new UsageError(`--out: cannot write to "${folder}": ${(error as Error).message}`);
  }
}
