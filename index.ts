import { HipaaIamComponent } from "./components";
import { withBoundary } from "./stack/boundary";
import { stackArgs } from "./stack/config";

/** The stack program: config in, one component, outputs out. */
export = async () => {
  const iam = new HipaaIamComponent("hipaa-iam", withBoundary(await stackArgs()));
  return {
    appIamRoleArn: iam.appIamRoleArn,
    appIamRoleName: iam.appIamRoleName,
    ...(iam.rdsMonitoringRoleArn && { rdsMonitoringRoleArn: iam.rdsMonitoringRoleArn }),
    s3PolicyArn: iam.s3PolicyArn,
    kmsPolicyArn: iam.kmsPolicyArn,
    bedrockPolicyArn: iam.bedrockPolicyArn,
    ...(iam.secretsPolicyArn && { secretsPolicyArn: iam.secretsPolicyArn }),
    ...(iam.keyProvisionerRoleArn && { keyProvisionerRoleArn: iam.keyProvisionerRoleArn }),
  };
};
