import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { optionsOf, type Result, refuseNoFolder, resultOf, stackOptions, standInFrom, text } from "./command";
import { UsageError } from "./errors";
import { makeFolder } from "./makeFolder";
import { obeyNodeArgs } from "./nodeArgs";
import { type Plan, planStack } from "./plan";
import { projectFolder } from "./program";
import { report } from "./report";
import { nowhere } from "./standIns";

const usage = `Usage: npm run plan -- --stack NAME [options]

Shows what \`pulumi up\` would make of a stack, without AWS, without the Pulumi CLI and without a network.

  --stack NAME         the stack, as in Pulumi.NAME.yaml
  --folder DIR         folder of the program, with its Pulumi.yaml (default: this repository's)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  --json               the plan as JSON
  --out DIR            write each policy document to a file in DIR
  --account ID         the stack's account, 12 digits, where the program names none (with --json 000000000000 stands in)
  --region REGION      Region that stands in (default aws:region of the stack file, else us-east-1; with --json us-east-0)
  --partition NAME     aws, aws-us-gov, aws-cn or aws-eusc (default: that of the Region)
  --help               this text
`;

const options = {
  ...{ ...stackOptions, out: text, folder: text },
  config: { type: "string", multiple: true },
} as const;

export function run(args: string[]): Promise<Result> {
  return resultOf(async () => ({ stdout: await outputOf(args), stderr: "", exitCode: 0 }));
}

async function outputOf(args: string[]): Promise<string> {
  const { stack, out, json, help, folder, config = [], ...standIn } = optionsOf(args, options, usage);
  if (help) return usage;
  if (!stack) throw new UsageError(`--stack is missing.\n\n${usage}`);
  refuseNoFolder(out);
  const program =
    folder === undefined
      ? resolve(__dirname, "../..")
      : projectFolder(folder, "Give --folder one with a program.");
  obeyNodeArgs(program);
  const otherwise = json ? { otherwise: nowhere } : { isAccountOpen: true };
  const plan = await planStack(program, stack, standInFrom(standIn), config, otherwise);
  if (out) writeDocuments(out, plan);
  return json ? `${JSON.stringify(plan, undefined, 2)}\n` : report(plan);
}

/** What is no document is written as the text that it is: diff refuses it. */
function writeDocuments(folder: string, { documents, unreadDocuments }: Plan): void {
  const unread = unreadDocuments.map(({ name, text }) => ({ name, document: text }));
  try {
    makeFolder(resolve(folder));
    for (const { name, document } of [...documents, ...unread]) {
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, undefined, 2)}\n`);
    }
  } catch (error) {
    throw new UsageError(`--out: cannot write to "${folder}": ${(error as Error).message}`);
  }
}
