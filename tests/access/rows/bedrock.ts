import { allow, backendRows, deny, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";

/** Claude, here, in one piece. */
export function bedrockRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const model = (id: string, where = region) => `arn:${partition}:bedrock:${where}::foundation-model/${id}`;
  const claude = "anthropic.claude-3-haiku-20240307-v1:0";
  const owned = (kind: string, id: string) => `arn:${partition}:bedrock:${region}:${accountId}:${kind}/${id}`;
  const others: [id: string, why: string][] = [
    ["anthropic.other-v1", "another family of the same maker"],
    ["anthropic.claude", "no model of the family: its name goes on"],
    ["Anthropic.Claude-3-haiku", "names of models are in lower case"],
    ["amazon.titan-text-express-v1", "another maker"],
    ["amazon.nova-pro-v1:0", "another maker"],
    ["cohere.command-r-v1:0", "another maker"],
    ["meta.llama3-70b-instruct-v1:0", "another maker"],
    ["notanthropic.claude-3", "a maker whose name ends alike"],
  ];
  return [
    row(
      "bedrock:InvokeModel",
      model(claude),
      {},
      allow("InvokeClaude", "a Claude model of this Region; Converse asks the same"),
    ),
    row(
      "bedrock:InvokeModel",
      model("anthropic.claude-v2:1"),
      {},
      allow("InvokeClaude", "another Claude model"),
    ),
    ...others.map(([id, why]) => row("bedrock:InvokeModel", model(id), {}, deny(why))),
    ...otherRegions(site).map((other) =>
      row("bedrock:InvokeModel", model(claude, other), {}, deny("prompts stay in this Region")),
    ),
    ...["application-inference-profile", "prompt-router", "imported-model", "custom-model-deployment"].map(
      (kind) =>
        row(
          "bedrock:InvokeModel",
          owned(kind, "abcdefghijkl"),
          {},
          deny("what it leads to may be any model, anywhere"),
        ),
    ),
    row(
      "bedrock:InvokeModel",
      model(claude).replace(/^arn:[^:]+/, "arn:aws-iso"),
      {},
      deny("another partition"),
    ),
    row(
      "bedrock:InvokeModelWithResponseStream",
      model(claude),
      {},
      deny("no streaming; ConverseStream asks the same"),
    ),
    row(
      "bedrock:InvokeModel",
      owned("inference-profile", `us.${claude}`),
      {},
      deny("a profile sends prompts to other Regions"),
    ),
    row(
      "bedrock:InvokeModel",
      owned("provisioned-model", "abcdefghijkl"),
      {},
      deny("what is provisioned may be any model"),
    ),
    row(
      "bedrock:InvokeModel",
      owned("imported-model", "abcdefghijkl").replace(accountId, stranger),
      {},
      deny("a model of another account"),
      stranger,
    ),
    row("bedrock:GetFoundationModel", model(claude), {}, deny("invoking is all")),
    row(
      "bedrock:CreateModelInvocationJob",
      model(claude),
      {},
      deny("no batches, which leave prompts in buckets"),
    ),
    ...["bedrock:ListFoundationModels", "bedrock:PutModelInvocationLoggingConfiguration"].map((action) =>
      row(action, "*", {}, deny("invoking is all")),
    ),
  ];
}
