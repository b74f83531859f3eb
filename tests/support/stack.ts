import type { Run, RunOptions } from "../../cli/plan/run";
import { run } from "./component";

/** The config that the stack program needs at least, by its short keys. */
export const leastConfig = {
  environment: "dev",
  s3BucketDocumentsArn: "arn:aws:s3:::example-documents",
  s3BucketBackupsArn: "arn:aws:s3:::example-backups",
  s3BucketAuditLogsArn: "arn:aws:s3:::example-audit-logs",
  kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

/** Runs the stack program with config by its short keys, in the stack "test". */
export function runStack(config: Record<string, string>, options: RunOptions = {}): Promise<Run> {
  const { secretKeys = [], ...others } = options;
  const full = (key: string) => `hipaa-iam:${key}`;
  return run(require("../../index"), {
    ...others,
    config: Object.fromEntries(Object.entries(config).map(([key, value]) => [full(key), value])),
    secretKeys: secretKeys.map(full),
  });
}

/** The args that the program made the component from. */
export function componentArgsOf({ resources }: Run): Record<string, unknown> | undefined {
  return resources.find(({ type }) => type === "hipaa-iam:index:HipaaIamComponent")?.inputs;
}
