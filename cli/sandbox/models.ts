import type { Fields } from "../plan/fields";
import { eventMessage } from "./eventStream";
import { calledInConverse, calledInMessages, textInConverse, textInMessages } from "./insisted";
import type { Line } from "./lines";

/** An answer that the sandbox makes itself. */
export interface Made {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
  /** What is told of it besides. */
  line?: Partial<Line>;
}

const said = "This is the hipaa-iam sandbox: your policies allow this call. No model was asked.";
const usage = { inputTokens: 12, outputTokens: 18, totalTokens: 30 };

/** What a model would answer, in the wire format of the operation: a text, or the tool or the JSON that the request insists on. */
export function answerOfModel(operation: string, model: string, request: Fields): Made | undefined {
  switch (operation) {
    case "Converse":
      return json(converse(request));
    case "ConverseStream":
      return stream(converseEvents(request));
    case "InvokeModel":
      return json(message(model, request), { "x-amzn-bedrock-input-token-count": "12" });
    case "InvokeModelWithResponseStream":
      return stream(
        messageEvents(model, request).map((event) => [
          "chunk",
          { bytes: Buffer.from(JSON.stringify(event)).toString("base64") },
        ]),
      );
    case "CountTokens":
      return json({ inputTokens: usage.inputTokens });
    case "ApplyGuardrail":
      return json({ action: "NONE", outputs: [], assessments: [], usage: {} });
    case "ListFoundationModels":
      return json({ modelSummaries: [] });
    case "ListInferenceProfiles":
      return json({ inferenceProfileSummaries: [] });
    default:
      return undefined;
  }
}

function json(body: unknown, headers: Record<string, string> = {}): Made {
  return {
    status: 200,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

function stream(events: [type: string, payload: unknown][]): Made {
  return {
    status: 200,
    headers: { "content-type": "application/vnd.amazon.eventstream" },
    body: Buffer.concat(events.map(([type, payload]) => eventMessage(type, payload))),
  };
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
function converse(request: Fields): Fields {
  const call = calledInConverse(request);
  const content = call
    ? { toolUse: { toolUseId: "tooluse_sandbox", ...call } }
    : { text: textInConverse(request) ?? said };
  return {
    output: { message: { role: "assistant", content: [content] } },
    stopReason: call ? "tool_use" : "end_turn",
    usage,
    metrics: { latencyMs: 1 },
  };
}

function converseEvents(request: Fields): [string, unknown][] {
  const call = calledInConverse(request);
  const start = {
    contentBlockIndex: 0,
    start: { toolUse: { toolUseId: "tooluse_sandbox", name: call?.name } },
  };
  const delta = call
    ? { toolUse: { input: JSON.stringify(call.input) } }
    : { text: textInConverse(request) ?? said };
  return [
    ["messageStart", { role: "assistant" }],
    ...(call ? [["contentBlockStart", start] satisfies [string, unknown]] : []),
    ["contentBlockDelta", { contentBlockIndex: 0, delta }],
    ["contentBlockStop", { contentBlockIndex: 0 }],
    ["messageStop", { stopReason: call ? "tool_use" : "end_turn" }],
    ["metadata", { usage, metrics: { latencyMs: 1 } }],
  ];
}

/** The Messages API: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
function message(model: string, request: Fields): Fields {
  const call = calledInMessages(request);
  const content = call
    ? { type: "tool_use", id: "toolu_sandbox", ...call }
    : { type: "text", text: textInMessages(request) ?? said };
  return {
    ...{ id: "msg_sandbox", type: "message", role: "assistant", model, content: [content] },
    ...{ stop_reason: call ? "tool_use" : "end_turn", stop_sequence: null },
    usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
  };
}

function messageEvents(model: string, request: Fields): Fields[] {
  const whole = message(model, request);
  const call = calledInMessages(request);
  const tokens = { inputTokenCount: 12, outputTokenCount: 18, invocationLatency: 1, firstByteLatency: 1 };
  const block = call
    ? { type: "tool_use", id: "toolu_sandbox", name: call.name, input: {} }
    : { type: "text", text: "" };
  const delta = call
    ? { type: "input_json_delta", partial_json: JSON.stringify(call.input) }
    : { type: "text_delta", text: textInMessages(request) ?? said };
  return [
    { type: "message_start", message: { ...whole, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: whole.stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.outputTokens },
    },
    { type: "message_stop", "amazon-bedrock-invocationMetrics": tokens },
  ];
}
