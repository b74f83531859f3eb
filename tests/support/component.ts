import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { PolicyDocument } from "../../cli/access/request";
import { defaultStandIn, type Run, type RunOptions, runProgram } from "../../cli/plan/run";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";

/** What a component needs at least, in the partition and Region of the stand-in account. */
export function exampleArgs({ partition, region, accountId } = defaultStandIn): HipaaIamComponentArgs {
  return {
    environment: "dev",
    s3BucketDocumentsArn: `arn:${partition}:s3:::example-documents`,
    s3BucketBackupsArn: `arn:${partition}:s3:::example-backups`,
    s3BucketAuditLogsArn: `arn:${partition}:s3:::example-audit-logs`,
    kmsMasterKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  };
}

/** Runs a program. The SDK takes a stack trace for each promise; a test would take several times as long for them. */
export async function run(program: () => unknown, options: RunOptions = {}): Promise<Run> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await runProgram(program, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Runs a program of one component, called "app", with the example args and those given. */
export function runComponent(
  args: Partial<Record<keyof HipaaIamComponentArgs, unknown>> = {},
  options: RunOptions & { component?: ComponentResourceOptions } = {},
): Promise<Run> {
  const all = { ...exampleArgs(options.standIn), ...args } as HipaaIamComponentArgs;
  return run(() => void new HipaaIamComponent("app", all, options.component), options);
}

/** The documents that a run gave to roles and policies, by the physical name of the role or policy. */
export function documentsOf(run: Run): Record<string, PolicyDocument> {
  const texts = run.resources.flatMap(({ inputs }) => {
    const text = inputs.policy ?? inputs.assumeRolePolicy;
    return typeof text === "string" ? [[String(inputs.name), JSON.parse(text)]] : [];
  });
  return Object.fromEntries(texts);
}
