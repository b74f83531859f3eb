import type { Fields } from "../plan/fields";
import { eventMessage } from "./eventStream";
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

/** What a model would answer, in the wire format of the operation: a text, or the tool that the request insists on. */
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

interface Call {
  name: string;
  input: unknown;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
function converse(request: Fields): Fields {
  const call = calledInConverse(request);
  const content = call ? { toolUse: { toolUseId: "tooluse_sandbox", ...call } } : { text: said };
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
  const delta = call ? { toolUse: { input: JSON.stringify(call.input) } } : { text: said };
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
  const content = call ? { type: "tool_use", id: "toolu_sandbox", ...call } : { type: "text", text: said };
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
    : { type: "text_delta", text: said };
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

function calledInConverse({ toolConfig }: Fields): Call | undefined {
  const { tools = [], toolChoice = {} } = (toolConfig ?? {}) as Record<string, never[] | Fields>;
  const specs = (tools as { toolSpec?: { name: string; inputSchema: { json: unknown } } }[]).flatMap(
    ({ toolSpec }) => (toolSpec ? [{ name: toolSpec.name, schema: toolSpec.inputSchema?.json }] : []),
  );
  const { tool, any } = toolChoice as { tool?: { name: string }; any?: unknown };
  return called(specs, tool?.name, any !== undefined);
}

function calledInMessages({ tools, tool_choice }: Fields): Call | undefined {
  const specs = ((tools ?? []) as { name: string; input_schema?: unknown }[]).map((tool) => ({
    name: tool.name,
    schema: tool.input_schema,
  }));
  const { type, name } = (tool_choice ?? {}) as { type?: string; name?: string };
  return called(specs, type === "tool" ? name : undefined, type === "any");
}

/** Structured output insists on a tool: its input is the least that its schema takes. */
function called(
  tools: { name: string; schema: unknown }[],
  named: string | undefined,
  any: boolean,
): Call | undefined {
  const tool = named === undefined ? (any ? tools[0] : undefined) : tools.find(({ name }) => name === named);
  return tool && { name: tool.name, input: leastOf(tool.schema as Fields, tool.schema as Fields) };
}

function leastOf(schema: Fields | undefined, root: Fields | undefined): unknown {
  if (!schema) return {};
  const {
    $ref,
    enum: values,
    const: constant,
    anyOf,
    allOf,
    type,
    properties = {},
    required = [],
    items,
  } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  if (typeof $ref === "string") {
    const path = $ref.replace(/^#\//, "").split("/");
    return leastOf(path.reduce<unknown>((at, part) => (at as Fields)?.[part], root) as Fields, root);
  }
  const [one] = [anyOf ?? allOf ?? []].flat() as Fields[];
  if (one) return leastOf(one, root);
  switch (type) {
    case "string":
      return "sandbox";
    case "integer":
    case "number":
      return Number(schema.minimum ?? 1);
    case "boolean":
      return true;
    case "array":
      return Number(schema.minItems ?? 0) > 0 ? [leastOf(items as Fields, root)] : [];
    case "null":
      return null;
    default:
      return Object.fromEntries(
        (required as string[]).map((name) => [
          name,
          leastOf((properties as Record<string, Fields>)[name], root),
        ]),
      );
  }
}
