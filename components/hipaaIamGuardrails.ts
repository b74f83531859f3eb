import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getPolicyDocumentOutput } from "@pulumi/aws/iam/getPolicyDocument";
import { Policy } from "@pulumi/aws/organizations/policy";
import { PolicyAttachment } from "@pulumi/aws/organizations/policyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { mapFaults } from "./inputs/checks/values";
import { type Fault, refuse } from "./inputs/faults";
import { guardrailsRules, type HipaaIamGuardrailsArgs } from "./inputs/guardrailsArgs";
import { orUnknown } from "./inputs/providerScope";
import { partsOf, plainMembers, secretArgs } from "./inputs/resolve";
import { sizeOf } from "./inputs/sizes";
import { toPolicyDocument } from "./policies/document";
import { type GuardrailsScope, guardrailsStatements } from "./policies/guardrails";
import { toPolicyDocumentStatement } from "./policies/statement";

/** AWS's quota for a service control policy, in characters, white space included. */
const quota = 5120;

/**
 * A service control policy that closes what the policies of the component's roles cannot, as it is others who could do
 * it: tagging keys into the backend's reach, deleting backups and audit logs or weakening their buckets, changing the
 * roles, their policies and boundary, or who deploys, leaving the allowed Regions. For a program of the organisation's
 * management account. With it tenant keys need tenantKeyProvisioning: "provisioner".
 *
 * @example
 * new HipaaIamGuardrails("guardrails", {
 *   targetIds: ["ou-a1b2-c3d4e5f6"],
 *   keptBucketArns: [backups.arn, auditLogs.arn],
 *   allowedRegions: ["us-east-1"],
 *   administratorArns: ["arn:aws:iam::123456789012:role/pulumi"],
 * });
 */
export class HipaaIamGuardrails extends pulumi.ComponentResource {
  /** ID of the service control policy. */
  public readonly policyId: pulumi.Output<string>;
  /** ARN of the service control policy. */
  public readonly policyArn: pulumi.Output<string>;

  constructor(name: string, args: HipaaIamGuardrailsArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `HipaaIamGuardrails "${name}"`;
    const rule = { accepts: "", is: () => true, members: guardrailsRules };
    refuse(subject, faultsOf(plainMembers(args ?? {}, rule) as object));
    super("hipaa-iam:index:HipaaIamGuardrails", name, { ...args }, opts);

    const child = { parent: this };
    const partition = getPartitionOutput({}, child).apply((answer) => orUnknown(answer.partition));
    const check = (given: pulumi.Input<object>) =>
      pulumi
        .all([pulumi.output(given), partition, secretArgs(args)])
        .apply(([given, partition, secret]) => refuse(subject, faultsOf(given, partition, secret)));
    // In a preview a value may stay unknown: there each is checked for itself, or one would hide the faults of others.
    const isPreview = pulumi.runtime.isDryRun();
    if (isPreview) for (const part of partsOf(args, rule)) check(part as object);
    const allChecked = isPreview ? pulumi.output(undefined) : check(args);
    const statements = pulumi
      .all([pulumi.output(args), partition, allChecked])
      .apply(([given, partition]) => {
        const all = guardrailsStatements({ ...(given as unknown as GuardrailsScope), partition });
        refuse(subject, sizeFaults(sizeOf(toPolicyDocument(all))));
        return all.map(toPolicyDocumentStatement);
      });

    const policy = new Policy(
      `${name}-policy`,
      {
        name: args.policyName ?? "hipaa-iam-guardrails",
        description: "HIPAA backends: what the policies of their roles cannot close",
        type: "SERVICE_CONTROL_POLICY",
        content: getPolicyDocumentOutput({ statements }, child).minifiedJson,
        tags: { ManagedBy: "Pulumi", Module: "hipaa-iam" },
      },
      child,
    );
    for (const targetId of args.targetIds) {
      new PolicyAttachment(`${name}-${targetId}-attachment`, { policyId: policy.id, targetId }, child);
    }
    this.policyId = policy.id;
    this.policyArn = policy.arn;
    this.registerOutputs({ policyId: this.policyId, policyArn: this.policyArn });
  }
}

function faultsOf(args: object, partition?: string, secret?: string[]): Fault[] {
  const provider = partition === undefined ? undefined : { partition, accountId: "", region: "" };
  return mapFaults("", args, guardrailsRules, { values: {}, provider, secret });
}

function sizeFaults(size: number): Fault[] {
  if (size <= quota) return [];
  const reason = `it makes the policy ${size} characters long, and AWS takes ${quota}. Give fewer or shorter values.`;
  return [{ propertyPath: "keptBucketArns", reason }];
}
