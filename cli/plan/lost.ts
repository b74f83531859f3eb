import { declaredInputs } from "./declared";
import { insteadDeploy } from "./insteadDeploy";
import { documentIn, first, lostText, malformed } from "./malformed";
import type { RegisteredResource, ResourceState } from "./resources";
import type { Run } from "./run";
import { isProviderType, shortType } from "./typeNames";

/** What these take says who may do what, besides the documents in it. */
const givesAccess =
  /^aws(-native)?:((iam|organizations|ssoadmin|sso|ram)\b|.*(polic(y|ies)|permission|grant|principal|attachment))/i;

/** What texts say of, and not whom they let in. */
const remarks = ["description", "tags", "tagsAll"];

/**
 * Why a program cannot be planned that loses a value which is not known here, as its placeholder has another shape or form:
 * what is planned lacks it, and would look the same whatever the program reads.
 */
export function lostIn(
  { resources, states }: Pick<Run, "resources" | "states">,
  reads: string[],
  folder: string,
): string | undefined {
  return first(resources, (resource) => {
    const flaw = resource.type.startsWith("aws") ? flawOf(resource, folder) : undefined;
    const from = flaw === undefined ? [] : sourcesOf(resource, states, reads);
    if (from.length === 0) return undefined;
    return `${wordsOf(resource)}: ${flaw}. A value is lost here that is not known offline. ${advice(from)}`;
  });
}

/** What may be the cause where a program takes a value for another than it is. Undefined: all that it has is known. */
export function takenApart(states: ResourceState[], reads: string[]): string | undefined {
  const from = withMade(reads, states);
  return from.length > 0 ? `This may be a value that is not known offline. ${advice(from)}` : undefined;
}

const advice = (from: string[]) =>
  `The program reads, or makes: ${from.join("; ")}. Read each field by its name, and do not take texts apart; or give the value with --config. ${insteadDeploy}`;

function flawOf({ type, inputs }: RegisteredResource, folder: string): string | undefined {
  const given = Object.entries(inputs).filter(([key]) => !remarks.includes(key));
  const isCarrier = givesAccess.test(type);
  const missing = isCarrier
    ? declaredInputs(type, folder).find((key) => ["", null, undefined].includes(inputs[key] as string))
    : undefined;
  if (missing !== undefined) return `its required input ${missing} is missing`;
  return first(given, ([key, value]) => {
    const documents = documentsIn(value);
    const flaw = first(documents, (one) => malformed(one, type));
    if (flaw !== undefined) return `${key}: ${flaw}, which AWS refuses`;
    if (isCarrier && Number.isNaN(value)) return `${key} is no number`;
    if (isCarrier && Array.isArray(value) && value.includes(null)) return `${key} has an empty member`;
    return lostText(isCarrier ? value : documents, key);
  });
}

function documentsIn(value: unknown): Record<string, unknown>[] {
  const document = documentIn(value);
  if (document) return [document];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(documentsIn) : [];
}

/** Where the value may come from: what is read, then what the resource waits for, then all else that is made. */
function sourcesOf(
  { urn, dependencies }: RegisteredResource,
  states: ResourceState[],
  reads: string[],
): string[] {
  const made = states.filter((one) => one.urn !== urn);
  const awaited = made.filter((one) => dependencies.includes(one.urn));
  // An input that is not there says no longer what it waited for.
  return withMade(reads, [...awaited, ...made.filter((one) => !awaited.includes(one))]);
}

function withMade(reads: string[], states: ResourceState[]): string[] {
  const isMade = (one: ResourceState) => one.id !== undefined && !one.external && !isProviderType(one.type);
  const all = [...reads, ...states.filter(isMade).map(wordsOf)];
  return all.length > most ? [...all.slice(0, most), `${all.length - most} more`] : all;
}
const most = 8;

const wordsOf = ({ type, urn }: { type: string; urn: string }) =>
  `${shortType(type)} ${urn.split("::").at(-1)}`;
