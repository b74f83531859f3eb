import { backendRows, deny, forbid, type Row } from "../row";
import type { Site } from "../site";
import { claude, modelArn } from "./bedrockRequests";

/** What else of Bedrock sends a prompt to a model, by what it works on. */
const otherWays: Record<string, string[]> = {
  "*": [
    ...["bedrock:AgenticRetrieveStream", "bedrock:CreateModelImportJob", "bedrock:GenerateQuery"],
    ...["bedrock:InvokeBuilder", "bedrock:InvokeInlineAgent", "bedrock:OptimizePrompt", "bedrock:Rerank"],
    ...["bedrock:RetrieveAndGenerate", "bedrock-websearch:ExternalWebAccess"],
    "bedrock:PutModelInvocationLoggingConfiguration", // Later prompts are copied to what it names.
  ],
  "foundation-model": [
    ...["bedrock:CreateAdvancedPromptOptimizationJob", "bedrock:CreateEvaluationJob"],
    ...["bedrock:CreateModelCustomizationJob", "bedrock:CreateModelEvaluationJob"],
    "bedrock:CreateModelInvocationJob",
  ],
  "custom-model/own": ["bedrock:CreateModelCopyJob"],
  "knowledge-base/ABCDEFGHIJ": [
    ...["bedrock:IngestKnowledgeBaseDocuments", "bedrock:Retrieve", "bedrock:StartIngestionJob"],
  ],
  "agent-alias/ABCDEFGHIJ/KLMNOPQRST": ["bedrock:InvokeAgent"],
  "flow/ABCDEFGHIJ/alias/KLMNOPQRST": ["bedrock:InvokeFlow", "bedrock:StartFlowExecution"],
  "automated-reasoning-policy/abcdefghijkl": [
    ...["bedrock:InvokeAutomatedReasoningPolicy", "bedrock:StartAutomatedReasoningPolicyBuildWorkflow"],
    "bedrock:StartAutomatedReasoningPolicyTestWorkflow",
  ],
  "data-automation-project/own": ["bedrock:InvokeDataAutomation", "bedrock:InvokeDataAutomationAsync"],
  "data-automation-profile/own": ["bedrock:InvokeBlueprintRecommendationAsync"],
  "blueprint/own": ["bedrock:InvokeBlueprintOptimizationAsync"],
};

/** With a guardrail or with profiles nothing else may run a model. Without, nothing else is granted. */
export function otherWayRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const { guardrail, regions } = site.bedrock;
  const arn = (what: string) => `arn:${partition}:bedrock:${region}:${accountId}:${what}`;
  const resource = (what: string) => {
    if (what === "*") return "*";
    return what === "foundation-model" ? modelArn(site, claude) : arn(what);
  };
  const refused =
    guardrail || regions
      ? forbid("DenyOtherWaysToModels", "it knows no guardrail and no Region")
      : deny("invoking is all");
  const left = ["bedrock:DetectGeneratedContent", "bedrock:GetCustomModel", "bedrock:ListSessions"];
  return [
    ...Object.entries(otherWays).flatMap(([what, actions]) =>
      actions.map((action) => row(action, resource(what), {}, refused)),
    ),
    row("bedrock:InvokeTool", `arn:${partition}:bedrock::${accountId}:system-tool/x`, {}, refused),
    ...["bedrock-agentcore:InvokeHarness", "bedrock-agentcore:GetHarness"].map((action) =>
      row(action, arn("harness/own").replace(":bedrock:", ":bedrock-agentcore:"), {}, refused),
    ),
    row(left[0] ?? "", modelArn(site, claude), {}, deny("it runs no model")),
    row(left[1] ?? "", arn("custom-model/own"), {}, deny("it runs no model")),
    ...[
      left[2] ?? "",
      "bedrock:PutUseCaseForModelAccess",
      "bedrock:InvokeGuardrailChecks",
      "bedrock:CreateSession",
      "bedrock:CreateAgent",
    ].map((action) => row(action, "*", {}, deny("it sends no prompt to a model of the caller's choice"))),
    row("bedrock:RenderPrompt", arn("prompt/ABCDEFGHIJ"), {}, deny("it runs no model")),
    row("bedrock:ListIngestionJobs", arn("knowledge-base/ABCDEFGHIJ"), {}, deny("it runs no model")),
    row(
      "bedrock:CreateGuardrailVersion",
      arn("guardrail/abcdefghijkl"),
      {},
      deny("guardrails are others' work"),
    ),
    row("bedrock:GetInvoke", arn("project/own"), {}, deny("no answer is kept, and none is read")),
    row(
      "bedrock:PutAccountDataRetention",
      "*",
      { "bedrock:DataRetentionMode": "none" },
      deny("others' work"),
    ),
    row(
      "sagemaker:InvokeEndpoint",
      arn("endpoint/own").replace(":bedrock:", ":sagemaker:"),
      {},
      deny("a model of the account's own, outside of Bedrock"),
    ),
    row(
      "sagemaker:CallMlflowAppApi",
      arn("mlflow-app/own").replace(":bedrock:", ":sagemaker:"),
      {},
      deny("no business of the backend's"),
    ),
    row(
      "logs:PutLogEvents",
      arn("log-group:application:log-stream:1").replace(":bedrock:", ":logs:"),
      {},
      deny("no business of the backend's"),
    ),
  ];
}

/** Other prefixes that run Claude, and the keys that stand in for a session. */
export function endpointRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const workspace = `arn:${partition}:aws-external-anthropic:${region}:${accountId}:workspace/own`;
  const names = ["CountTokens", "CreateBatchInference", "CreateInference", "CreateSession", "GetFile"];
  return [
    ...names.map((name) =>
      row(
        `aws-external-anthropic:${name}`,
        workspace,
        {},
        forbid("DenyOtherEndpoints", "Claude by other rules than Bedrock's"),
      ),
    ),
    ...["AssumeConsole", "CallWithBearerToken"].map((name) =>
      row(`aws-external-anthropic:${name}`, "*", {}, forbid("DenyOtherEndpoints", "a way in by other rules")),
    ),
    ...["bedrock", "cloudwatch", "logs", "sagemaker"].map((service) =>
      row(
        `${service}:CallWithBearerToken`,
        "*",
        {},
        forbid("DenyBearerKeys", "a key outlives the session, and outranks it in most clients"),
      ),
    ),
    ...["cloudwatch:CreateAlert", "sts:GetServiceBearerToken"].map((action) =>
      row(action, "*", {}, deny("no business of the backend's")),
    ),
  ];
}
