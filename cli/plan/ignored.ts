import { type Around, unknownOf } from "./assigned";
import { declaredResource } from "./declared";
import { isEnvelope, secretSig } from "./envelope";
import { isMap } from "./fields";
import { type Attributes, digestOf } from "./standIns";

/**
 * Inputs with what `ignoreChanges` names not known: the engine takes it as the program gives it only when the resource is
 * made, and afterwards as the state has it. So the origin has a digest of what is given, but for secrets.
 */
export function withIgnored(
  inputs: Attributes,
  paths: string[],
  { resource, ...around }: Omit<Around, "folder"> & { folder: string; resource: string },
): Attributes {
  const types = declaredResource(around.type, around.folder);
  const unknown = (path: string, value: unknown) => {
    const told = around.unknowns.first(value);
    const given = JSON.stringify(told) ?? "nothing";
    const first = given.includes(secretSig) ? "a secret" : value === undefined ? given : digestOf(told);
    const origin = `${resource}, ${path} [ignoreChanges: what AWS has stays; first ${first}]`;
    const [, property = path] = /(\w+)\W*$/.exec(path) ?? [];
    return unknownOf(types?.[path] ?? formOfGiven(value), origin, property, around);
  };
  const all = [...new Set(paths)].map(stepsOf);
  return all.reduce<unknown>((value, steps) => replaced(value, steps, "", unknown), inputs) as Attributes;
}

/** As a declaration would have it. */
function formOfGiven(value: unknown): string {
  if (isEnvelope(value)) return formOfGiven(value.value);
  return Array.isArray(value) ? `${formOfGiven(value[0])}[]` : isMap(value) ? "{}" : "string";
}

/** The steps of a path as the engine reads it: `a.b`, `a["b"]`, `a[0]`, and `*` for each member of a map or list. */
function stepsOf(path: string): string[] {
  const steps = path.matchAll(/\["((?:\\"|[^"])*)"\]|\[([^\]]*)\]|([^.[]+)/g);
  return [...steps].map(([, quoted, index, name = ""]) => quoted?.replaceAll('\\"', '"') ?? index ?? name);
}

function replaced(
  value: unknown,
  [step, ...rest]: string[],
  path: string,
  unknown: (path: string, value: unknown) => unknown,
): unknown {
  // Members that are not given may be there.
  if (step === undefined || (step === "*" && rest.length === 0 && path !== "")) return unknown(path, value);
  if (isEnvelope(value)) return { ...value, value: replaced(value.value, [step, ...rest], path, unknown) };
  if (Array.isArray(value)) {
    return value.map((one, at) =>
      step === "*" || step === String(at) ? replaced(one, rest, `${path}[${at}]`, unknown) : one,
    );
  }
  if (!isMap(value)) return value;
  const names = step === "*" ? Object.keys(value) : [step];
  const there = names.filter((name) => rest.length === 0 || Object.hasOwn(value, name));
  const entries = there.map((name) => [
    name,
    replaced(value[name], rest, path === "" ? name : `${path}.${name}`, unknown),
  ]);
  return { ...value, ...Object.fromEntries(entries) };
}
