import { asking } from "./asking";
import { envelope } from "./envelope";
import { UsageError } from "./errors";
import { isMap, isPlain } from "./fields";
import { formOf, singular } from "./forms";
import { insteadDeploy } from "./insteadDeploy";
import { decides, firstOf, isMembers, listOf, membersOf, restOf, type Tell } from "./members";
import type { StandIn } from "./standIns";
import { type Form, inWords, type Unknowns } from "./unknowns";

/** An unknown value of a shape that nobody knows here, either: a text, an object or a list. */
interface Open {
  origin: string;
  /** Of the output, or of the field: it may say what form the value has. */
  name: string;
  originOf(key: string): string;
  /** The value that has this one as a field. */
  parent?: Open;
  /** Of a map: what of it is told by key, and whether the others are texts. */
  members?: Record<string, unknown>;
  ofTexts?: boolean;
}

/**
 * Gives a program values of a shape that is not known. Each answers as the text that it may be, and has every field, which
 * is such a value with an origin of its own. What hangs on the shape, as the number of members, is refused.
 */
export class OpenValues {
  /** By origin: a field is the same value each time. */
  private readonly made = new Map<string, object>();
  private readonly facts = new WeakMap<object, Open>();
  private readonly read = new Set<string>();
  /** Values that were only gone through on the way to their fields. */
  private readonly passed = new Set<string>();

  constructor(
    private readonly unknowns: Unknowns,
    private readonly place: StandIn,
  ) {}

  /** The origins of what was read, in words. */
  get reads(): string[] {
    return [...this.read].filter((origin) => !this.passed.has(origin)).sort();
  }

  /** Whether a value is one of these as a whole. */
  isOpen(value: unknown): boolean {
    return typeof value === "function" && this.facts.has(value);
  }

  /** Something is decided by a value, and may be shown nowhere. */
  note(origin: string): void {
    this.read.add(origin);
  }

  /** What code outside of a callback asks of members. */
  private readonly tell: Tell = (members, how) => {
    for (const list of new Set(this.originsIn(members).map(listOf))) this.note(`${list}, ${how}`);
  };

  /** A value whose fields have the origins that are given. */
  of(origin: string, name: string, originOf = (key: string) => fieldOf(origin, key)): unknown {
    return this.valueOf({ origin, name, originOf });
  }

  /** A value as a program gets it: with what a placeholder in it stands for. */
  opened(value: unknown): unknown {
    const shapeOf = (text: unknown) => this.unknowns.shapes.get(text as string);
    if (Array.isArray(value)) {
      return this.asMembers(value.map((one) => this.opened(one)));
    }
    if (!isMap(value)) {
      const shape = shapeOf(value);
      return shape ? this.of(shape.origin, shape.name) : value;
    }
    const fields = Object.entries(value).map(([key, one]) => [key, this.opened(one)] as const);
    const members = Object.fromEntries(fields);
    const shape = fields.map(([key]) => shapeOf(key)).find((one) => one?.map);
    if (!shape) return members;
    const { origin, name, map } = shape;
    const ofTexts = map === "of texts";
    return this.valueOf({ origin, name, originOf: (key) => fieldOf(origin, key), members, ofTexts });
  }

  /** A value as a callback gets it: lists that nobody knows tell which members it takes. */
  listed(value: unknown, within: unknown[] = []): unknown {
    if (!(Array.isArray(value) || isPlain(value)) || isMembers(value) || within.includes(value)) return value;
    const inside = [...within, value];
    if (!Array.isArray(value)) {
      const fields = Object.entries(value).map(([key, one]) => [key, this.listed(one, inside)] as const);
      return fields.every(([key, one]) => one === value[key]) ? value : Object.fromEntries(fields);
    }
    const members = value.map((one) => this.listed(one, inside));
    const made = this.asMembers(members);
    return made === members && members.every((one, at) => one === value[at]) ? value : made;
  }

  /** What a program gets of the keys, values or entries of one of these. */
  listedOf(map: object, made: unknown[]): unknown[] {
    return this.isOpen(map) ? membersOf(made, 0, this.tell) : made;
  }

  private asMembers(list: unknown[]): unknown[] {
    return this.standForAll(list) ? membersOf(list, 1, this.tell) : list;
  }

  /** Whether two members are the first of a list and what stands for all others. */
  private standForAll([first, others, ...more]: unknown[]): boolean {
    if (more.length > 0) return false;
    const [ofFirst, ofOthers] = [this.originsIn(first), this.originsIn(others)];
    const lists = ofOthers.flatMap((one) => (isOfOthers(one) ? one.slice(0, one.indexOf(restOf)) : []));
    const isFirst = (one: string) => lists.some((list) => one.startsWith(`${list}${firstOf}`));
    return ofFirst.some(isFirst) && !ofOthers.some(isFirst);
  }

  /** The text that one of these stands for, or what is told of a map. */
  sent(value: unknown, form?: Form): unknown {
    return this.factOf(value).members ?? this.textOf(value, form);
  }

  textOf(value: unknown, form?: Form): string {
    return this.text(this.factOf(value), form);
  }

  originOf(value: unknown): string {
    return this.factOf(value).origin;
  }

  /** The origins of what is not known in a value. */
  originsIn(value: unknown, within: unknown[] = []): string[] {
    if (this.isOpen(value)) return [this.originOf(value)];
    if (typeof value === "string") return this.unknowns.originsIn(value);
    if (!(Array.isArray(value) || isMap(value)) || within.includes(value)) return [];
    const parts = Object.entries(value).flat();
    return [...new Set(parts.flatMap((one) => this.originsIn(one, [...within, value])))];
  }

