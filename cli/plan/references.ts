import * as pulumi from "@pulumi/pulumi";
import type { Asked } from "./asking";
import { Captured } from "./captured";
import { Closing } from "./closing";
import { isMap } from "./fields";
import { listOf } from "./members";
import { OpenValues } from "./open";
import { digestOf, type StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";

type Props = Record<string, unknown>;

/**
 * Gives a program outputs of other stacks, which nobody knows here: by any name, in the form of the input that each is
 * given to, or else that its name says. So it gives what resources and functions have by keys that nobody declares.
 */
export class References {
  private readonly open: OpenValues;
  private readonly closing: Closing;
  /** The origins of values that the program had in its hands, and may have made others of. */
  readonly seen = new Set<string>();

  constructor(
    private readonly unknowns: Unknowns,
    place: StandIn,
    /** Whether anything of an unknown shape may come. It may come later than what it is given to. */
    private isUsed: boolean,
    /** Texts of which no digest is told. */
    private readonly secrets: Set<string>,
  ) {
    this.open = new OpenValues(unknowns, place);
    this.closing = new Closing(this.open, unknowns, place);
  }

  /** The outputs that were read, in words. */
  get origins(): string[] {
    return this.open.reads;
  }

  /** The program gets a value itself, outside of an Output. */
  see(value: unknown): void {
    if (this.isUsed) for (const origin of this.open.originsIn(value)) this.seen.add(origin);
  }

  /** No digest of a text is told. */
  hide(text: string): void {
    this.secrets.add(text);
  }

  /** Whether a callback of `apply` is one of this stand-in, and not of the program. */
  isOwn(make: object): boolean {
    return this.closing.callbacks.has(make);
  }

  /** What a program gets. */
  opened<T>(value: T): T {
    return this.isUsed ? (this.open.opened(value) as T) : value;
  }

  /** What a callback of the program gets. */
  listed(value: unknown): unknown {
    return this.isUsed ? this.open.listed(value) : value;
  }

  /** What a program sends. */
  closed<T>(value: T, input?: string): T {
    return this.isUsed ? (this.closing.closed(value, input) as T) : value;
  }

  /**
   * What a callback makes of a value. If that is nothing, as the tenth part of an ARN, something may come of the real one; and
   * if the callback asks which members a list has, anything may. So it is not known, either. If a part of the value is
   * nothing, what comes of it may be that.
   */
  orUnknown(made: unknown, value: unknown, { asked, taken, again }: Taking): unknown {
    if (!this.isUsed) return made;
    const decided = asked.lists.flatMap((one) => this.open.originsIn(one)).map(listOf);
    const isLost = isNothing(made) && !partsOf(value).some(isNothing);
    if (decided.length === 0 && !isLost) return this.orElse(made, value, again);
    const origins = [...new Set([...this.open.originsIn(value).map(listOf), ...decided])];
    if (origins.length === 0) return made;
    const others = origins.length > most ? ` and others #${digestOf(origins)}` : "";
    const from = origins.slice(0, most).join(" and ") + others;
    return taken().then((how) => {
      const origin = `${from} [${how}]`;
      if (decided.length > 0) this.open.note(origin);
      return this.open.of(origin, "");
    });
  }

  /** A callback that hands on what it is given may have something else for where that is not there. */
  private orElse(made: unknown, value: unknown, again: (value: unknown) => unknown): unknown {
    const isWhole = (one: unknown) =>
      this.open.isOpen(one) || (typeof one === "string" && this.unknowns.is(one));
    const found: unknown[] = [];
    let [one, rest] = [made, value];
    // Where that is not there, another value may come that is not known, either.
    while (isWhole(one) && !found.includes(one) && found.length < most) {
      found.push(one);
      rest = this.without(one, rest);
      one = again(rest);
    }
    const all = isNothing(one) || found.includes(one) ? found : [...found, one];
    if (all.length < 2) return made;
    const words = all.map(
      (each) =>
        this.open.originsIn(each).join(" and ") ||
        (typeof each === "string" ? this.inWords(each) : digestOf([each])),
    );
    return this.open.of(words.join(", or "), "");
  }

  /** A value without what is not known in it, of which something was made. */
  private without(made: unknown, value: unknown): unknown {
    if (value === made) return undefined;
    if (this.open.isOpen(value)) {
      // What was made may be a field of it.
      const isOf = this.open.originsIn(made).some((one) => one.startsWith(this.open.originOf(value)));
      return isOf ? {} : value;
    }
    if (Array.isArray(value)) return value.map((one) => this.without(made, one));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.without(made, one)]));
  }

  /** What the program gets of a map's keys or values. */
  listedOf(map: object, made: unknown[]): unknown[] {
    return this.open.listedOf(map, made);
  }

  isUnknown(value: unknown): boolean {
    return this.isUsed && this.open.originsIn(value).length > 0;
  }

  /** A few digits that change with what a callback does, what it is given and what it asks for. */
  async digestOf(make: object, self: unknown, given: unknown[]): Promise<string> {
    const captured = new Captured((value) => this.inWords(value));
    return digestOf([await captured.of(make, self), await captured.of(given)]);
  }

  private inWords(value: unknown): string | undefined {
    if (typeof value === "string") return this.secrets.has(value) ? "a secret" : this.unknowns.shown(value);
    return this.open.isOpen(value) ? this.open.originOf(value) : undefined;
  }

  /** What a component is given, before it checks it. */
  given(args: unknown): unknown {
    return this.isUsed ? this.closing.given(args) : args;
  }

  /** A component takes these inputs. */
  take(type: string, props: Props): void {
    if (this.isUsed && type.startsWith("hipaa-iam:")) this.closing.take(props);
  }

  madeSecret(value: unknown, secret: object): void {
    if (typeof value === "string") this.secrets.add(value);
    if (pulumi.Output.isInstance(value)) this.closing.sources.set(secret, value);
  }

  /** Whether a value is secret that is not marked so: of what another stack gives nobody knows it. */
  secrecyOf(value: unknown): unknown {
    const origins = this.isUsed ? this.open.originsIn(value) : [];
    const [origin] = origins.filter((one) => one.startsWith("StackReference "));
    if (origin === undefined) return false;
    this.open.note(`${origin}, whether it is secret`);
    return this.unknowns.of(`${origin}, whether it is secret`);
  }

  /** Lets a reference have every output. */
  give(reference: pulumi.StackReference, name: pulumi.Input<string>): void {
    this.isUsed = true;
    const allOf = (stack: string) =>
      this.open.of(`StackReference ${stack}, outputs`, "", (key) => `StackReference ${stack}, output ${key}`);
    const get = (output: pulumi.Input<string>) => {
      const value = pulumi.all([name, output]).apply(([stack, key]) => (allOf(stack) as Props)[key]);
      return dependent(value, reference);
    };
    // A value that is not in an Output may be given to anything later: what it is must be told by its name.
    const plain = async (key: string) => {
      const output = get(key) as unknown as { promise(): Promise<unknown> };
      const value = this.closing.byName(await output.promise(), key);
      this.see(value);
      return value;
    };
    Object.assign(reference, {
      ...{ getOutput: get, requireOutput: get, getOutputValue: plain, requireOutputValue: plain },
      // Whether it is secret is not known, either: it stands in both places.
      getOutputDetails: async (key: string) => {
        const value = await plain(key);
        return { value, secretValue: value };
      },
    });
    const namesOf = (stack: string) => {
      const key = "secretOutputNames";
      return this.open.of(`StackReference ${stack}, ${key}`, key);
    };
    for (const [key, made] of Object.entries({ outputs: allOf, secretOutputNames: namesOf })) {
      Object.defineProperty(reference, key, {
        value: dependent(pulumi.output(name).apply(made), reference),
      });
    }
  }
}

/** How a callback came to what it makes. */
interface Taking {
  asked: Asked;
  /** What it takes, in words. */
  taken(): Promise<string>;
  /** What it makes of another value, if it does nothing besides. */
  again(value: unknown): unknown;
}

/** How many origins are told of what several make. */
const most = 4;
const isNothing = (value: unknown) => value === undefined || value === null || Number.isNaN(value);
const partsOf = (value: unknown) => (Array.isArray(value) || isMap(value) ? Object.values(value) : []);

/** A known value that comes from a resource. */
function dependent(value: pulumi.Output<unknown>, resource: pulumi.Resource): pulumi.Output<unknown> {
  const plain = value as unknown as { promise(): Promise<unknown> };
  const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<unknown>;
  const resources = new Set([resource]);
  const [yes, no] = [Promise.resolve(true), Promise.resolve(false)];
  return new Output(resources, plain.promise(), yes, no, Promise.resolve(resources));
}
