import { resolve } from "node:path";
import { flag, optionsOf, type Result, refuseNoFolder, resultOf, standInFrom, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { obeyNodeArgs } from "../plan/nodeArgs";
import { projectFolder } from "../plan/program";
import { useSdkOf } from "../plan/sdk";
import { neededPolicy } from "./permissions";
import type { Wish } from "./wish";

const usage = `Usage: hipaa-iam verify --stack NAME [options]
       hipaa-iam verify --state FILE [options]
       hipaa-iam verify --policy

Looks whether the roles, policies, buckets and keys of a stack are in AWS today as the program says. It only reads.

  --stack NAME         run the Pulumi program of this folder offline, with the config of Pulumi.NAME.yaml
  --state FILE         read a deployed stack, as \`pulumi stack export --show-secrets\` prints it; - is standard input
  --policy             print the policy of IAM that this command needs, and do nothing else

Where to look, and as whom; the AWS SDK's own way of finding credentials holds:
  --region REGION      where the stack names none (default: the SDK's)
  --profile NAME       a profile of ~/.aws
  --role-arn ARN       a role to assume first, to look into another account
  --external-id ID     for that role; better in the variable VERIFY_EXTERNAL_ID, which no list of processes shows

What to look at besides:
  --last-used          when each granted action was last used
  --validate           what IAM Access Analyzer says of each policy of roles, buckets and keys

  --accept FILE        differences that are known: a list, in YAML or JSON, of entries with id and reason
  --partial            a call that is refused is told, and does not count as a difference
  --out DIR            write the access review there with a page of what was verified, and an OSCAL assessment
  --json               for machines
  --cwd DIR            folder of the program (default: this one)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  -h, --help           this text

Exit code 3 where something is not as it should be, 0 where all agrees, 2 for what cannot be run.
`;

const options = {
  ...{
    stack: text,
    state: text,
    policy: flag,
    region: text,
    profile: text,
    "role-arn": text,
    "external-id": text,
  },
  ...{ "last-used": flag, validate: flag, accept: text, partial: flag, out: text, json: flag, cwd: text },
  config: { type: "string", multiple: true },
  help: { ...flag, short: "h" },
} as const;

/** `hipaa-iam verify`. */
export function verify(args: string[]): Promise<Result> {
  return resultOf(async () => {
    const given = optionsOf(args, options, usage);
    if (given.help) return said(usage);
    if (given.policy) return said(`${JSON.stringify(neededPolicy(), undefined, 2)}\n`);
    const { stack, state, cwd = "." } = given;
    if ((stack === undefined) === (state === undefined)) {
      throw new UsageError(`Give --stack or --state, one of the two.\n\n${usage}`);
    }
    refuseNoFolder(given.out);
    standInFrom({ region: given.region }); // Refuses what is no Region.
    // Where a state says all, no program is needed: the SDK is looked for here.
    const folder = state === undefined ? projectFolder(cwd, "Give the folder with --cwd.") : resolve(cwd);
    if (state === undefined) {
      obeyNodeArgs(folder);
      useSdkOf(folder); // All that follows loads the SDK: not before it is known which copy.
    }
    const { make } = require("./make") as { make(wish: Wish): Promise<Result> };
    return make(wishOf(given, folder));
  });
}

function wishOf(given: ReturnType<typeof optionsOf<typeof options>>, folder: string): Wish {
  const externalId = given["external-id"] ?? process.env.VERIFY_EXTERNAL_ID;
  if (externalId !== undefined && given["role-arn"] === undefined && given["external-id"] !== undefined) {
    throw new UsageError("--external-id is for --role-arn: give both.");
  }
  return {
    ...{ stack: given.stack, state: given.state, folder, config: given.config ?? [] },
    ...{ region: given.region, profile: given.profile, roleArn: given["role-arn"], externalId },
    ...{ lastUsed: given["last-used"] === true, validate: given.validate === true },
    ...{ accept: given.accept, partial: given.partial === true, out: given.out, json: given.json === true },
    now: new Date(),
  };
}

const said = (stdout: string): Result => ({ stdout, stderr: "", exitCode: 0 });
