import { withheldFamilies } from "../inputs/models";
import type { ProviderScope, Scope } from "../inputs/scope";
import { restOfMantle } from "./bedrockMantle";
import type { Statement } from "./statement";

/**
 * What else of Bedrock runs a model, or sends a prompt where one may: agents, flows, batches, evaluations, the automation of
 * data, knowledge bases, tools; or copies later prompts to a log. None of it is told a guardrail or a Region.
 * InvokeGuardrailChecks stays out, which runs no model of the caller's choice; calls of InvokeModel are authorised on the
 * model itself, whatever leads to it.
 */
export const denyOtherWaysToModels: Statement = {
  Sid: "DenyOtherWaysToModels",
  Effect: "Deny",
  // By verbs, as a policy has room for some 6,000 characters and new ways have the same verbs.
  Action: [
    ...["Agentic*", "CreateAdvanced*", "CreateEvaluation*", "CreateModel*", "GenerateQuery", "Ingest*"],
    ...["InvokeA*", "InvokeB*", "InvokeD*", "InvokeF*", "InvokeI*", "InvokeT*", "Optimize*", "PutModel*"],
    ...["Rerank", "Retrieve*", "Start*"],
  ]
    .map((pattern) => `bedrock:${pattern}`)
    .concat("bedrock-agentcore:*", "bedrock-websearch:*"),
  Resource: "*",
  purpose:
    "The role uses no agent, flow, batch or tool of Bedrock, as IAM sees no guardrail and no Region there, and has no prompt logged.",
  hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
};

/** A call through a profile or a router ends at the model, and so does what a batch or a deployment is made from. */
export function denyRetainingModels({
  partition,
  bedrockModelPatterns: patterns,
}: ProviderScope & Pick<Scope, "bedrockModelPatterns">): Statement[] {
  const withheld = withheldFamilies(patterns);
  if (withheld.length === 0) return [];
  return [
    {
      Sid: "DenyRetainingModels",
      Effect: "Deny",
      Action: "bedrock:*",
      Resource: withheld.map((family) => `arn:${partition}:bedrock:*::foundation-model/${family}*`),
      purpose: "No prompt goes to a model that is served only where AWS may keep prompts for some time.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}

/** Claude runs behind two more prefixes, where neither guardrails nor inference profiles count. */
export function denyOtherEndpoints(hasMantle: boolean): Statement {
  return {
    Sid: "DenyOtherEndpoints",
    Effect: "Deny",
    Action: ["aws-external-anthropic:*", ...(hasMantle ? restOfMantle : ["bedrock-mantle:*"])],
    Resource: "*",
    purpose:
      "No prompt goes to Claude's other endpoints in AWS, where Bedrock's guardrails and profiles do not count, unless an option asks for one.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
  };
}

/** Those of the other endpoints are refused with them. */
export const denyBearerKeys: Statement = {
  Sid: "DenyBearerKeys",
  Effect: "Deny",
  Action: ["bedrock", "cloudwatch", "logs", "sagemaker"].map((service) => `${service}:CallWithBearerToken`),
  Resource: "*",
  purpose:
    "Nobody calls with a bearer key of the role: the key would outlive the session, and go without its signature.",
  hipaa: ["164.308(a)(4)(ii)(B)", "164.312(d)"],
};