  private factOf(value: unknown): Open {
    const fact = this.facts.get(value as object);
    if (!fact) throw new Error("This is no value of a shape that is not known.");
    return fact;
  }

  private valueOf(open: Open): object {
    // A map may have more of its own wherever it is.
    const known = open.members ? undefined : this.made.get(open.origin);
    if (known) return known;
    const value = this.proxyOf(open);
    if (!open.members) this.made.set(open.origin, value);
    this.facts.set(value, open);
    return value;
  }

  private text({ origin, name }: Pick<Open, "origin" | "name">, form?: Form): string {
    this.read.add(origin);
    this.passed.delete(origin);
    return this.unknowns.of(origin, form ?? formOf(name, this.place));
  }

  private field(parent: Open, key: string): unknown {
    const origin = parent.originOf(key);
    if (parent.ofTexts) return this.text({ origin, name: key });
    if (!isMethod(key)) {
      this.passed.add(parent.origin);
      this.read.add(origin);
    }
    const name = /^\d+$/.test(key) ? singular(parent.name) : key;
    return this.valueOf({ origin, name, parent, originOf: (one) => fieldOf(origin, one) });
  }

  private proxyOf(open: Open): object {
    const refuse = (what: string) => () => {
      throw new UsageError(
        `${open.origin}, is not known offline, nor ${what}. Read each of its fields by its name. ${insteadDeploy}`,
      );
    };
    const { members } = open;
    const has = (key: PropertyKey) => members !== undefined && Object.hasOwn(members, key);
    const isThere = (key: string) => {
      if (!has(key)) this.read.add(`${open.originOf(key)}, whether it is there`);
      return true;
    };
    const text = () => this.text(open);
    const answers: Record<PropertyKey, unknown> = {
      ...{ toString: text, valueOf: text, toLocaleString: text, hasOwnProperty: isThere },
      toJSON: () => members ?? text(),
      [Symbol.toPrimitive]: text,
      [Symbol.iterator]: () => this.membersOf(open)[Symbol.iterator](),
    };
    const change = refuse("can it be changed");
    // The SDK looks into objects, and copies them. It leaves functions alone.
    return new Proxy(() => undefined, {
      get: (_, key) => {
        if (has(key)) return members?.[key as string];
        if (Object.hasOwn(answers, key)) return answers[key];
        if (typeof key !== "string" || isAsked(key)) return undefined;
        if (!members && /^(length|size)$/.test(key)) refuse("how many members it has")();
        return this.field(open, key);
      },
      has: (_, key) => typeof key === "string" && !isAsked(key) && isThere(key),
      getOwnPropertyDescriptor: (_, key) => {
        if (typeof key !== "string" || isAsked(key) || !isThere(key)) return undefined;
        const value = has(key) ? members?.[key] : this.field(open, key);
        return { configurable: true, enumerable: true, writable: true, value };
      },
      getPrototypeOf: () => null,
      ownKeys: () => (members ? this.keysOf(open, members) : refuse("which fields it has")()),
      apply: (_, __, args: unknown[]) => this.called(open, args),
      ...{ set: change, defineProperty: change, deleteProperty: change, construct: change },
    });
  }

  /** A map tells one key for all that it has. */
  private keysOf({ origin }: Open, members: object): string[] {
    this.read.add(`${origin}, which keys it has`);
    return Object.keys(members);
  }

  /** What is called may be a method: of texts, or of lists. */
  private called({ origin, name, parent }: Open, args: unknown[]): unknown {
    const method = isMethod(name) && parent ? name : "";
    if (method !== "" && parent && isPart.test(method)) {
      return this.of(`${parent.origin}.${method}(${args.map(inWords).join(", ")})`, "");
    }
    // A text may be asked so, too: which of both it is, is not known.
    if (parent && decides(method)) asking.getStore()?.lists.push(this.valueOf(parent));
    const self = parent && (method in String.prototype ? this.text(parent) : this.membersOf(parent));
    const call = (self as unknown as Record<string, unknown> | undefined)?.[method];
    if (typeof call === "function") return call.apply(self, args);
    throw new UsageError(`${origin}, is not known offline, and is called. ${insteadDeploy}`);
  }

  /** Of a list the first member stands for itself, and one for all others: so the first is another than all. */
  private membersOf(open: Open): unknown[] {
    const name = singular(open.name);
    const others = { origin: `${open.origin}${restOf}`, name };
    this.read.add(others.origin);
    return membersOf([this.field(open, "0"), this.of(others.origin, name)], 1, this.tell);
  }
}

/** What the SDK and promises ask of any value. */
const isAsked = (key: string) =>
  key.startsWith("__") ||
  key === envelope ||
  /^(then|constructor|doNotCapture|deploymentOnlyModule)$/.test(key);

const isMethod = (key: string) =>
  [String.prototype, Array.prototype].some((one) => typeof Reflect.get(one, key) === "function");
/** Whether an origin is that of the member which stands for all but the first. */
const isOfOthers = (origin: string) => origin.includes(restOf);

/** Of a list it is a list, of a text a text. */
const isPart = /^(slice|at|concat)$/;

function fieldOf(origin: string, key: string): string {
  if (/^\d+$/.test(key)) return `${origin}[${key}]`;
  return `${origin}.${/^[\w-]+$/.test(key) ? key : inWords([key])}`;
}
