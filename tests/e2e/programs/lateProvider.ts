import { Role } from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import { HipaaIamComponent } from "../../../components";
import { stackArgs } from "../../../stack/config";

/** A component whose provider assumes a role of the same program: before that is made, it can answer nothing. */
export = async () => {
  const trust = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const deployer = new Role("deployer", { assumeRolePolicy });
  const provider = new Provider("late", { region: "us-east-1", assumeRoles: [{ roleArn: deployer.arn }] });
  new HipaaIamComponent("hipaa-iam", await stackArgs(), { provider });
};
