import type { Scope } from "../scope";
import type { Statement } from "./statement";

export type BedrockScope = Pick<Scope, "partition" | "region">;

/** Which models the backend may invoke, and where. */
export function bedrockStatements({ partition, region }: BedrockScope): Statement[] {
  return [
    {
      Sid: "InvokeClaude",
      Effect: "Allow",
      Action: "bedrock:InvokeModel",
      // A foundation model belongs to no account: that field of its ARN is empty.
      Resource: `arn:${partition}:bedrock:${region}::foundation-model/anthropic.claude-*`,
      purpose:
        "The backend invokes Anthropic's Claude models; prompts with health information stay in this Region.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}
