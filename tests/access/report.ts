import type { Context, Decision } from "../../cli/access/request";
import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import { hipaaProvisions } from "../../components/policies/hipaa";

/** Rows that say the same of several actions. */
export interface Entry {
  service: Row["service"];
  who: string;
  decision: Decision;
  actions: string[];
  resource: string;
  /** What the request brings along, in words. */
  condition: string[];
  why: string;
  by: string[];
  hipaa: Row["hipaa"];
}

const decisions: [Decision, string][] = [
  ["allow", "may"],
  ["explicit deny", "may not, whatever other policies say"],
  ["implicit deny", "may not, as nothing allows it"],
];

/** The rows, those that differ in their action alone as one. */
export function entriesOf(rows: Row[], site: Site): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { service, who, request, condition, expect, by, why, hipaa } of rows) {
    const { action, resource } = request;
    const said = conditionInWords(condition, site);
    const rest = { service, who, decision: expect, resource, condition: said, why, by, hipaa };
    const key = JSON.stringify(rest);
    const { actions = [] } = entries.get(key) ?? {};
    entries.set(key, { ...rest, actions: [...new Set([...actions, action])] });
  }
  return [...entries.values()];
}

/** An external ID may be a secret, and those that are nearly right would give it away. */
function conditionInWords(condition: Context, { externalId }: Site): string[] {
  return Object.entries(condition).map(([key, value]) => {
    if (key === "sts:ExternalId") return `${key} = ${value === externalId ? "the right one" : "another"}`;
    return `${key} = ${[value].flat().join(", ") || "(empty)"}`;
  });
}

/** The access matrix for people: what the role can do, without reading JSON. */
export function report(stack: string, site: Site, entries: Entry[], rows: number): string {
  const { accountId, region, partition } = site.standIn;
  const services = [...new Set(entries.map(({ service }) => service))];
  const sections = services.flatMap((service) =>
    decisions.map(([decision, words]) => {
      const found = entries.filter((entry) => entry.service === service && entry.decision === decision);
      return found.length > 0 ? [`${service}: ${words}`, ...found.flatMap(entryLines)] : [];
    }),
  );
  const head = [
    `Access in stack ${stack}: ${rows} cases, each decided by an independent evaluator from the documents themselves.`,
    `Account ${accountId}, Region ${region} and partition ${partition} are stand-ins; ${site.roleArn} is "backend".`,
  ];
  const cited = [...new Set(entries.flatMap(({ hipaa }) => hipaa))].sort();
  const provisions = [
    "HIPAA Security Rule, 45 CFR part",
    ...cited.map((cite) => `  ${cite} ${hipaaProvisions[cite]}`),
  ];
  return [head, ...sections.filter(({ length }) => length > 0), provisions]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function entryLines({ who, actions, resource, condition, why, by, hipaa }: Entry): string[] {
  const lines = [
    ["on", resource],
    ...condition.map((one) => ["if", one]),
    ["why", `${why}${by.length > 0 ? ` (${by.join(", ")})` : ""}; HIPAA ${hipaa.join(", ")}`],
  ];
  return [
    `  ${who}: ${actions.join(", ")}`,
    ...lines.map(([word = "", line]) => `    ${word.padStart(3)} ${line}`),
  ];
}
