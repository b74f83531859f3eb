import { isWithheldOnMantle } from "../inputs/models";
import type { ProviderScope, Scope } from "../inputs/scope";
import type { Statement } from "./statement";

/** The args that the statements on the mantle endpoint are made of. */
export const mantleArgs = ["bedrockModelPatterns", "bedrockMantle"] as const;
type MantleScope = ProviderScope & Pick<Scope, (typeof mantleArgs)[number]>;

const inference = ["bedrock-mantle:CreateInference", "bedrock-mantle:CountTokens"];

/** All actions of this prefix but these two: what manages projects, files and jobs, or reads what they keep. */
export const restOfMantle = [
  ...["Archive*", "Associate*", "CallWithBearerToken", "Cancel*", "CreateCustomizedModel", "CreateFile"],
  ...["CreateFineTuningJob", "CreateProject", "CreateReservation", "Delete*", "Disassociate*", "Get*"],
  ...["List*", "Put*", "Tag*", "Untag*", "Update*"],
].map((pattern) => `bedrock-mantle:${pattern}`);

/**
 * Claude on the endpoint bedrock-mantle, in this Region. A call is authorised on a project, and the model is a condition.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-mantle.html
 */
export function mantleStatements(
  { partition, region, accountId, bedrockModelPatterns: patterns }: MantleScope,
  { projectArns }: NonNullable<Scope["bedrockMantle"]>,
): Statement[] {
  const withheld = isWithheldOnMantle(patterns);
  return [
    {
      Sid: "InvokeClaudeOnMantle",
      Effect: "Allow",
      Action: inference,
      Resource: projectArns ?? `arn:${partition}:bedrock-mantle:${region}:${accountId}:project/*`,
      Condition: { StringLike: { "bedrock-mantle:Model": patterns } },
      purpose: "The backend invokes Claude on the endpoint that serves current models within this Region.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyMantleElsewhere",
      Effect: "Deny",
      Action: "bedrock-mantle:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": region } },
      purpose:
        "What is asked of the mantle endpoint stays in this Region, whatever else the role is granted.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...(withheld ? [denyRetainingModelsOnMantle(withheld)] : []),
  ];
}

function denyRetainingModelsOnMantle(Condition: NonNullable<Statement["Condition"]>): Statement {
  return {
    Sid: "DenyRetainingModelsOnMantle",
    Effect: "Deny",
    Action: inference,
    Resource: "*",
    Condition,
    purpose: "On the mantle endpoint, too, no prompt goes to a model for which AWS may keep it.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
  };
}
