import { Output, type StackReference } from "@pulumi/pulumi";
import { watchArgs } from "./args";
import type { References } from "./references";
import { digestOf } from "./standIns";

type Props = Record<string, unknown>;
type Ask = (res: object, parent: unknown, type: string, name: string, ...more: unknown[]) => void;
type Serialize = (label: string, props: unknown, ...more: unknown[]) => Promise<unknown>;
type Deserialize = (props: unknown, ...more: unknown[]) => unknown;

// Parts of the SDK's runtime that have no types. Its other modules ask these to read, to register and to serialize.
const resource = require("@pulumi/pulumi/runtime/resource") as Record<
  "readResource" | "registerResource",
  Ask
>;
const rpc = require("@pulumi/pulumi/runtime/rpc") as Record<string, Serialize> &
  Record<"deserializeProperty" | "deserializeProperties", Deserialize>;
const serializers = [
  ...["serializeProperty", "serializeProperties", "serializeResourceProperties"],
  "serializePropertiesReturnDeps",
];

/** What the program asks of the SDK before anything is sent. */
export interface Watch {
  /** The names of what a resource may have, given or not. */
  declared(type: string, properties: string[]): void;
  /** What is sent to a function, as it is serialized: the SDK takes the envelopes of secrets off. */
  asked(serialized: unknown): void;
  references: References | undefined;
}

let watch: Watch | undefined;

/** Watches the one copy of the SDK that a process has. */
export function watchSdk(watching: Watch): void {
  if (!watch) {
    watchResources();
    watchValues();
    watchSecrets();
    watchAnswers();
    watchApply();
    watchArgs((given) => watch?.references?.given(given) ?? given);
  }
  watch = watching;
}

function watchResources(): void {
  const { readResource, registerResource } = resource;
  resource.readResource = (res, parent, type, name, props, ...more) => {
    watch?.declared(type, Object.keys(props as Props));
    readResource(res, parent, type, name, props, ...more);
    if (type === "pulumi:pulumi:StackReference") {
      watch?.references?.give(res as StackReference, (props as { name: string }).name);
    }
  };
  resource.registerResource = (res, parent, type, name, custom, remote, dependency, props, ...more) => {
    watch?.declared(type, Object.keys(props as Props));
    watch?.references?.take(type, props as Props);
    registerResource(res, parent, type, name, custom, remote, dependency, props, ...more);
  };
}

function watchValues(): void {
  for (const name of serializers) {
    const serialize = rpc[name];
    if (!serialize) continue;
    rpc[name] = async (label, props, ...more) => {
      const serialized = await serialize(label, watch?.references?.closed(props) ?? props, ...more);
      if (name === "serializePropertiesReturnDeps") watch?.asked((serialized as unknown[])[0]);
      return serialized;
    };
  }
}

function watchAnswers(): void {
  for (const name of ["deserializeProperty", "deserializeProperties"] as const) {
    const deserialize = rpc[name];
    rpc[name] = (props, ...more) => {
      const value = deserialize(props, ...more);
      return watch?.references ? watch.references.opened(value) : value;
    };
  }
}

/** What is made secret is the same value: an input that takes it takes what it was made of. */
function watchSecrets(): void {
  const sdk = require("@pulumi/pulumi") as { secret(value: unknown): Output<unknown> };
  const { secret } = sdk;
  sdk.secret = (value) => {
    const made = secret(value);
    if (Output.isInstance(value)) watch?.references?.madeSecret(value, made);
    return made;
  };
}

type Make = (value: unknown) => unknown;
type Apply = (make: Make, ...more: unknown[]) => object;

/** What a callback makes of what is not known here is not known either, where that comes to nothing. */
function watchApply(): void {
  const { prototype: outputs } = Output as unknown as { prototype: { apply: Apply } };
  const { apply } = outputs;
  outputs.apply = function (this: object, make, ...more) {
    // One that takes no value decides nothing by it.
    if (make.length === 0) return apply.call(this, make, ...more);
    const making = (value: unknown) => {
      const made = make(value);
      const orUnknown = (one: unknown) =>
        watch?.references ? watch.references.orUnknown(one, value, () => takenBy(make)) : one;
      return made instanceof Promise ? made.then(orUnknown) : orUnknown(made);
    };
    return apply.call(this, making, ...more);
  };
}

/** What a callback takes of a value: the SDK's own, behind `output.name`, takes a field; of others a few digits are told. */
function takenBy(make: Make): string {
  const text = String(make);
  if (!/return ob\[prop\];\s*\}$/.test(text)) return `callback ${digestOf(text)}`;
  return `field ${String(make(new Proxy({}, { get: (_, key) => key })))}`;
}
