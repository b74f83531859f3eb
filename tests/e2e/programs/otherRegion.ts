import { Provider } from "@pulumi/aws/provider";
import { HipaaIamComponent } from "../../../components";
import { stackArgs } from "../../../stack/config";

/** The stack program with an explicit provider, in another Region than the default one's. */
export = async () => {
  const provider = new Provider("ireland", { region: "eu-west-1" });
  const iam = new HipaaIamComponent("hipaa-iam", await stackArgs(), { provider });
  return { appIamRoleArn: iam.appIamRoleArn };
};
