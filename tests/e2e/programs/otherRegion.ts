import { Provider } from "@pulumi/aws/provider";
import { HipaaIamComponent } from "../../../components";
import { stackArgs } from "../../../stack/config";

/** The stack program with an explicit provider, in another Region than the default one's. */
export = async () => {
  const provider = new Provider("ireland", { region: "eu-west-1" });
  // Where config's profiles send requests to does not contain it.
  const args = { ...(await stackArgs()), bedrockInferenceRegions: ["eu-west-1", "eu-central-1"] };
  const iam = new HipaaIamComponent("hipaa-iam", args, { provider });
  return { appIamRoleArn: iam.appIamRoleArn };
};
