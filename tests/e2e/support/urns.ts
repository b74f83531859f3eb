import { expect } from "chai";
import type { EngineRun, Operations } from "./operations";

/** The children of a component by the ends of their names: without and with monitoring. */
export const least = [
  "role",
  ...["s3-policy", "kms-policy", "bedrock-policy"],
  ...["s3-attachment", "kms-attachment", "bedrock-attachment"],
];
export const monitoring = ["rds-monitoring-role", "rds-monitoring-attachment"];

/** The default provider is named after the version of its package. */
const { version } = require("@pulumi/aws/package.json") as { version: string };
export const defaultProvider = `pulumi:providers:aws::default_${version.replaceAll(".", "_")}`;

/** What every stack has besides the children of its component. */
export const surroundingsOf = (stack: string, provider = defaultProvider) => [
  `pulumi:pulumi:Stack::hipaa-iam-${stack}`,
  provider,
  "component",
];

const component = "hipaa-iam:index:HipaaIamComponent";

/** URNs of a stack's resources by short names: `component`, a child's, or TYPE::NAME of one outside. */
export function urnsOf(stack: string, names: readonly string[], componentName = "hipaa-iam"): string[] {
  const start = `urn:pulumi:${stack}::hipaa-iam::`;
  return names.map((name) => {
    if (name.includes("::")) return `${start}${name}`;
    if (name === "component") return `${start}${component}::${componentName}`;
    return `${start}${component}$${typeOf(name)}::${componentName}-${name}`;
  });
}

/** Operations by short names, as operations by URNs. */
export function operationsOn(stack: string, operations: Operations, componentName?: string): Operations {
  const entries = Object.entries(operations);
  return Object.fromEntries(entries.map(([op, names]) => [op, urnsOf(stack, names, componentName)]));
}

function typeOf(name: string): string {
  if (name.endsWith("-attachment")) return "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  return name.endsWith("-policy") ? "aws:iam/policy:Policy" : "aws:iam/role:Role";
}

/** The run did exactly these operations, and to every other of `all` nothing. */
export function expectOperations(run: EngineRun, expected: Operations, all: readonly string[]): void {
  expect(run.errors).to.deep.equal([]);
  const touched = new Set(Object.values(expected).flat());
  const same = all.filter((urn) => !touched.has(urn));
  const operations = { ...expected, ...(same.length > 0 && { same }) };
  const sorted = Object.entries(operations).map(([op, urns]) => [op, [...urns].sort()]);
  expect(run.operations).to.deep.equal(Object.fromEntries(sorted));
}
