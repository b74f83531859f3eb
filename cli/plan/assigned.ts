import { arnFormOf } from "./arns";
import { type Asked, attributesOf } from "./attributes";
import { type Declared, declaredOutput, declaredResource, declaredResult } from "./declared";
import { isEnvelope } from "./envelope";
import { isEmpty, isMap } from "./fields";
import { formOf } from "./forms";
import { type Call, resultOf, tagsOf } from "./functions";
import { firstOf, restOf } from "./members";
import type { Attributes, StandIn } from "./standIns";
import type { Form, Shape, Unknowns } from "./unknowns";

/** What unknown values are made with. */
export interface Assigning {
  unknowns: Unknowns;
  /** Where the program finds its packages, whose declarations say what resources have. Without it nothing is asked of them. */
  folder: string | undefined;
}

/**
 * What a resource has besides its inputs: what is certain, and for all else that its package declares a value that is not
 * known, with its origin.
 */
export function assignedTo(
  asked: Omit<Asked, "unknown" | "isKnown"> & { origin: string; provider: Attributes; declared: string[] },
  { unknowns, folder }: Assigning,
): Attributes {
  const { type, inputs, origin, isRead, provider, id } = asked;
  const unknown = (property: string, form?: Form) => unknowns.of(`${origin}, ${property}`, form);
  const known = attributesOf({ ...asked, unknown, isKnown: knownBy(unknowns) });
  if (folder === undefined) return known;
  const types =
    declaredResource(type, folder) ??
    Object.fromEntries(asked.declared.map((property) => [property, "string"]));
  const tags = "tagsAll" in types && !isRead && type.startsWith("aws:") && tagsAll(provider, inputs);
  const made = { ...known, ...(tags && { tagsAll: tags }) };
  const isOpen = (property: string) =>
    !(property in made) &&
    (isRead || inputs[property] === undefined) &&
    !(tags && property === "tags" && id === undefined);
  const open = Object.entries(types).filter(([property]) => isOpen(property));
  const others = open.map(([property, declared]) => [
    property,
    unknownOf(declared, `${origin}, ${property}`, property, { ...asked, unknowns, folder }),
  ]);
  return { ...Object.fromEntries(others), ...made };
}

const knownBy = (unknowns: Unknowns) => (text: string) => unknowns.originsIn(text).length === 0;

function tagsAll(provider: Attributes, { tags }: Attributes): Attributes {
  return { ...tagsOf(provider.defaultTags), ...((tags ?? {}) as Attributes) };
}

/** What a function answers: what is certain, and all else that is declared as not known. Undefined: nobody says what. */
export function answerOf(
  token: string,
  call: Omit<Call, "unknown" | "isKnown"> & { origin: string },
  { unknowns, folder }: Assigning,
): Attributes | undefined {
  const { inputs, place, origin } = call;
  const unknown = (property: string, form?: Form) => unknowns.of(`${origin}, ${property}`, form);
  const known = resultOf(token, { ...call, unknown, isKnown: knownBy(unknowns) });
  const types = folder === undefined ? undefined : declaredResult(token, folder);
  if (!known && !types) return undefined;
  const made: Attributes = { ...inputs, ...known };
  const open = Object.entries(types ?? {}).filter(
    ([property, declared]) => !(property in made) && !/\| undefined$/.test(declared),
  );
  const others = open.map(([property, declared]) => [
    property,
    unknownOf(declared, `${origin}, ${property}`, property, { type: token, place, unknowns, folder }),
  ]);
  // An input that comes back in another form.
  const changed = Object.keys(inputs).filter((name) => made[name] === undefined && isGiven(inputs[name]));
  for (const name of changed) {
    made[name] = unknowns.shaped(`${origin}, ${name}`, { origin: `${origin}, ${name}`, name });
  }
  return { ...Object.fromEntries(others), ...made };
}

const isGiven = (value: unknown) => value !== undefined && !isEmpty(value);

