import * as pulumi from "@pulumi/pulumi";
import { UsageError } from "./errors";
import { formOf, isListName } from "./forms";
import { insteadDeploy } from "./insteadDeploy";
import { decides } from "./stackFile";
import type { StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";

// Parts of the SDK's runtime that have no types. Its classes ask this module to read and to register.
const runtime = require("@pulumi/pulumi/runtime/resource") as Record<
  "readResource" | "registerResource",
  Ask
>;
type Ask = (res: object, parent: unknown, type: string, name: string, ...more: unknown[]) => void;
type Props = Record<string, unknown>;

/** What the program asks of the SDK before anything is sent. */
export interface Watch {
  /** The names of what a resource may have, given or not. */
  declared(type: string, properties: string[]): void;
  references: References | undefined;
}

let watch: Watch | undefined;

/** Watches the one copy of the SDK that a process has. */
export function watchSdk(watching: Watch): void {
  if (!watch) {
    const { readResource, registerResource } = runtime;
    runtime.readResource = (res, parent, type, name, props, ...more) => {
      watch?.declared(type, Object.keys(props as Props));
      readResource(res, parent, type, name, props, ...more);
      if (type === "pulumi:pulumi:StackReference") watch?.references?.open(res, props as Props);
    };
    runtime.registerResource = (res, parent, type, name, custom, remote, dependency, props, ...more) => {
      watch?.declared(type, Object.keys(props as Props));
      watch?.references?.note(props as Props);
      registerResource(res, parent, type, name, custom, remote, dependency, props, ...more);
    };
  }
  watch = watching;
}

/**
 * Gives a program outputs of other stacks, which nobody knows here: by any name, in the form of the input that each is
 * given to, or else that its name says.
 */
export class References {
  /** The outputs that were read, in words. */
  readonly origins = new Set<string>();
  /** The input that an output is given to as it is. */
  private readonly inputs = new WeakMap<object, string>();

  constructor(
    private readonly unknowns: Unknowns,
    private readonly place: StandIn,
  ) {}

  /** Notes which inputs take which outputs, before these are resolved. */
  note(props: Props, within = ""): void {
    for (const [key, value] of Object.entries(props)) {
      const name = Array.isArray(props) ? within : key;
      if (pulumi.Output.isInstance(value)) {
        if (!this.inputs.has(value)) this.inputs.set(value, name);
      } else if (isPlainObject(value)) this.note(value as Props, name);
    }
  }

  /** Lets a reference have every output. */
  open(reference: object, { name }: Props): void {
    const get = (output: pulumi.Input<string>) =>
      this.outputOf(reference as pulumi.StackReference, name as string, output);
    Object.assign(reference, { getOutput: get, requireOutput: get });
    const all = new Proxy(
      {},
      {
        get: (_, key) => {
          // The SDK asks every value what it is. As a resource it is left alone, and not copied.
          if (key === "__pulumiResource") return true;
          if (typeof key !== "string" || key === "then" || key.startsWith("__")) return undefined;
          return this.valueOf(key, name as string, key);
        },
        has: (_, key) => typeof key === "string" && !key.startsWith("__"),
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
      },
    );
    const outputs = pulumi.output(all);
    Object.defineProperty(reference, "outputs", { value: outputs });
  }

  private outputOf(
    reference: pulumi.StackReference,
    stack: pulumi.Input<string>,
    name: pulumi.Input<string>,
  ): pulumi.Output<unknown> {
    // Until the next turn it may be given to an input.
    const value = pulumi.all([stack, name]).apply(async ([stack, name]) => {
      await new Promise(setImmediate);
      return this.valueOf(this.inputs.get(output) ?? name, stack, name);
    });
    const plain = value as unknown as { promise(): Promise<unknown> };
    const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<unknown>;
    const resources = new Set([reference]);
    const [yes, no] = [Promise.resolve(true), Promise.resolve(false)];
    const output = new Output(resources, plain.promise(), yes, no, Promise.resolve(resources));
    return output;
  }

  private valueOf(input: string, stack: string, name: string): unknown {
    const origin = `StackReference ${stack}, output ${name}`;
    this.origins.add(origin);
    if (decides(input)) {
      throw new UsageError(
        `${input}: ${origin}, is not known offline, and what is planned depends on it. ${insteadDeploy}`,
      );
    }
    const form = formOf(input, this.place) ?? formOf(name, this.place);
    if (isListName(input)) return [this.unknowns.of(`${origin}[]`, form)];
    if (input === "tags") return { [this.unknowns.of(`${origin}, a key`)]: this.unknowns.of(origin) };
    return this.unknowns.of(origin, form);
  }
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
