import type { Evidence } from "../../components/promises/evidence";
import { type Plan, type PlannedDocument, type PlannedStatement, statementsOf } from "./plan";
import type { RegisteredResource } from "./resources";

/** The plan for people. */
export function report(plan: Plan): string {
  const { stack, standIn, notes, resources, documents, unreadDocuments, outputs, warnings } = plan;
  const sections = [
    [
      `Plan of stack ${stack}, made offline: nothing was asked of AWS and nothing is changed.`,
      `Account ${standIn.accountId}, Region ${standIn.region} and partition ${standIn.partition} are those of what ` +
        "names none (--account, --region, --partition).",
      ...notes,
    ],
    [`Resources (${resources.filter(({ type }) => isAws(type)).length} on AWS)`, ...tree(resources, "")],
    ...documents.map(documentLines),
    ...unreadDocuments.map(({ name, kind, text }) => [`${name}: ${kind}, not known`, `  ${text}`]),
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
    ...statementsOf(document).flatMap((one) => statementLines(one, evidence[one.Sid ?? ""])),
  ];
}

function statementLines(statement: PlannedStatement, evidence: Evidence | undefined): string[] {
  const { Sid, Effect, Condition = {} } = statement;
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} ${operator} ${[values].flat().join(" or ")}`),
  );
  const lines = [
    ...principalsOf(statement.Principal).map((who) => ["to", who]),
    ...listed("to", undefined, principalsOf(statement.NotPrincipal)),
    ...listed("do", statement.Action, statement.NotAction),
    ...[statement.Resource ?? []].flat().map((resource) => ["on", resource]),
    ...listed("on", undefined, statement.NotResource),
    ...conditions.map((condition) => ["if", condition]),
    [
      "for",
      evidence?.purpose ? `HIPAA ${evidence.hipaa.join(", ")}: ${evidence.purpose}` : "no known reason",
    ],
  ];
  return [
    `  ${Effect.padEnd(5)} ${Sid ?? "(no Sid)"}`,
    ...lines.map(([word = "", line]) => `    ${word.padStart(3)} ${line}`),
  ];
}

type Texts = PlannedStatement["Action"];

/** In one line what is named, or what is left out. */
function listed(word: string, named: Texts, but: Texts): string[][] {
  if (named !== undefined) return [[word, [named].flat().join(", ")]];
  const others = [but ?? []].flat();
  return others.length === 0 ? [] : [[word, `all but ${others.join(", ")}`]];
}

function principalsOf(principal: PlannedStatement["Principal"]): string[] {
  if (principal === undefined) return [];
  if (typeof principal === "string") return [principal];
  return Object.entries(principal).map(([type, some]) => `${type} ${[some].flat().join(", ")}`);
}