/**
 * Inputs as the resource has them: of an object that is given in part, the rest of what its type always has is not known,
 * such as the security group of a cluster whose network is given.
 */
export function completedBy(
  inputs: Attributes,
  { origin, ...where }: Omit<Around, keyof Assigning> & { origin: string },
  { unknowns, folder }: Assigning,
): Attributes {
  const hasObject = Object.values(inputs).some((one) => typeof one === "object" && one !== null);
  const types = folder !== undefined && hasObject ? declaredResource(where.type, folder) : undefined;
  if (!types) return inputs;
  const around = { ...where, unknowns, folder };
  const entries = Object.entries(inputs).map(([key, value]) => [
    key,
    completed(value, types[key] ?? "", `${origin}, ${key}`, around),
  ]);
  return Object.fromEntries(entries);
}

function completed(given: unknown, declared: string, origin: string, around: Around): unknown {
  if (isEnvelope(given)) return { ...given, value: completed(given.value, declared, origin, around) };
  const only = declared.replace(/ \| undefined$/, "");
  if (Array.isArray(given)) {
    const member = only.endsWith("[]") ? only.slice(0, -2) : "";
    return given.map((one, at) => completed(one, member, `${origin}[${at}]`, around));
  }
  if (!isMap(given) || !only.startsWith("outputs.")) return given;
  const fields = declaredOutput(only, packageOf(around.type), around.folder ?? "") ?? {};
  const missing = Object.entries(fields).filter(
    ([name, type]) => given[name] === undefined && !/\| undefined$/.test(type),
  );
  return {
    ...Object.fromEntries(
      missing.map(([name, type]) => [name, unknownOf(type, `${origin}.${name}`, name, around, 1)]),
    ),
    ...Object.fromEntries(
      Object.entries(given).map(([name, one]) => [
        name,
        completed(one, fields[name] ?? "", `${origin}.${name}`, around),
      ]),
    ),
  };
}

const packageOf = (type: string) => type.split(":")[0] ?? "";

/** Where an unknown value is. */
export interface Around extends Assigning {
  type: string;
  place: StandIn;
  inputs?: Attributes;
  /** Of a resource alone. */
  id?: string | undefined;
  isRead?: boolean;
}

/** An unknown value of a declared type: of a list the first member stands for itself, and one for all others. */
export function unknownOf(
  declared: string,
  origin: string,
  property: string,
  around: Around,
  depth = 0,
): unknown {
  const { type, place, unknowns, folder = "", inputs, id, isRead } = around;
  const only = declared.replace(/ \| undefined$/, "");
  if (only.endsWith("[]")) {
    const member = (which: string) =>
      unknownOf(only.slice(0, -2), `${origin}${which}`, property, around, depth);
    return [member(firstOf), member(restOf)];
  }
  const [, ofMap] = /^\{\s*\[\w+: string\]: ([^;}]+)/.exec(only) ?? [];
  if (ofMap !== undefined) {
    const shape: Shape = { origin, name: property, map: ofMap === "string" ? "of texts" : "of others" };
    const key = unknowns.shaped(`${origin}, a key`, shape);
    return { [key]: unknownOf(ofMap, `${origin}, a value`, "", around, depth + 1) };
  }
  const fields: Declared | undefined =
    depth < 2 && only.startsWith("outputs.") ? declaredOutput(only, packageOf(type), folder) : undefined;
  if (fields) {
    const entries = Object.entries(fields).map(([name, one]) => [
      name,
      unknownOf(one, `${origin}.${name}`, name, around, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  // An ARN within a value is not the resource's own.
  const bearer =
    depth === 0
      ? { type, isMade: isRead === false, id, ...(inputs && { inputs }) }
      : { type: String(type.split("/")[0]), isMade: false };
  const form = arnFormOf(bearer, property, place) ?? formOf(property, place);
  const hasFields = /^(outputs\.|any$|\{)/.test(only);
  return hasFields ? unknowns.shaped(origin, { origin, name: property }, form) : unknowns.of(origin, form);
}
