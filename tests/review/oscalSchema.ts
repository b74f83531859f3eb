/**
 * The parts of OSCAL's component definition, 1.2.1, that a review writes. It allows no more than these: what the official
 * schema allows besides, or forbids of what is not here, does not matter.
 */
const token = { type: "string", pattern: "^[_A-Za-z][_A-Za-z0-9.-]*$" };
const uuid = {
  type: "string",
  pattern: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$",
};
const line = { type: "string", pattern: "^[^\\n]+$" };
const text = { type: "string", pattern: "^\\S(.*\\S)?$" };
const prose = { type: "string", minLength: 1 };
const uri = { type: "string", pattern: "^[a-z]+:\\S+$" };

const object = (required: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(required),
  properties: { ...required, ...optional },
});
const some = (items: object) => ({ type: "array", minItems: 1, items });

const props = some(object({ name: token, value: text }, { ns: uri }));
const statement = object({ "statement-id": token, uuid, description: prose }, { props });
const requirement = object(
  { uuid, "control-id": token, description: prose },
  { props, statements: some(statement) },
);
const implementation = object({
  ...{ uuid, source: { type: "string", pattern: "^(#|[a-z]+:)\\S+$" }, description: prose },
  "implemented-requirements": some(requirement),
});
const kinds = [
  "software",
  "service",
  "policy",
  "process-procedure",
  "plan",
  "guidance",
  "standard",
  "validation",
];
const component = object(
  { uuid, type: { enum: kinds }, title: line, description: prose },
  { props, "control-implementations": some(implementation) },
);
const metadata = object(
  {
    title: line,
    "last-modified": { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" },
    ...{ version: text, "oscal-version": { const: "1.2.1" } },
  },
  { remarks: prose },
);
const resource = object({ uuid, title: line, rlinks: some(object({ href: uri })) });

export const oscalSchema = object({
  "component-definition": object({
    ...{ uuid, metadata, components: some(component) },
    "back-matter": object({ resources: some(resource) }),
  }),
});
