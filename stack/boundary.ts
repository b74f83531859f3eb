import * as pulumi from "@pulumi/pulumi";
import { HipaaIamBoundary, type HipaaIamComponentArgs } from "../components";

/** The component's args with a boundary that the stack itself makes, where config asks for one. */
export function withBoundary(args: HipaaIamComponentArgs): HipaaIamComponentArgs {
  if (!new pulumi.Config().getBoolean("createBoundary")) return args;
  if (args.permissionsBoundaryArn) {
    throw new pulumi.RunError(
      `Stack ${pulumi.getStack()} has both createBoundary and permissionsBoundaryArn, and a role takes one boundary. ` +
        `Remove one with: pulumi config rm --stack ${pulumi.getStack()} KEY`,
    );
  }
  const { policyArn } = new HipaaIamBoundary("hipaa-boundary", args);
  return { ...args, permissionsBoundaryArn: policyArn };
}
