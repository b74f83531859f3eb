import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { copyOf } from "./project";
import { TestStack } from "./stack";

/** A stack dev of examples/complete, configured for the local API, and not deployed yet. */
export async function openComplete(endpoint: string, externalId: string, administratorArn: string) {
  const folder = copyOf("examples/complete");
  withoutNamespace(join(folder, "dataBucket.ts"));
  const stack = await TestStack.open(folder, "dev", endpoint);
  // The local API has one address for all buckets and accounts.
  const local = ["s3UsePathStyle", "skipRequestingAccountId", "skipCredentialsValidation"];
  await stack.configure(Object.fromEntries(local.map((key) => [`aws:${key}`, "true"])));
  await stack.configure({ administratorArn });
  await stack.stack.setConfig("externalId", { value: externalId, secret: true });
  return stack;
}

/** The provider of the suite is older than the namespaces of buckets, and refuses the property. The names stay. */
function withoutNamespace(file: string): void {
  const text = readFileSync(file, "utf8");
  const without = text.replace(', bucketNamespace: "account-regional"', "");
  expect(without).not.to.equal(text);
  writeFileSync(file, without);
}
