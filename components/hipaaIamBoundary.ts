import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./args";
import { bucketNames } from "./checks";
import { namesOf, tagsOf } from "./names";
import { boundaryStatements } from "./policies/boundary";
import { toPolicyDocumentStatement } from "./policies/statement";
import { refusePlainFaults, resolver } from "./resolve";

/**
 * A permissions boundary for the roles of a HipaaIamComponent of the same args: wide enough for all that these grant,
 * and nothing else. Whatever policy is attached to a role later, AdministratorAccess too, gains nothing outside it.
 *
 * @example
 * const boundary = new HipaaIamBoundary("hipaa-boundary", args);
 * const iam = new HipaaIamComponent("hipaa-iam", { ...args, permissionsBoundaryArn: boundary.policyArn });
 */
export class HipaaIamBoundary extends pulumi.ComponentResource {
  /** ARN of the managed policy, for permissionsBoundaryArn. */
  public readonly policyArn: pulumi.Output<string>;

  constructor(name: string, args: HipaaIamComponentArgs, opts?: pulumi.ComponentResourceOptions) {
    refusePlainFaults(name, args);
    // Nothing here needs the external ID, so it stays out of the state.
    super("hipaa-iam:index:HipaaIamBoundary", name, { ...args, externalId: undefined }, opts);

    const child = { parent: this };
    const { boundary } = namesOf(args);
    const resolve = resolver(this, name, args);
    const document = resolve(
      ...([
        "environment",
        "kmsMasterKeyArn",
        ...bucketNames,
        "backupsWriteOnce",
        "auditLogsAppendOnly",
      ] as const),
      ...(["bucketOwnerAccountId", "secretArns", "secretsKmsKeyArn", "bedrockInferenceRegions"] as const),
      ...(["bedrockModelPatterns", "bedrockStreaming", "bedrockGuardrailArn"] as const),
    ).apply((scope) => {
      const statements = boundaryStatements(scope).map(toPolicyDocumentStatement);
      return iam.getPolicyDocumentOutput({ statements }, child);
    });
    this.policyArn = new iam.Policy(
      `${name}-policy`,
      {
        name: boundary,
        description: `Permissions boundary of the HIPAA backend, ${args.environment}`,
        policy: document.json,
        tags: tagsOf(args, boundary),
      },
      { ...child, deleteBeforeReplace: true, ignoreChanges: ["description"] },
    ).arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}
