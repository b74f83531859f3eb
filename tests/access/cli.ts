import { matrix } from "../../cli/access/matrix";
import { type Site, type SiteArgs, siteFrom } from "../../cli/access/site";
import { optionsOf, type Result, resultOf, stackOptions, standInFrom } from "../../cli/plan/command";
import { UsageError } from "../../cli/plan/errors";
import { type Plan, planStack } from "../../cli/plan/plan";
import { scopeOf } from "../../cli/review/expected";
import { sentenceOf } from "../../cli/review/words";
import type { Proof } from "../../cli/theorems/promises";
import { commonJudge } from "../judge/memo";
import { repository } from "../support/folder";
import { broken, proofsOf, subjectsOf } from "../theorems/subjects";
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
    const plan = await planStack(repository, stack, standInFrom(standIn));
    const site = siteOfPlan(plan);
    const rows = matrix(site);
    const wrong = await differences(rows, commonJudge);
    const entries = entriesOf(rows, site);
    const proofs = proofsOn(site, plan);
    const stdout = json
      ? `${JSON.stringify(entries, undefined, 2)}\n`
      : report(stack, site, entries, rows.length) + promisesReport(proofs);
    const stderr = [...wrong, ...broken(proofs)].map((difference) => `Not as it should be: ${difference}\n`);
    return { stdout, stderr: stderr.join(""), exitCode: stderr.length > 0 ? 1 : 0 };
  });
}

/** What is promised of the roles, for all requests; of the boundary where the stack makes one, as `hipaa-iam prove` has it. */
function proofsOn(site: Site, plan: Plan): Proof[] {
  const scope = scopeOf(inputsOf(plan), site.standIn);
  const isBounded = plan.resources.some(({ type }) => type === "hipaa-iam:index:HipaaIamBoundary");
  return proofsOf({ scope, subjects: subjectsOf(site, scope) }).filter(
    ({ promise }) => isBounded || promise.of !== "backend as administrator, within its boundary",
  );
}

function promisesReport(proofs: Proof[]): string {
  const lines = (isOpen: boolean) =>
    proofs
      .filter(({ promise }) => (promise.answer === "open") === isOpen)
      .map(({ promise, holds }) => `  ${sentenceOf(promise)}${holds ? "" : " (broken)"}`);
  const proven = ["Promised, and proven for all requests", ...lines(false)];
  const open = lines(true).length > 0 ? ["", "Open, as README says", ...lines(true)] : [];
  return ["", ...proven, ...open, ""].join("\n");
}

const inputsOf = ({ resources }: Plan) =>
  resources.find(({ type }) => type === "hipaa-iam:index:HipaaIamComponent")?.inputs ?? {};

/** What a plan says of the one component that the stack program makes. */
function siteOfPlan(plan: Plan): Site {
  const { documents, standIn } = plan;
  const byName = Object.fromEntries(documents.map(({ name, document }) => [name, document]));
  return siteFrom(
    inputsOf(plan) as unknown as SiteArgs,
    standIn,
    byName as unknown as Parameters<typeof siteFrom>[2],
  );
}
