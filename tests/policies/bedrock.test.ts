import { expect } from "chai";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

describe("the Bedrock policy", () => {
  for (const { title, environment, standIn } of scopes) {
    it(`is as written here for ${title}`, async () => {
      const documents = documentsOf(await runComponent({ environment }, { standIn }));
      const { partition, region } = standIn;
      expect(documents[`${environment}-bedrock-access-policy`]).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "InvokeClaude",
            Effect: "Allow",
            Action: "bedrock:InvokeModel",
            Resource: `arn:${partition}:bedrock:${region}::foundation-model/anthropic.claude-*`,
          },
          {
            Sid: "DenyRetainingModels",
            Effect: "Deny",
            Action: "bedrock:*",
            Resource: [
              `arn:${partition}:bedrock:*::foundation-model/anthropic.claude-mythos*`,
              `arn:${partition}:bedrock:*::foundation-model/anthropic.claude-fable*`,
            ],
          },
          {
            Sid: "DenyOtherEndpoints",
            Effect: "Deny",
            Action: ["bedrock-mantle:*", "aws-external-anthropic:*"],
            Resource: "*",
          },
          {
            Sid: "DenyBearerKeys",
            Effect: "Deny",
            Action: [
              "sagemaker:CallWithBearerToken",
              "logs:CallWithBearerToken",
              "cloudwatch:CallWithBearerToken",
              "bedrock:CallWithBearerToken",
            ],
            Resource: "*",
          },
        ],
      });
    });
  }
});
