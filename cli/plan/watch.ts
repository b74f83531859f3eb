import { Config, Output, type StackReference } from "@pulumi/pulumi";
import { isCalledByPackage, watchArgs } from "./args";
import { type Asked, asking } from "./asking";
import { isArrow, namesThis } from "./captured";
import { calledWithThis, givenPurely } from "./inspected";
import type { References } from "./references";
import { watchSecrets } from "./secrecy";

type Props = Record<string, unknown>;
type Ask = (res: object, parent: unknown, type: string, name: string, ...more: unknown[]) => void;
type Serialize = (label: string, props: unknown, ...more: unknown[]) => Promise<unknown>;
type Tell = (...args: unknown[]) => unknown;
type Deserialize = (props: unknown, ...more: unknown[]) => unknown;

// Parts of the SDK's runtime that have no types. Its other modules ask these to read, to register and to serialize.
const resource = require("@pulumi/pulumi/runtime/resource") as Record<
  "readResource" | "registerResource",
  Ask
>;
const rpc = require("@pulumi/pulumi/runtime/rpc") as Record<string, Serialize> &
  Record<"deserializeProperty" | "deserializeProperties", Deserialize>;
const tellers = [
  ...(["invoke", "invokeSingle", "getOrganization", "getConfig", "allConfig", "getStack"] as const),
  "getProject",
] as const;
/** One has copies of what the others export. */
const telling = ["runtime", "runtime/invoke", "runtime/settings", "runtime/config"].map(
  (file) => require(`@pulumi/pulumi/${file}`) as Record<(typeof tellers)[number], Tell>,
);
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
    watchSecrets(() => watch?.references);
    watchAnswers();
    watchTold();
    watchApply();
    watchMaps();
    watchConfig();
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

/** What the program is told outside of an Output: by functions that answer in a promise, and by the engine. */
function watchTold(): void {
  for (const name of tellers) {
    for (const module of telling.filter((one) => name in one)) {
      const tell = module[name];
      const seen = (answer: unknown) => {
        watch?.references?.see(answer);
        return answer;
      };
      module[name] = (...args) => {
        const answer = tell(...args);
        if (isCalledByPackage(module[name])) return answer;
        if (!(answer instanceof Promise)) asking.getStore()?.told.push(answer);
        return answer instanceof Promise ? answer.then(seen) : seen(answer);
      };
    }
  }
}

type Make = (value: unknown) => unknown;
type Apply = (make: Make, ...more: unknown[]) => object;

/** What a callback makes of what is not known here is not known either, where that comes to nothing. */
function watchApply(): void {
  const { prototype: outputs } = Output as unknown as { prototype: { apply: Apply } };
  const { apply } = outputs;
  outputs.apply = function (this: object, make, ...more) {
    // One that takes no value decides nothing by it.
    if (takesNone(make) || watch?.references?.isOwn(make)) return apply.call(this, make, ...more);
    // This package makes nothing of a value but texts that hold the whole of it.
    const isSeen = !isCalledByPackage(outputs.apply);
    const isOfProgram = isSeen && !takesField(make);
    const making = (value: unknown) => {
      const references = watch?.references;
      if (!references) return make(value);
      if (isOfProgram || (isSeen && typeof value !== "object")) references.see(value);
      const asked: Asked = { told: [], lists: [] };
      // Node.js follows each promise from the first time on that it is asked whose a call is.
      const { made, self } = isOfProgram
        ? asking.run(asked, called, make, references.listed(value), references)
        : { made: make(value) };
      const mayChoose = isOfProgram && !(made instanceof Promise);
      const again = (other: unknown) => (mayChoose ? givenPurely(make, other) : undefined);
      const taken = () => takenBy(make, self, [value, asked.told], references);
      const orUnknown = (one: unknown) => references.orUnknown(one, value, { asked, taken, again });
      return made instanceof Promise ? made.then(orUnknown) : orUnknown(made);
    };
    return apply.call(this, making, ...more);
  };
}

/** A map that is not known has one key for all: who takes some of what it has decides by that. */
function watchMaps(): void {
  const language = Object as unknown as Record<string, (value: object) => unknown[]>;
  for (const name of ["keys", "values", "entries"]) {
    const own = language[name] as (value: object) => unknown[];
    language[name] = (value) => {
      const made = own(value);
      return watch?.references?.listedOf(value, made) ?? made;
    };
  }
}

/** A list in config that is encrypted as a whole: what is secret comes in an Output, and callbacks get it. */
function watchConfig(): void {
  const config = Config.prototype as unknown as Record<string, Tell>;
  for (const name of ["getObject", "requireObject"]) {
    const own = config[name] as Tell;
    config[name] = function (...args) {
      const value = own.apply(this, args);
      return watch?.references?.listed(value) ?? value;
    };
  }
}

/** What a callback makes, and its `this` where it is an arrow function that names it. */
function called(make: Make, value: unknown, references: References): { made: unknown; self?: unknown } {
  const isHidden = isArrow(make) && namesThis(make) && references.isUnknown(value);
  return isHidden ? calledWithThis(make, value) : { made: make(value) };
}

const takesNone = (make: Make) => make.length === 0 && /^(async\s*)?\(\s*\)\s*=>/.test(String(make));

/** Whether a callback is the SDK's own, behind `output.name`. */
const takesField = (make: Make) => /return ob\[prop\];\s*\}$/.test(String(make));

/** What a callback takes of a value: a field, or of others a few digits are told. */
async function takenBy(make: Make, self: unknown, given: unknown[], by: References): Promise<string> {
  if (!takesField(make)) return `callback ${await by.digestOf(make, self, given)}`;
  return `field ${String(make(new Proxy({}, { get: (_, key) => key })))}`;
}
