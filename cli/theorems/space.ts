import type { Statement } from "../policy/document";
import {
  actionGlob,
  type Condition,
  conditionHolds,
  conditionOf,
  isVoid,
  type Reading,
  resourceGlob,
  type Values,
} from "../policy/holds";
import { type Asking, askingOf, isTyped, type Naming, namingOf } from "../policy/principals";
import type { Request } from "../policy/request";
import { lowerCase } from "../policy/scalars";
import { substituted } from "../policy/variables";
import { askerTold } from "./asker";
import { naming, type Pattern, rememberedClassesOf, type TextClass } from "./automaton";
import type { Claim } from "./claim";
import { formOf, type Given, givenFor, type Told } from "./keys";
import { readIn } from "./unread";

/** Which requests there are, one dimension beside the other, each with the classes that the statements tell apart. */
export interface Space {
  /** How many classes each dimension has. */
  sizes: number[];
  /** The requests of a statement, whatever comes of its conditions that are not read; undefined for none. */
  boxOf(statement: Statement): Box | undefined;
  namedBox(statement: Statement, how: readonly Naming[]): Box | undefined;
  accountBox: Box;
  ownBox: Box;
  /** The request of one class in each dimension. */
  requestOf(classes: number[]): Request;
}

/** Requests that are alike in what a universe says of them. */
export interface Sort {
  /** Their actions, in lower case, and the forms of their resources; by default any. */
  actions?: string[];
  resources?: Pattern[];
  /** What else holds for them. */
  fact?: Claim;
  /** Whether AWS tells of them what a key is, in lower case. */
  tells?(key: string): Told;
}

/** By dimension the classes that are in it, as bits; all of a dimension that it does not have. */
export type Box = ReadonlyMap<number, bigint>;

export interface SpaceOptions {
  reading: Reading;
  /** What is fixed of the keys whose values variables stand for. */
  fixed: ReadonlyMap<string, string | undefined>;
  /** Who asks; by default anybody. */
  principal?: string;
  anyText?: true;
  several?: true;
  sort: Sort;
  /** Of which actions requests are: patterns of others are left out. */
  concerns(statement: Statement, pattern: string): boolean;
}

/** Before its keys a request has an action, a resource, somebody who asks and an account that owns what is asked for. */
export const keysFrom = 4;

export const everyBit = (size: number) => (1n << BigInt(size)) - 1n;

