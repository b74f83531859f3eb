import { jsonIn } from "../../cli/plan/fields";
import type { ResourceState } from "../../cli/plan/resources";
import { opened } from "../../cli/plan/secrets";

/** A field of a resource in which the offline run is not as the engine. */
export interface Difference {
  field: string;
  engine: unknown;
  offline: unknown;
}

export interface Tally {
  equal: number;
  unknown: number;
  differences: Difference[];
}

type Fields = Record<string, unknown>;
type Verdict = "equal" | "unknown" | "other";
/** A resource as an export has it; what an offline run notes besides is not there. */
type State = ResourceState & { dependencies?: string[] };

const marker = /unknown\([^()]*\)/g;
/** What the engine and its bridge to providers keep for themselves. */
const isInternal = (key: string) => key.startsWith("__");

/**
 * Each field of each resource: as the engine has it, or not known, with its origin. What of a text is known must be right
 * there, too. Policy documents are compared by what they say, as providers write them anew.
 */
export function compareStates(engine: State[], offline: State[]): Tally {
  const tally: Tally = { equal: 0, unknown: 0, differences: [] };
  const own = engine.filter(({ urn }) => !/::pulumi:providers:\w+::default/.test(urn));
  const byUrn = new Map(offline.map((state) => [state.urn, state]));
  for (const state of own) {
    const name = state.urn.split("::").slice(2).join("::");
    const found = byUrn.get(state.urn);
    byUrn.delete(state.urn);
    if (!found) tally.differences.push({ field: name, engine: "there", offline: "missing" });
    else compareState(name, state, found, tally);
  }
  for (const urn of byUrn.keys()) {
    tally.differences.push({ field: urn, engine: "missing", offline: "there" });
  }
  return tally;
}

function compareState(name: string, engine: State, offline: State, tally: Tally): void {
  const [real, planned] = [fieldsOf(engine), fieldsOf(offline)];
  for (const key of new Set([...Object.keys(real), ...Object.keys(planned)])) {
    // Defaults that the provider gives to inputs are among the outputs: offline, and with the engine after an import.
    const valueIn = (fields: Fields) => fields[key] ?? fields[key.replace(/^inputs\./, "outputs.")];
    const [found, value] = [valueIn(real), valueIn(planned)];
    const verdict = compareValues(found, value);
    if (verdict !== "other") tally[verdict]++;
    else tally.differences.push({ field: `${name} ${key}`, engine: found, offline: value });
  }
}

/** What of a state is compared, by name. */
function fieldsOf({
  id,
  parent,
  provider,
  external,
  dependencies = [],
  inputs,
  outputs,
  type,
}: State): Fields {
  const isStack = type === "pulumi:pulumi:Stack";
  const of = (name: string, fields: Fields = {}) =>
    Object.entries(fields)
      .filter(([key]) => !isInternal(key))
      .map(([key, value]) => [`${name}.${key}`, opened(value)]);
  const named = provider?.split("::").slice(0, 4).join("::");
  return {
    ...{ id: id || undefined, parent: parent || undefined, external: external || undefined },
    provider: named && !/::default_|:pulumi::default$/.test(named) ? named : undefined,
    ...(!isStack && { dependencies: [...new Set(dependencies)].sort() }),
    ...Object.fromEntries([...of("inputs", isStack ? {} : inputs), ...of("outputs", outputs)]),
  };
}

function compareValues(engine: unknown, offline: unknown): Verdict {
  if (isNothing(engine) && isNothing(offline)) return "equal";
  if (isUnknown(offline)) return "unknown";
  if (typeof offline === "string" && typeof engine === "string") return compareTexts(engine, offline);
  if (Array.isArray(offline) && Array.isArray(engine)) return compareLists(engine, offline);
  if (isMap(offline) && isMap(engine)) {
    const keys = [...new Set([...Object.keys(engine), ...Object.keys(offline)])];
    return worst(
      keys.filter((key) => !isInternal(key)).map((key) => compareValues(engine[key], offline[key])),
    );
  }
  // Providers are configured with texts; the CLI gives them so.
  return engine === offline || (isScalar(engine) && String(engine) === String(offline)) ? "equal" : "other";
}

const isNothing = (value: unknown) => value === undefined || value === null;
const isScalar = (value: unknown) => /^(string|number|boolean)$/.test(typeof value);
const isMap = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether all of a value is unknown. */
function isUnknown(value: unknown): boolean {
  if (typeof value === "string") return value !== "" && value.replace(marker, "") === "";
  if (Array.isArray(value)) return value.length > 0 && value.every(isUnknown);
  return isMap(value) && Object.keys(value).length > 0 && Object.values(value).every(isUnknown);
}

function compareTexts(engine: string, offline: string): Verdict {
  const [a, b] = [jsonIn(engine), jsonIn(offline)];
  if (a !== undefined && b !== undefined) return compareValues(normal(a), normal(b));
  if (engine === offline) return "equal";
  if (!offline.match(marker)) return "other";
  const parts = offline.split(marker).map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\s\\S]+")}$`).test(engine) ? "unknown" : "other";
}

function compareLists(engine: unknown[], offline: unknown[]): Verdict {
  if (engine.length !== offline.length) return "other";
  return worst(engine.map((one, at) => compareValues(one, offline[at])));
}

function worst(verdicts: Verdict[]): Verdict {
  if (verdicts.includes("other")) return "other";
  return verdicts.includes("unknown") ? "unknown" : "equal";
}

/** In policies one value and a list of one are the same, and the order of lists tells nothing. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(normal).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return all.length === 1 ? all[0] : all;
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, normal(one)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
