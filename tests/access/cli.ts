import { matrix } from "../../cli/access/matrix";
import { type Site, type SiteArgs, siteFrom } from "../../cli/access/site";
import { optionsOf, type Result, resultOf, stackOptions, standInFrom } from "../../cli/plan/command";
import { UsageError } from "../../cli/plan/errors";
import { type Plan, planStack } from "../../cli/plan/plan";
import { commonJudge } from "../judge/memo";
import { repository } from "../support/folder";
import { differences } from "./differences";
import { entriesOf, report } from "./report";

const usage = `Usage: npm run access -- --stack NAME [options]

Shows what the roles of a stack can do and what they cannot, each case judged from the documents of the offline plan.

  --stack NAME         the stack, as in Pulumi.NAME.yaml
  --json               the same as JSON
  --account ID, --region REGION, --partition NAME
                       what stands in, as for npm run plan
  --help               this text

Exit code 1 if a case is decided otherwise than it should be, 2 for bad config or an unknown stack.
`;

export function run(args: string[]): Promise<Result> {
  return resultOf(async () => {
    const { stack, json, help, ...standIn } = optionsOf(args, stackOptions, usage);
    if (help) return { stdout: usage, stderr: "", exitCode: 0 };
    if (!stack) throw new UsageError(`--stack is missing.\n\n${usage}`);
    const site = siteOfPlan(await planStack(repository, stack, standInFrom(standIn)));
    const rows = matrix(site);
    const wrong = await differences(rows, commonJudge);
    const entries = entriesOf(rows, site);
    const stdout = json
      ? `${JSON.stringify(entries, undefined, 2)}\n`
      : report(stack, site, entries, rows.length);
    const stderr = wrong.map((difference) => `Not as it should be: ${difference}\n`).join("");
    return { stdout, stderr, exitCode: wrong.length > 0 ? 1 : 0 };
  });
}

/** What a plan says of the one component that the stack program makes. */
function siteOfPlan({ resources, documents, standIn }: Plan): Site {
  const component = resources.find(({ type }) => type === "hipaa-iam:index:HipaaIamComponent");
  const byName = Object.fromEntries(documents.map(({ name, document }) => [name, document]));
  return siteFrom(
    component?.inputs as unknown as SiteArgs,
    standIn,
    byName as unknown as Parameters<typeof siteFrom>[2],
  );
}
