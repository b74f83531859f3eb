import type { Evidence } from "../../components/promises/evidence";
import type { RegisteredResource } from "./monitor";
import type { Plan, PlannedDocument, PlannedStatement } from "./plan";

/** The plan for people. */
export function report(plan: Plan): string {
  const { stack, standIn, notes, resources, documents, outputs, warnings } = plan;
  const sections = [
    [
      `Plan of stack ${stack}, made offline: nothing was asked of AWS and nothing is changed.`,
      `Account ${standIn.accountId}, Region ${standIn.region} and partition ${standIn.partition} are stand-ins ` +
        "(--account, --region, --partition).",
      ...notes,
    ],
    [`Resources (${resources.filter(({ type }) => isAws(type)).length} on AWS)`, ...tree(resources, "")],
    ...documents.map(documentLines),
    ["Outputs", ...Object.entries(outputs).map(([name, value]) => `  ${name} = ${inLine(value)}`)],
    warnings.length > 0 ? ["Warnings", ...warnings.map((warning) => `  ${warning}`)] : ["No warnings."],
  ];
  return sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** A text as it is, all else as JSON. */
const inLine = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function isAws(type: string): boolean {
  return type.startsWith("aws:");
}

function tree(resources: RegisteredResource[], parent: string, indent = "  "): string[] {
  const children = resources.filter((resource) => resource.parent === parent);
  return children.flatMap(({ urn, type, name, inputs }) => {
    const physical = isAws(type) && typeof inputs.name === "string" ? `  "${inputs.name}"` : "";
    return [`${indent}${name}  ${type}${physical}`, ...tree(resources, urn, `${indent}  `)];
  });
}

function documentLines({ name, kind, size, quota, document, evidence }: PlannedDocument): string[] {
  const count = (characters: number) => characters.toLocaleString("en-US");
  return [
    `${name}: ${kind}, ${count(size)} of ${count(quota)} characters`,
    ...document.Statement.flatMap((statement) => statementLines(statement, evidence[statement.Sid])),
  ];
}

function statementLines(statement: PlannedStatement, evidence: Evidence | undefined): string[] {
  const { Sid, Effect, Action, Resource, Principal = {}, Condition = {} } = statement;
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} ${operator} ${[values].flat().join(" or ")}`),
  );
  const lines = [
    ...Object.entries(Principal).map(([type, identifiers]) => [
      "to",
      `${type} ${[identifiers].flat().join(", ")}`,
    ]),
    ["do", [Action].flat().join(", ")],
    ...[Resource ?? []].flat().map((resource) => ["on", resource]),
    ...conditions.map((condition) => ["if", condition]),
    [
      "for",
      evidence?.purpose ? `HIPAA ${evidence.hipaa.join(", ")}: ${evidence.purpose}` : "no known reason",
    ],
  ];
  return [
    `  ${Effect.padEnd(5)} ${Sid}`,
    ...lines.map(([word = "", line]) => `    ${word.padStart(3)} ${line}`),
  ];
}