/** The space that some statements make, and no others. */
export function spaceOf(statements: Iterable<Statement>, options: SpaceOptions): Space {
  const { reading, fixed, anyText, several, sort, concerns } = options;
  const all = [...statements];
  const values: Values = (key) => fixed.get(key);
  const actions = new Texts(sort.actions?.map(formOf) ?? (anyText ? [anything] : actionForms));
  const resources = new Texts(sort.resources ?? (anyText ? [anything] : resourceForms));
  const byKey = new Map<string, Set<Condition>>([...fixed.keys()].map((key) => [key, new Set()]));
  const globsOf = ({ resource, variables }: Statement) =>
    resource.patterns.flatMap((pattern) => {
      const glob = resourceGlob(pattern, variables, reading);
      const known = glob.some(({ is }) => is === "variable") ? substituted(glob, values) : glob;
      return known ? [known] : [];
    });
  const actionsOf = (statement: Statement) =>
    statement.action.patterns.filter((pattern) => concerns(statement, pattern));
  for (const statement of all) {
    const { variables } = statement;
    const own = actionsOf(statement);
    actions.add(nameOfActions(own), own.map(actionGlob));
    resources.add(nameOfResources(statement), globsOf(statement));
    for (const one of readIn(statement)) {
      const condition = conditionOf(one, variables);
      byKey.set(condition.key, (byKey.get(condition.key) ?? new Set()).add(condition));
    }
  }
  // As the first statement writes them.
  const written = new Map(
    all.flatMap(({ conditions }) => conditions.map(({ key }) => [lowerCase(key), key] as const)).reverse(),
  );
  const inCase = (text: string) => written.get(text) ?? text;
  const askings = options.principal ? [options.principal] : principalsIn(all);
  const keys = [...byKey.keys()].sort();
  const givens = keys.map((key): Given[] => {
    if (!fixed.has(key)) {
      const options = { several, told: sort.tells?.(key) };
      const comparing = () =>
        all.filter(({ conditions }) => conditions.some((one) => lowerCase(one.key) === key));
      return naming(comparing, () => givenFor(key, [...(byKey.get(key) ?? [])], values, options));
    }
    const value = fixed.get(key);
    return [value === undefined ? undefined : [value]];
  });
  const dimension = new Map(keys.map((key, at) => [key, at + keysFrom]));
  const sizes = [actions.classes.length, resources.classes.length, askings.length, 2].concat(
    givens.map(({ length }) => length),
  );
  const [ofAction, ofResource, ofPrincipal, ofOwner] = [0, 1, 2, 3] as const;

  const bitsOfCondition = new Map<Condition, bigint>();
  const bitsOf = (condition: Condition): bigint => {
    const known = bitsOfCondition.get(condition);
    if (known !== undefined) return known;
    const given = givens[(dimension.get(condition.key) ?? 0) - keysFrom] ?? [];
    const bits = bitsWhere(given, (one) => conditionHolds(condition, one, values));
    bitsOfCondition.set(condition, bits);
    return bits;
  };

  const boxes = new Map<Statement, Box | undefined>();
  const makeBox = (statement: Statement): Box | undefined => {
    if (isVoid(statement, values, reading)) return undefined;
    const { action, resource, variables } = statement;
    const box = new Map<number, bigint>();
    const restrict = (at: number, bits: bigint) =>
      box.set(at, bits & (box.get(at) ?? everyBit(sizes[at] ?? 0)));
    restrict(ofAction, actions.bits(nameOfActions(actionsOf(statement)), action.not));
    restrict(ofResource, resources.bits(nameOfResources(statement), resource.not));
    for (const one of readIn(statement)) {
      const condition = conditionOf(one, variables);
      restrict(dimension.get(condition.key) ?? 0, bitsOf(condition));
    }
    return simple(box, sizes);
  };
  const stated = new Set(all);
  const boxOf = (statement: Statement) => {
    if (!stated.has(statement)) return undefined; // It is about nothing here.
    if (!boxes.has(statement)) boxes.set(statement, makeBox(statement));
    return boxes.get(statement);
  };
  const asks = askings.map((one) => askingOf(one, undefined));
  const principalBox = (holds: (asking: Asking) => boolean) =>
    simple(new Map([[ofPrincipal, bitsWhere(asks, holds)]]), sizes) ?? impossible;

  return {
    ...{ sizes, boxOf },
    namedBox: ({ principal }, how) => {
      const bits = bitsWhere(asks, (one) => how.some((naming) => naming === namingOf(principal, one)));
      return simple(new Map([[ofPrincipal, bits]]), sizes);
    },
    accountBox: principalBox(({ account }) => account !== undefined),
    ownBox: new Map([[ofOwner, 1n]]),
    requestOf: (at) => {
      const context = keys.flatMap((key, index) => {
        const given = givens[index]?.[at[index + keysFrom] ?? 0];
        return given ? [[inCase(key), given.length === 1 ? (given[0] ?? "") : [...given]] as const] : [];
      });
      const told = Object.fromEntries(context);
      const principal = askerTold(askings[at[ofPrincipal] ?? 0] ?? "*", told, all);
      const account = askingOf(principal, undefined).account?.id ?? "123456789012";
      return {
        principal,
        action: asWritten(actions.classes[at[ofAction] ?? 0]?.text ?? "", all),
        resource: resources.classes[at[ofResource] ?? 0]?.text ?? "",
        accountId: at[ofOwner] === 0 ? account : "999999999999",
        context: told,
      };
    },
  };
}

/** An action in the case of the pattern of which most is in it. */
function asWritten(action: string, statements: Statement[]): string {
  const begun = statements
    .flatMap((one) => one.action.patterns.map((pattern) => /^[^*?]*/.exec(pattern)?.[0] ?? ""))
    .filter((text) => action.startsWith(lowerCase(text)));
  const longest = begun.reduce((one, other) => (other.length > one.length ? other : one), "");
  return longest + action.slice(longest.length);
}

