import { type Fields, fieldsOf } from "../plan/fields";

/** A tool that the model calls. */
export interface Call {
  name: string;
  input: unknown;
}

export function calledInConverse({ toolConfig }: Fields): Call | undefined {
  const { tools = [], toolChoice = {} } = (toolConfig ?? {}) as Record<string, never[] | Fields>;
  const specs = (tools as { toolSpec?: { name: string; inputSchema: { json: unknown } } }[]).flatMap(
    ({ toolSpec }) => (toolSpec ? [{ name: toolSpec.name, schema: toolSpec.inputSchema?.json }] : []),
  );
  const { tool, any } = toolChoice as { tool?: { name: string }; any?: unknown };
  return called(specs, tool?.name, any !== undefined);
}

export function calledInMessages({ tools, tool_choice }: Fields): Call | undefined {
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

/**
 * The least text of the JSON schema that a request insists on; undefined where it does not.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
export function textInConverse({ outputConfig }: Fields): string | undefined {
  const { structure } = fieldsOf(fieldsOf(outputConfig).textFormat);
  return textOf(read(fieldsOf(fieldsOf(structure).jsonSchema).schema));
}

export function textInMessages({ output_config, output_format }: Fields): string | undefined {
  // The second name is that of the beta.
  return textOf(fieldsOf(fieldsOf(output_config).format ?? output_format).schema);
}

function textOf(schema: unknown): string | undefined {
  const fields = fieldsOf(schema);
  return Object.keys(fields).length > 0 ? JSON.stringify(leastOf(fields, fields)) : undefined;
}

/** Converse has the schema as text. */
function read(schema: unknown): unknown {
  try {
    return JSON.parse(String(schema));
  } catch {
    return undefined;
  }
}

function leastOf(schema: Fields | undefined, root: Fields | undefined): unknown {
  if (!schema) return {};
  const { $ref, enum: values, const: constant, anyOf, allOf, properties = {}, required = [], items } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  if (typeof $ref === "string") {
    const path = $ref.replace(/^#\//, "").split("/");
    return leastOf(path.reduce<unknown>((at, part) => (at as Fields)?.[part], root) as Fields, root);
  }
  const some = [anyOf ?? allOf ?? []].flat() as Fields[];
  // A schema may hold itself, or nothing.
  const one = some.find(({ type }) => type === "null") ?? some[0];
  if (one) return leastOf(one, root);
  const types = [schema.type].flat();
  switch (types.includes("null") ? "null" : types[0]) {
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
