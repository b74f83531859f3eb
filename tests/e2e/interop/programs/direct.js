const { HipaaIamComponent } = require("hipaa-iam");
const { args, options } = require("./args.js");

const component = new HipaaIamComponent("app", args(), options());
module.exports = {
  appIamRoleArn: component.appIamRoleArn,
  appIamRoleName: component.appIamRoleName,
  rdsMonitoringRoleArn: component.rdsMonitoringRoleArn,
  s3PolicyArn: component.s3PolicyArn,
  kmsPolicyArn: component.kmsPolicyArn,
  bedrockPolicyArn: component.bedrockPolicyArn,
  secretsPolicyArn: component.secretsPolicyArn,
  keyProvisionerRoleArn: component.keyProvisionerRoleArn,
};
