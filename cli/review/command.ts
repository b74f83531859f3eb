import { flag, optionsOf, type Result, refuseNoFolder, resultOf, standInFrom, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { obeyNodeArgs } from "../plan/nodeArgs";
import { projectFolder } from "../plan/program";
import { useSdkOf } from "../plan/sdk";
import { isSeparator } from "./csv";
import type { Wish } from "./make";

const usage = `Usage: hipaa-iam review --stack NAME [options]
       hipaa-iam review --state FILE [options]

Writes an access review: who may assume the roles, what they can reach then, why, and what is refused.

  --stack NAME         run the Pulumi program of this folder offline, with the config of Pulumi.NAME.yaml
  --state FILE         read a deployed stack, as \`pulumi stack export --show-secrets\` prints it; - is standard input
  --out DIR            folder to write to (default access-review)
  --cwd DIR            folder of the program (default: this one)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  --account ID         the stack's account, 12 digits, where the program names none
  --region REGION      Region that stands in (default aws:region of the stack file, else us-east-1)
  --partition NAME     aws, aws-us-gov, aws-cn or aws-eusc (default: that of the Region)
  --date DATE          of the page, and of the OSCAL file (default: now), such as 2026-11-25 (midnight, UTC) or
                       2026-11-25T10:30:00+01:00
  --by NAME            who makes it, for the page (default: git's user.name, or that of the machine)
  --csv-separator NAME comma, semicolon or tab (default comma): where Excel shows one column, semicolon helps
  -h, --help           this text
`;

const options = {
  ...{ stack: text, state: text, out: text, cwd: text, date: text, by: text, help: { ...flag, short: "h" } },
  ...{ account: text, region: text, partition: text },
  config: { type: "string", multiple: true },
  "csv-separator": text,
} as const;

/** `hipaa-iam review`. */
export function review(args: string[]): Promise<Result> {
  return resultOf(async () => ({ stdout: await outputOf(args), stderr: "", exitCode: 0 }));
}

async function outputOf(args: string[]): Promise<string> {
  const { help, stack, state, cwd = ".", out = "access-review", ...given } = optionsOf(args, options, usage);
  if (help) return usage;
  if ((stack === undefined) === (state === undefined)) {
    throw new UsageError(`Give --stack or --state, one of the two.\n\n${usage}`);
  }
  refuseNoFolder(out);
  const { config = [], by, date, "csv-separator": separator = "comma", ...rest } = given;
  if (!isSeparator(separator)) {
    throw new UsageError(`--csv-separator: "${separator}" is not accepted. Give comma, semicolon or tab.`);
  }
  const written = { by, date: date === undefined ? undefined : dateOf(date), separator };
  const wish = { stack, state, out, config, standIn: standInFrom(rest), ...written };
  const folder = state === undefined ? projectFolder(cwd, "Give the folder with --cwd.") : undefined;
  // All that follows loads the SDK: not before it is known which copy.
  if (folder) {
    obeyNodeArgs(folder);
    useSdkOf(folder);
  }
  const { make } = require("./make") as { make(wish: Wish): Promise<string> };
  return make({ ...wish, folder });
}

/** RFC 3339. A Date takes 30 February for 2 March, and a time without a zone for one of this machine. */
const dayAndTime =
  /^(\d{4}-\d{2}-\d{2})(T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?(Z|[+-]([01]\d|2[0-3]):\d{2}))?$/;

function dateOf(given: string): string {
  const [text, day] = dayAndTime.exec(given.toUpperCase()) ?? [];
  const isDay = day !== undefined && isoOf(day).startsWith(day);
  const date = isDay ? isoOf(text) : "";
  // OSCAL knows the years 1900 to 2999.
  if (!/^(19|2\d)/.test(date)) {
    throw new UsageError(
      `--date: "${given}" is not accepted. Give a day of 1900 to 2999 such as 2026-11-25, or with the time and its zone ` +
        "2026-11-25T10:30:00Z or 2026-11-25T10:30:00+01:00.",
    );
  }
  return date;
}

function isoOf(text = ""): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
