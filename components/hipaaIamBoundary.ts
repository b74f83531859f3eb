import * as pulumi from "@pulumi/pulumi";
import { childrenOf } from "./children";
import type { HipaaIamComponentArgs } from "./inputs/args";
import { namesOf } from "./inputs/names";
import { checkedArgs, checksOf, resolver } from "./inputs/resolve";
import { boundaryArgs, boundaryStatements } from "./policies/boundary";
import { documentsOfBoundary } from "./sizedDocuments";

/**
 * A permissions boundary for the roles of a HipaaIamComponent with the same args. It allows all that these args
 * grant, and nothing else. Somebody may attach another policy to a role later, even AdministratorAccess. That gives the
 * role nothing outside the boundary.
 *
 * @example
 * const boundary = new HipaaIamBoundary("hipaa-boundary", args);
 * const iam = new HipaaIamComponent("hipaa-iam", { ...args, permissionsBoundaryArn: boundary.policyArn });
 */
export class HipaaIamBoundary extends pulumi.ComponentResource {
  /** ARN of the managed policy, for permissionsBoundaryArn. */
  public readonly policyArn: pulumi.Output<string>;

  constructor(name: string, args: HipaaIamComponentArgs, opts?: pulumi.ComponentResourceOptions) {
    const checks = checksOf(`HipaaIamBoundary "${name}"`, documentsOfBoundary);
    args = checkedArgs(checks, args);
    // Nothing here needs the external ID, so it stays out of the state.
    super("hipaa-iam:index:HipaaIamBoundary", name, { ...args, externalId: undefined }, opts);

    const { policy, checked } = childrenOf(this, name, args, checks);
    const resolve = resolver(this, checks, args);
    const boundary = {
      name: namesOf(args).boundary,
      description: `Permissions boundary of the HIPAA backend, ${args.environment}`,
      statements: resolve(...boundaryArgs).apply(boundaryStatements),
    };
    this.policyArn = pulumi.output(checked(policy("policy", boundary))).apply(({ arn }) => arn);
    this.registerOutputs({ policyArn: this.policyArn });
  }
}
