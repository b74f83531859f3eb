import type { PolicyDocument } from "../../cli/access/request";
import type { Site } from "../../cli/access/site";
import { defaultStandIn, type Run } from "../../cli/plan/run";
import type { StandIn } from "../../cli/plan/standIns";
import type { Subject } from "../../cli/theorems/promises";
import { HipaaIamGuardrails, type HipaaIamGuardrailsArgs } from "../../components";
import { everything, read } from "../policy/judged";
import { run } from "../support/component";

/** The role that deploys. */
export const administrator = ({ partition, accountId }: StandIn) =>
  `arn:${partition}:iam::${accountId}:role/pulumi`;

/** A user that deploys. */
export const deployingUser = ({ partition, accountId }: StandIn) =>
  `arn:${partition}:iam::${accountId}:user/pulumi`;

/** What guardrails need at least. */
export const exampleGuardrails: HipaaIamGuardrailsArgs = {
  targetIds: ["r-a1b2"],
  keptBucketArns: ["arn:aws:s3:::example-backups"],
  allowedRegions: ["us-east-1"],
  administratorArns: ["arn:aws:iam::123456789012:role/pulumi"],
};

/** Guardrails for what a site has. */
export function guardrailsArgs({ standIn, backups, auditLogs }: Site): HipaaIamGuardrailsArgs {
  return {
    targetIds: ["ou-a1b2-c3d4e5f6", standIn.accountId],
    keptBucketArns: [backups, auditLogs],
    allowedRegions: [standIn.region, "us-west-1"],
    administratorArns: [administrator(standIn), deployingUser(standIn)],
  };
}

export function runGuardrails(
  args: Record<string, unknown> | HipaaIamGuardrailsArgs,
  standIn = defaultStandIn,
  preview = false,
): Promise<Run> {
  return run(() => void new HipaaIamGuardrails("guard", args as HipaaIamGuardrailsArgs), {
    standIn,
    preview,
  });
}

export async function guardrailsOf(args: HipaaIamGuardrailsArgs, standIn: StandIn): Promise<PolicyDocument> {
  const { resources, errors } = await runGuardrails(args, standIn);
  const [error] = errors;
  if (error) throw error;
  const policy = resources.find(({ type }) => type === "aws:organizations/policy:Policy");
  return JSON.parse(String(policy?.inputs.content));
}

/** Somebody who may do everything, but for what guardrails deny. */
export const everythingWithin = (guardrails: PolicyDocument): Subject => ({
  identity: [everything],
  serviceControl: [[everything, read(guardrails)]],
});
