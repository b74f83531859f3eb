import { builtinModules } from "node:module";
import { isObject } from "./fields";
import { isNative } from "./inspected";

/** What a value of Node.js's own modules is told as. */
export const ofNode = "Node.js";

/**
 * What packages and Node.js's own modules export, with the file of a package: that is told by its code alone, and not by all
 * that it has.
 */
export function librariesOf(): Map<unknown, string> {
  const loaded = Object.keys(require.cache).length + ofNodeLoaded().length;
  if (last?.loaded !== loaded) last = { loaded, found: foundNow() };
  return last.found.set(process.env, ofNode); // A program has one of its own.
}

/** It takes some twenty milliseconds, and each callback asks; nothing of it changes before another module is loaded. */
let last: { loaded: number; found: Map<unknown, string> } | undefined;

function foundNow(): Map<unknown, string> {
  const found = new Map<unknown, string>();
  for (const [name, exports] of loadedOfNode()) {
    found.set(exports, `node:${name}`);
    for (const value of valuesOf(exports)) if (!found.has(value)) found.set(value, ofNode);
  }
  for (const value of valuesOf(globalThis)) if (!found.has(value)) found.set(value, ofNode);
  for (const value of ofLanguage) found.delete(value);
  for (const [file, module] of Object.entries(require.cache)) {
    const exports = module?.exports as unknown;
    const [, name] = /[/\\]node_modules[/\\](?!.*[/\\]node_modules[/\\])(.*)$/.exec(file) ?? [];
    if (name === undefined || (!isObject(exports) && typeof exports !== "function")) continue;
    for (const value of valuesOf(exports))
      if (typeof value !== "function" || !isNative(value)) found.set(value, name);
    found.set(exports, name);
  }
  return found;
}

/** Classes whose instances hold what the program put there in fields, or what is told in another way. */
const ofLanguage: unknown[] = [globalThis, Object, Array, Map, Set, Date, RegExp, URL, Promise, Function];

const ofNodeLoaded = () => (process as unknown as { moduleLoadList?: string[] }).moduleLoadList ?? [];

/** The modules that a program has loaded already: others it cannot call. */
function loadedOfNode(): [name: string, exports: object][] {
  const loaded = new Set(ofNodeLoaded().map((one) => one.replace(/^\w+ /, "")));
  // Whoever asks for punycode is warned of it.
  const names = builtinModules.filter((name) => loaded.has(name) && !/^_|^(punycode|sys)$/.test(name));
  return names.map((name) => [name, require(`node:${name}`) as object]);
}

/** Functions and objects that something has, without asking a getter. */
const valuesOf = (one: object): unknown[] =>
  Object.values(Object.getOwnPropertyDescriptors(one)).flatMap(({ value }: PropertyDescriptor) =>
    isObject(value) || typeof value === "function" ? [value as unknown] : [],
  );
