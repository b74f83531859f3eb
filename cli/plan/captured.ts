import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { Output, Resource } from "@pulumi/pulumi";
import { isObject, isPlain } from "./fields";
import { entriesOf, insideOf, isNative, privatesOf, textOf } from "./inspected";
import { librariesOf, ofNode } from "./libraries";
import { digestOf } from "./standIns";

// biome-ignore lint/complexity/noBannedTypes: any function is told.
type Code = Function;
type Path = [name: string, ...keys: string[]];

const word = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
/** Names in code that are no fields, with the fields that are read of each: `team.its.name`. */
const names = new RegExp(
  `(?<![\\p{ID_Continue}$#]|(?<!\\.\\.)\\.\\s*)(${word})((?:\\s*\\??\\.\\s*${word})*)`,
  "gu",
);

export const isArrow = (code: unknown) => /^(async\b\s*)?(\(|[\p{ID_Continue}$]+\s*=>)/u.test(textOf(code));
export const namesThis = (code: unknown) => /\bthis\b/.test(textOf(code));

/** More than this is not told of one callback. */
const most = 10_000;

/** Milliseconds. */
const patience = 5_000;

/**
 * Tells what a callback does: its code, and each variable of the program that the code names. Where it names a field, that
 * alone is told, and of code that it calls the same again. So two that choose by other values are told apart.
 */
export class Captured {
  /** What is told already, by its `this`: a circle ends there. */
  private readonly told = new Map<unknown, Map<unknown, number>>();
  private readonly libraries = librariesOf();
  private count = 0;

  /** Tells texts and values that are not known in another way. */
  constructor(private readonly tell: (value: unknown) => string | undefined) {}

  async of(value: unknown, self?: unknown, isOfLibrary = false): Promise<unknown> {
    const own = this.tell(value);
    if (own !== undefined) return own;
    if (!isObject(value) && typeof value !== "function") return `${typeof value} ${String(value)}`;
    const before = this.told.get(value) ?? new Map<unknown, number>();
    if (before.has(self)) return `again ${before.get(self)}`;
    this.told.set(value, before.set(self, this.count++));
    if (this.count > most) return "more";
    if (Output.isInstance(value)) return this.ofOutput(value as unknown as Coming);
    if (value instanceof Promise) return this.coming(value);
    if (Resource.isInstance(value)) return identityOf(value);
    if (typeof value === "function") {
      return isOfLibrary || this.libraries.has(value) ? textOf(value) : this.ofCode(value, self);
    }
    return this.libraries.get(value) ?? this.ofObject(value);
  }

  private async ofOutput(output: Coming): Promise<unknown> {
    return (await output.isSecret) ? "a secret" : this.coming(output.promise(true));
  }

  /** What nothing resolves would be waited for without an end. */
  private async coming(promise: Promise<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<unknown>((resolve) => {
      timer = setTimeout(resolve, patience, () => "late");
    });
    const come = promise.then(
      (value) => () => this.of(value),
      () => () => "failed",
    );
    const tell = (await Promise.race([come, late])) as () => unknown;
    clearTimeout(timer);
    return tell();
  }

  private async ofObject(value: object): Promise<unknown> {
    if (value instanceof Map || value instanceof Set) return this.each([...value]);
    // Their order is another in each run.
    if (value instanceof WeakMap)
      return (await this.each(entriesOf(value))).map((one) => digestOf([one])).sort();
    if (value instanceof Date || value instanceof RegExp || value instanceof URL) return String(value);
    if (Array.isArray(value)) return this.each(value);
    // What Node.js made has its values where no field tells of them.
    if (this.isMadeByNode(value)) return inspect(value, { depth: 4 });
    const fields: unknown[] = isPlain(value) ? [] : [await this.of(value.constructor)];
    for (const key of Reflect.ownKeys(value).sort((a, b) => (String(a) < String(b) ? -1 : 1))) {
      // A getter is code, and not asked: it may load something.
      const { get, value: field } = Object.getOwnPropertyDescriptor(value, key) ?? {};
      fields.push([String(key), await this.of(get ?? field, get && value)]);
    }
    if (isPlain(value)) return { fields };
    for (const [name, field] of privatesOf(value)) fields.push([name, await this.of(field)]);
    return { fields };
  }

  /** One after the other, so that what is told already is the same each time. */
  private async each(values: unknown[]): Promise<unknown[]> {
    const told: unknown[] = [];
    for (const value of values) told.push(await this.of(value));
    return told;
  }

  private async ofCode(code: Code, self: unknown): Promise<unknown> {
    const text = textOf(code);
    const paths = pathsIn(text);
    const { variables, bound } = insideOf(code, new Set(paths.map(([name]) => name)));
    if (bound) return ["bound", await this.of(bound[0], bound[1]), await this.of(bound[2])];
    if (isNative(code)) return text;
    const told: unknown[] = [text];
    for (const [name, ...keys] of paths) {
      if (name === "this" || name === "super") {
        // Nobody can tell it of an arrow function that is called by another: so it is another each time.
        const isHidden = self === undefined && isArrow(code);
        told.push([keys, isHidden ? randomUUID() : await this.ofPath(self, keys)]);
      } else if (variables.has(name)) {
        const value = variables.get(name);
        // A private field of `this`, as TypeScript makes it for older targets.
        const isField = value instanceof WeakMap && isObject(self) && value.has(self);
        told.push([name, keys, await this.ofPath(isField ? value.get(self) : value, isField ? [] : keys)]);
      } else {
        const text = ofGlobal(name, keys);
        told.push([name, keys, text === undefined ? undefined : this.tell(text)]);
      }
    }
    return told;
  }

  private async ofPath(base: unknown, keys: string[]): Promise<unknown> {
    const told: unknown[] = [];
    let [value, self, isOfLibrary] = [base, undefined as unknown, this.isOfLibrary(base)];
    for (const key of keys) {
      if (this.tell(value) !== undefined || Output.isInstance(value) || value instanceof Promise) break;
      if (this.isMadeByNode(value)) break;
      if (Resource.isInstance(value)) told.push(identityOf(value));
      const field = fieldOf(value, key);
      // What JavaScript itself makes of a value, as `includes`, is told by the whole of it.
      if (isNative(field) && !isOfLibrary) break;
      [value, self] = [field, value];
      isOfLibrary ||= this.isOfLibrary(value);
    }
    return [...told, await this.of(value, self, isOfLibrary)];
  }

  private isMadeByNode(value: unknown): boolean {
    return isObject(value) && !this.libraries.has(value) && this.libraries.get(value.constructor) === ofNode;
  }

  private isOfLibrary(value: unknown): boolean {
    return this.libraries.has(value) || (isObject(value) && this.libraries.has(value.constructor));
  }
}

type Coming = { isSecret: Promise<boolean>; promise(withUnknowns: boolean): Promise<unknown> };

const identityOf = (value: object) => {
  const { __pulumiType: type, __name: name } = value as { __pulumiType?: unknown; __name?: unknown };
  return `${type} ${name}`;
};

function pathsIn(text: string): Path[] {
  const found = [...text.matchAll(names)].map(([all]) => all.replace(/[\s?]/g, ""));
  return [...new Set(found)].map((path) => path.split(".") as Path);
}

function fieldOf(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined; // A getter of the program fails, or a module is not there yet.
  }
}

/** Of what every program has only values such as `process.env.STAGE`. */
function ofGlobal(name: string, keys: string[]): string | undefined {
  const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
  const found = keys.reduce(fieldOf, name === "process" ? process : (value as unknown));
  return isObject(found) || typeof found === "function" ? undefined : String(found);
}
