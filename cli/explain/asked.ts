import { UsageError } from "../plan/errors";
import { bedrockChecks, bedrockOperationNamed, UnknownProfile } from "../requests/bedrock";
import type { Check } from "../requests/check";
import { s3Checks } from "../requests/s3";
import { s3Operations } from "../requests/s3Operations";
import { actionsListed, listedAt } from "../theorems/reference";

/**
 * What --action and --resource ask for. People also name an operation, as an SDK's error does: then it is said which
 * actions it asks for, and these are decided.
 */
export function checksOf(asked: string, resource: string): { checks: Check[]; where: string } {
  const [service = "", name = ""] = asked.toLowerCase().split(":");
  const listed = actionsListed(service);
  // Of a service that is not in the reference, all that is known is what people say.
  if (!listed)
    return { checks: [{ action: `${service}:${asked.split(":")[1]}`, resource, context: {} }], where: "" };
  const action = listed.find((one) => one.toLowerCase() === `${service}:${name}`);
  if (action !== undefined) return { checks: checksOn(action, resource), where: "" };
  const found = operations[service]?.(name, resource);
  if (!found)
    throw new UsageError(
      `--action: IAM has no action ${asked} (by AWS's service reference of ${listedAt}), and no operation of this name is known here. Give an action, such as ${listed.find((one) => /:(PutObject|InvokeModel|Decrypt|AssumeRole)$/.test(one)) ?? listed[0]}.`,
    );
  const actions = [...new Set(found.checks.map((one) => one.action))].join(" and ");
  const where = `${service}:${found.name} is no action of IAM but an operation of the API: it asks for ${actions}${found.besides ?? ""}.`;
  return { checks: found.checks, where };
}

interface Found {
  /** In AWS's own case. */
  name: string;
  checks: Check[];
  /** What it asks for elsewhere. */
  besides?: string;
}

const isCalled = (asked: string) => (one: { name: string }) => one.name.toLowerCase() === asked;

/** Operations whose action has another name, by service. */
const operations: Record<string, (name: string, resource: string) => Found | undefined> = {
  s3: (asked, resource) => {
    const operation = s3Operations.find(isCalled(asked));
    if (!operation) return undefined;
    const [, partition = "aws"] = resource.split(":");
    const place = { partition, accountId: "", region: "" };
    // What it copies is another resource.
    const plain = { ...operation, copies: false };
    const checks = s3Checks(plain, { method: operation.method, query: {}, headers: {} }, place);
    return {
      name: operation.name,
      checks: checks.map((one) => ({ ...one, resource })),
      ...(operation.copies && { besides: ", and for s3:GetObject on what it copies" }),
    };
  },
  bedrock: (asked, resource) => {
    const names = ["Converse", "ConverseStream", "StartAsyncInvoke"];
    const name = names.find((one) => one.toLowerCase() === asked);
    const operation = name === undefined ? undefined : bedrockOperationNamed(name);
    return operation && { name: operation.name, checks: checksOn(operation.action, resource) };
  },
  kms: (asked, resource) => {
    const [from, to] = ["kms:ReEncryptFrom", "kms:ReEncryptTo"];
    const checks = [from, to].map((action) => ({ action, resource, context: {} }));
    return asked === "reencrypt" ? { name: "ReEncrypt", checks } : undefined;
  },
};

/** A call through a profile of models is asked for each model behind it, too. */
function checksOn(action: string, resource: string): Check[] {
  const [, partition = "", service, region = "", accountId = ""] = resource.split(":");
  const isProfile = service === "bedrock" && resource.includes(":inference-profile/");
  if (!isProfile || !/^bedrock:(InvokeModel|CountTokens)/.test(action))
    return [{ action, resource, context: {} }];
  try {
    return bedrockChecks({ name: "", action, named: resource }, {}, { partition, region, accountId });
  } catch (error) {
    if (error instanceof UnknownProfile) throw new UsageError(`--resource: ${error.message}`);
    throw error;
  }
}
