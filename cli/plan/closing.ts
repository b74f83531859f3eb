import * as pulumi from "@pulumi/pulumi";
import { UsageError } from "./errors";
import { isPlain } from "./fields";
import { formOf, isListName, singular } from "./forms";
import { insteadDeploy } from "./insteadDeploy";
import type { OpenValues } from "./open";
import { decides } from "./stackFile";
import type { StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";

type Props = Record<string, unknown>;

/** Puts texts in the place of values of a shape that is not known, where these leave the program. */
export class Closing {
  /** What Outputs that are secret were made of. */
  readonly sources = new WeakMap<object, pulumi.Output<unknown>>();
  /** What is called with the values of Outputs. */
  readonly callbacks = new WeakSet<object>();
  private readonly taken = new WeakSet<object>();

  constructor(
    private readonly open: OpenValues,
    private readonly unknowns: Unknowns,
    private readonly place: StandIn,
  ) {}

  /** A value as it is sent, with texts in the form of the input that each is given to; or as a component takes it. */
  closed(value: unknown, input = "", isTaken = false, within: unknown[] = []): unknown {
    const form = formOf(input, this.place, isTaken);
    if (this.open.isOpen(value)) {
      const sent = this.open.sent(value, form);
      return isPlain(sent) ? this.closed(sent, input, isTaken, within) : sent;
    }
    if (typeof value === "string") return form ? this.unknowns.formed(value, form, isTaken) : value;
    if (pulumi.Output.isInstance(value)) {
      const apply = value.apply.bind(value) as (
        make: (one: unknown) => unknown,
        withUnknowns: true,
      ) => unknown;
      const close = (one: unknown) => this.closed(one, input, isTaken);
      this.callbacks.add(close);
      return apply(close, true);
    }
    if (value instanceof Promise) return value.then((one) => this.closed(one, input, isTaken));
    if (!(Array.isArray(value) || isPlain(value)) || within.includes(value)) return value;
    return partsMade(value, input, (one, name) => this.closed(one, name, isTaken, [...within, value]));
  }

  /** What a component of this package is given as plain values, as it takes them. Outputs follow when it registers. */
  given(value: unknown, input = "", within: unknown[] = []): unknown {
    if (this.open.isOpen(value) || typeof value === "string") return this.closed(value, input, true);
    if (!(Array.isArray(value) || isPlain(value)) || within.includes(value)) return value;
    return partsMade(value, input, (one, name) => this.given(one, name, [...within, value]));
  }

  /** The inputs of a component of this package say what they take, and are checked: Outputs have that from now on. */
  take(props: Props, within = ""): void {
    for (const [key, value] of Object.entries(props)) {
      const name = Array.isArray(props) ? singular(within) : key;
      if (pulumi.Output.isInstance(value)) this.takeOutput(value, name);
      else if (isPlain(value) || Array.isArray(value)) this.take(value as Props, name);
    }
  }

  private takeOutput(output: pulumi.Output<unknown>, input: string): void {
    if (this.taken.has(output)) return;
    this.taken.add(output);
    const source = this.sources.get(output);
    if (source) this.takeOutput(source, input);
    const own = output as unknown as { promise(withUnknowns?: boolean): Promise<unknown> };
    const { promise } = own;
    own.promise = async (withUnknowns) => this.closed(await promise(withUnknowns), input, true);
  }

  /** A value of a name that says what it is: a list has its two members then. */
  byName(value: unknown, name: string): unknown {
    if (!this.open.isOpen(value)) return value;
    if (decides(name)) {
      throw new UsageError(
        `${name}: ${this.open.originOf(value)}, is not known offline, and what is planned depends on it. ${insteadDeploy}`,
      );
    }
    if (isListName(name)) return [...(value as Iterable<unknown>)];
    if (isTextName(name)) return this.open.textOf(value);
    return name === "tags"
      ? { [this.unknowns.of(`${this.open.originOf(value)}, a key`)]: this.open.textOf(value) }
      : value;
  }
}

/** A list or a map with something made of each part, which has the name of its key, or that of the list in the singular. */
function partsMade(value: object, input: string, make: (part: unknown, name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => make(one, singular(input)));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, make(one, key)]));
}

/** Nobody calls an object or a list so, but for the field of one. */
const isTextName = (name: string) => /(arn|id|name|url)$/i.test(name);
