import Module from "node:module";
import { setFlagsFromString } from "node:v8";

// The V8 of Node.js 20 optimizes what has run some times, in threads beside: for a command of a second that is up to a third of
// its work, and never pays off (docs/benchmarks.md). It waits longer for it here; what takes minutes still has it.
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=1000000");

type Load = (request: string, parent: NodeModule | undefined, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load }; // A part of Node.js that has no types.

/**
 * What Pulumi's SDK loads at its start for what commands here do not do, by the file that asks for it: the compiler and npm's
 * tree of packages, both for functions that go into a Lambda, the automation API, and all that speaks to an engine or is a
 * provider. It is more than half of the SDK's start (docs/benchmarks.md; @pulumi/pulumi 3.248.0).
 */
const late: [file: RegExp, requests: string[]][] = [
  [
    /[/\\]@pulumi[/\\]pulumi[/\\]runtime[/\\]closure[/\\]\w+\.js$/,
    ["../../typescript-shim", "@npmcli/arborist", "normalize-package-data", "fdir", "semver"],
  ],
  [/[/\\]@pulumi[/\\]pulumi[/\\]index\.js$/, ["./automation", "./provider"]],
  [
    /[/\\]@pulumi[/\\]pulumi[/\\](errors|runtime[/\\]\w+)\.js$/,
    [
      ...["@grpc/grpc-js", "@opentelemetry/api", "semver"],
      ...["../proto/callback_grpc_pb", "../proto/engine_grpc_pb", "../proto/resource_grpc_pb"],
    ],
  ],
];

/** Loads a module when something of it is used. */
function whenUsed(load: () => object): unknown {
  let module: object | undefined;
  const loaded = () => {
    module ??= load();
    return module;
  };
  return new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === "__esModule") return true; // The SDK asks for it as it imports, and takes a module that has it as it is.
        const module = loaded();
        // What a module of CommonJS exports is its default.
        return key === "default" && !("__esModule" in module) ? module : Reflect.get(module, key);
      },
      has: (_, key) => Reflect.has(loaded(), key),
      set: (_, key, value) => Reflect.set(loaded(), key, value),
      ownKeys: () => Reflect.ownKeys(loaded()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(loaded(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}

const load = loader._load;
loader._load = (request, parent, ...rest) => {
  const now = () => load(request, parent, ...rest) as object;
  const isLate = late.some(([file, asked]) => asked.includes(request) && file.test(parent?.filename ?? ""));
  return isLate ? whenUsed(now) : now();
};