export const impossible: Box = new Map([[0, 0n]]);

/** Without the dimensions of which it has all; undefined if it has none of one. */
function simple(box: Map<number, bigint>, sizes: number[]): Box | undefined {
  for (const [at, bits] of box) {
    if (bits === 0n) return undefined;
    if (bits === everyBit(sizes[at] ?? 0)) box.delete(at);
  }
  return box;
}

function bitsWhere<T>(items: T[], holds: (item: T) => boolean): bigint {
  return items.reduce((bits, item, at) => (holds(item) ? bits | (1n << BigInt(at)) : bits), 0n);
}

const anything = formOf("*");
/** A service and an action. */
export const actionForms = [formOf("?*:?*")];
/** The ARN of a resource, or `*` where an action takes none. */
export const star: Pattern = { glob: [{ is: "character", text: "*" }], anyCase: false };
export const resourceForms = [star, formOf("arn:?*:?*:*:*:?*")];

// A pattern may have any character: no join of them is sure to be that of no other list.
const nameOfActions = (patterns: string[]) => lowerCase(JSON.stringify(patterns));
const nameOfResources = ({ resource, variables }: Statement) =>
  `${variables} ${JSON.stringify(resource.patterns)}`;

/** The classes of a text that the whole request has one of. */
class Texts {
  private readonly lists = new Map<string, Pattern[]>();
  private readonly indexes = new Map<string, number>();
  private found: TextClass[] | undefined;
  private readonly known = new Map<string, bigint>();

  constructor(private readonly forms: Pattern[]) {}

  /** A list without its patterns whose variables stand for nothing: they match nothing. */
  add(name: string, globs: Pattern["glob"][]): void {
    if (this.lists.has(name)) return;
    this.indexes.set(name, this.lists.size);
    this.lists.set(
      name,
      globs.map((glob) => ({ glob, anyCase: false })),
    );
  }

  get classes(): TextClass[] {
    this.found ??= rememberedClassesOf([...this.lists.values()], this.forms);
    return this.found;
  }

  bits(name: string, not: boolean): bigint {
    const bits = this.known.get(name) ?? this.ofList(name);
    this.known.set(name, bits);
    return not ? everyBit(this.classes.length) & ~bits : bits;
  }

  private ofList(name: string): bigint {
    const mask = 1n << BigInt(this.indexes.get(name) ?? 0);
    return bitsWhere(this.classes, ({ matched }) => (matched & mask) !== 0n);
  }
}

/** Whoever the statements tell apart: each principal that they name, and one like it that they do not. */
export function principalsIn(statements: Statement[]): string[] {
  const named = new Set(statements.flatMap(({ principal }) => principal.patterns));
  const found = new Set<string>();
  const outsider = (partition: string, id: string) => `arn:${partition}:iam::${id}:user/somebody`;
  for (const pattern of named) {
    const [type, ...rest] = pattern.split(":");
    const name = rest.join(":");
    const [, partition, id] = /^(?:arn:([\w-]+):iam::)?(\d{12})(?::root)?$/.exec(name) ?? [];
    const [, ofRole, account, role] = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(name) ?? [];
    if (type === "AWS" && id) found.add(outsider(partition ?? "aws", id));
    else if (type === "Service") found.add(name);
    // Of whom nothing is known but a name, that is kept.
    else if (isTyped(pattern)) found.add(askingOf(name, undefined).self === pattern ? name : pattern);
    if (role) found.add(`arn:${ofRole}:sts::${account}:assumed-role/${role}/session`);
    const owner = /^arn:([\w-]+):(?:iam|sts)::(\d{12}):/.exec(name);
    if (type === "AWS" && owner) found.add(outsider(owner[1] ?? "", owner[2] ?? ""));
  }
  return [...found, outsider("aws", "999999999999"), "other.amazonaws.com", "*"].sort();
}
