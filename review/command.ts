import { resolve } from "node:path";
import { flag, optionsOf, type Result, resultOf, standInFrom, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import type { Deployment } from "./deployment";
import { filesOf } from "./files";
import type { Offline } from "./offline";
import { projectFolder } from "./program";
import type { Review } from "./review";
import { statementsOf } from "./review";
import { reviewOf } from "./reviewing";
import { useSdkOf } from "./sdk";
import { readState } from "./state";
import { writeFiles } from "./writeFiles";

const usage = `Usage: hipaa-iam review --stack NAME [options]
       hipaa-iam review --state FILE [options]

Writes an access review: who may become the backend, what they can reach then, why, and what is refused.

  --stack NAME         run the Pulumi program of this folder offline, with the config of Pulumi.NAME.yaml
  --state FILE         read a deployed stack, as \`pulumi stack export --show-secrets\` prints it; - is standard input
  --out DIR            folder to write to (default access-review)
  --cwd DIR            folder of the program (default: this one)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  --account ID         account that stands in, 12 digits (default 123456789012)
  --region REGION      Region that stands in (default aws:region of the stack file, else us-east-1)
  --partition NAME     aws, aws-us-gov or aws-cn (default: that of the Region)
  --date DATE          what the OSCAL file gives as last modified (default: now), such as 2026-11-25T00:00:00Z
  --help               this text
`;

const options = {
  ...{ stack: text, state: text, out: text, cwd: text, date: text, help: flag },
  ...{ account: text, region: text, partition: text },
  config: { type: "string", multiple: true },
} as const;

/** `hipaa-iam review`. */
export function review(args: string[]): Promise<Result> {
  return resultOf(async () => ({ stdout: await outputOf(args), stderr: "", exitCode: 0 }));
}

async function outputOf(args: string[]): Promise<string> {
  const given = optionsOf(args, options, usage);
  if (given.help) return usage;
  const date = dateOf(given.date);
  const deployment = await deploymentOf(given);
  const made = reviewOf(deployment);
  refuseNone(made, deployment);
  const out = given.out ?? "access-review";
  writeFiles(resolve(out), filesOf(made, date));
  return report(made, out);
}

type Given = ReturnType<typeof optionsOf<typeof options>>;

async function deploymentOf({ stack, state, cwd = ".", config = [], ...rest }: Given): Promise<Deployment> {
  if ((stack === undefined) === (state === undefined)) {
    throw new UsageError(`Give --stack or --state, one of the two.\n\n${usage}`);
  }
  const standIn = standInFrom(rest);
  if (state !== undefined) return readState(state);
  const folder = projectFolder(cwd);
  // The SDK is loaded with what runs the program, and not before it is known which copy.
  useSdkOf(folder);
  const { runOffline } = require("./offline") as { runOffline(offline: Offline): Promise<Deployment> };
  return runOffline({ folder, stack: stack ?? "", standIn, config });
}

function dateOf(given: string | undefined): string {
  const date = given === undefined ? new Date() : new Date(given);
  if (Number.isNaN(date.getTime())) {
    throw new UsageError(`--date: "${given}" is not accepted. Give a date such as 2026-11-25T00:00:00Z.`);
  }
  return date.toISOString();
}

function refuseNone({ components, stack }: Review, { resources, source }: Deployment): void {
  if (components.length > 0) return;
  throw new UsageError(
    `There is no HipaaIamComponent in the stack ${stack} (${source}, ${resources.length} resources). ` +
      "Review a stack that makes one.",
  );
}

function report({ components, notes, warnings }: Review, out: string): string {
  const roles = components.flatMap((component) => component.roles);
  const statements = roles.flatMap(statementsOf);
  const unknown = statements.filter(({ reason }) => reason === "").length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return [
    `${count(components.length, "component")}, ${count(roles.length, "role")}, ` +
      `${count(statements.length, "statement")}, ${unknown} without a known reason.`,
    ...notes,
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Written to ${out}. Open ${out}/review.html.`,
    "",
  ].join("\n");
}
