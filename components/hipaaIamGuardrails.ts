import { Policy } from "@pulumi/aws/organizations/policy";
import { PolicyAttachment } from "@pulumi/aws/organizations/policyAttachment";
import * as pulumi from "@pulumi/pulumi";
import type { Known } from "./inputs/checks/known";
import { addedBy, type Tags, untakenTags } from "./inputs/checks/tags";
import { mapFaults } from "./inputs/checks/values";
import type { Fault } from "./inputs/faults";
import { guardrailsRule, guardrailsRules, type HipaaIamGuardrailsArgs } from "./inputs/guardrailsArgs";
import { providerScope } from "./inputs/providerScope";
import { type Checks, checkedArgs, checkLater } from "./inputs/resolve";
import { holdsLater, sizeOf, tooLong } from "./inputs/sizes";
import { toPolicyDocument } from "./policies/document";
import { type GuardrailsScope, guardrailsStatements } from "./policies/guardrails";
import { tagCheck } from "./tagCheck";
import { writtenDocument } from "./writtenDocument";

/**
 * AWS's quota for a service control policy, in characters, white space included: 5,120 until 2026-05-15.
 * https://aws.amazon.com/about-aws/whats-new/2026/05/aws-organizations-increased-scp-quotas/
 */
const quota = 10240;

const tags = { ManagedBy: "Pulumi", Module: "hipaa-iam" };

/**
 * The faults of tags that others add. Keys that differ in case only are two here.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_tagging.html
 */
const policyTagFaults = (added: Tags, by: string) =>
  untakenTags(Object.keys(tags), added, by, "AWS Organizations");

/**
 * A service control policy. It binds everybody in the accounts, as the policies of the component's roles cannot. It
 * stops others from tagging keys into the backend's reach, deleting backups and audit logs or weakening their buckets,
 * changing the roles, their policies and boundary, and changing who deploys. It keeps the roles in the allowed
 * Regions. Use it in a program of the organisation's management account. With it tenant keys need
 * tenantKeyProvisioning: "provisioner".
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
    const checks: Checks = { subject: `HipaaIamGuardrails "${name}"`, rule: guardrailsRule, faultsOf };
    args = checkedArgs(checks, args);
    super("hipaa-iam:index:HipaaIamGuardrails", name, { ...args }, opts);

    const child = { parent: this };
    const provider = providerScope(this);
    const statements = pulumi
      .all([pulumi.output(args), provider, checkLater(checks, args, provider)])
      .apply(([given, { partition }]) =>
        guardrailsStatements({ ...(given as unknown as GuardrailsScope), partition }),
      );

    const checked = tagCheck(this, checks.subject, (added) => policyTagFaults(added, addedBy.program));
    const policy = new Policy(
      `${name}-policy`,
      {
        name: args.policyName ?? "hipaa-iam-guardrails",
        description: "HIPAA backends: what the policies of their roles cannot close",
        type: "SERVICE_CONTROL_POLICY",
        content: writtenDocument(statements, "minifiedJson", child),
        tags,
      },
      child,
    );
    const made = pulumi.output(checked(policy));
    this.policyId = made.apply(({ id }) => id);
    this.policyArn = made.apply(({ arn }) => arn);
    for (const targetId of args.targetIds) {
      new PolicyAttachment(`${name}-${targetId}-attachment`, { policyId: this.policyId, targetId }, child);
    }
    this.registerOutputs({ policyId: this.policyId, policyArn: this.policyArn });
  }
}

function faultsOf({ values, ...surroundings }: Known): Fault[] {
  const faults = [
    ...mapFaults("", values, guardrailsRules, surroundings),
    ...policyTagFaults(surroundings.provider?.defaultTags ?? {}, addedBy.provider),
  ];
  if (faults.length > 0 || holdsLater(values)) return faults;
  const { partition } = surroundings.provider ?? { partition: "aws" }; // The shortest, where it is not known.
  const { targetIds: _, ...given } = values as GuardrailsScope & { targetIds: string[] };
  const document = toPolicyDocument(guardrailsStatements({ ...given, partition }));
  return tooLong("the policy", sizeOf(document), quota, given);
}
