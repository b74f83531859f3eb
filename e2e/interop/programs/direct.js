const { HipaaIamComponent } = require("hipaa-iam");
const { args, options } = require("./args");

const component = new HipaaIamComponent("app", args(), options());
const { appIamRoleArn, appIamRoleName, rdsMonitoringRoleArn, s3PolicyArn, kmsPolicyArn, bedrockPolicyArn } =
  component;
module.exports = {
  appIamRoleArn,
  appIamRoleName,
  rdsMonitoringRoleArn,
  s3PolicyArn,
  kmsPolicyArn,
  bedrockPolicyArn,
};
