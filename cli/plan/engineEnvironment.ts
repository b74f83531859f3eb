import { createRequire } from "node:module";
import { join } from "node:path";
import type { References } from "./references";
import type { Unknowns } from "./unknowns";

/** What the engine and its host for Node.js say of a run. */
interface Told {
  project: string;
  stack: string;
  /** Where the program is run. */
  folder: string;
  /** Where Pulumi.yaml is. */
  root?: string;
  organization?: string;
  preview?: boolean;
  config?: Record<string, string>;
  secretKeys?: string[];
  runtimeOptions?: Record<string, unknown>;
}

type Environment = Record<string, string | undefined>;

/** What the engine sets and nobody knows here, in words. */
const open = {
  PULUMI_NODEJS_MONITOR: "address of the monitor of the engine",
  PULUMI_NODEJS_ENGINE: "address of the engine",
  PULUMI_NODEJS_PARALLEL: "how much the engine does at once",
  PULUMI_NODEJS_SYNC: "folder of the pipes of the engine",
};

/**
 * Runs a program with the environment variables that Pulumi's host for Node.js and the SDK's cmd/run set, and without the
 * arguments of this command. The SDK itself reads them as it is loaded, which is before.
 */
export async function asOnEngine<T>(
  told: Told,
  unknowns: Unknowns,
  references: References | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const { env, argv } = process;
  const config = configOf(told.config ?? {});
  const { config: values = {}, secretKeys = [] } = told;
  const isHidden = secretKeys.some((key) => values[key] !== undefined && !unknowns.is(values[key]));
  if (isHidden) references?.hide(config);
  const others = Object.entries(open).map(([name, words]) => [name, unknowns.of(words)]);
  const given = {
    ...environmentOf(told),
    PULUMI_CONFIG: config,
    ...Object.fromEntries(others),
  } as Environment;
  const own = Object.fromEntries(Object.keys(given).map((name) => [name, env[name]]));
  assign(env, given);
  process.env = seenBy(env, (name, value) => name in given && references?.see(value));
  process.argv = [argv[0] ?? "", entryOf(told.folder) ?? argv[1] ?? ""];
  try {
    return await work();
  } finally {
    Object.assign(process, { env, argv });
    assign(env, own);
  }
}

/** An environment that tells which variables are read: a program that has what is not known in its hands runs twice. */
function seenBy(env: NodeJS.ProcessEnv, see: (name: string, value: unknown) => void): NodeJS.ProcessEnv {
  return new Proxy(env, {
    get: (_, name) => {
      const value = Reflect.get(env, name) as unknown;
      if (typeof name === "string") see(name, value);
      return value;
    },
    set: (_, name, value) => Reflect.set(env, name, value), // Node.js takes no other receiver.
  });
}

function environmentOf({ project, stack, runtimeOptions = {}, ...told }: Told): Environment {
  const { typescript, tsconfig } = runtimeOptions;
  return {
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_ORGANIZATION: told.organization,
    PULUMI_NODEJS_ROOT_DIRECTORY: told.root,
    PULUMI_NODEJS_DRY_RUN: told.preview ? "true" : undefined,
    PULUMI_NODEJS_TYPESCRIPT: typescript === false ? undefined : "true",
    PULUMI_NODEJS_TSCONFIG_PATH: tsconfig ? String(tsconfig) : undefined,
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...new Set(told.secretKeys)].sort()),
  };
}

/** All config, with keys as the host of Node.js has them: project:config:key. */
function configOf(config: Record<string, string>): string {
  const entries = Object.entries(config).map(
    ([key, value]) => [key.replace(":", ":config:"), value] as const,
  );
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function assign(env: NodeJS.ProcessEnv, given: Environment): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
}

/** What the engine starts, which starts the program. */
function entryOf(folder: string): string | undefined {
  try {
    return createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    return undefined;
  }
}
