import { UsageError } from "./errors";
import { inFolder, insteadDeploy, programOf } from "./program";
import { type Run, runProgram, standInFor } from "./run";
import { masker, secretsOf } from "./secrets";
import {
  readProject,
  readStack,
  refuseDecidingSecrets,
  type StackConfig,
  standInArns,
  standInForSecrets,
} from "./stackFile";
import type { StandIn } from "./standIns";

/** A program that takes longer than this, in milliseconds, is taken for one that never ends. */
const patience = 120_000;

/** A stack of the program in a folder. */
export interface Offline {
  folder: string;
  stack: string;
  standIn: Partial<StandIn>;
  /** KEY=VALUE, over the stack's config. */
  config: string[];
}

export interface OfflineRun extends Run {
  project: string;
  standIn: StandIn;
  /** Keys of encrypted config, which nothing here can read. */
  unread: string[];
  /** Values of config that are secret. */
  secrets: string[];
}

/** Runs a Pulumi program with the config of a stack; an account, a Region and other stacks are stand-ins. */
export async function runOffline({ folder, stack, standIn: given, config }: Offline): Promise<OfflineRun> {
  const project = readProject(folder);
  const stackConfig = withConfig(readStack(folder, stack), config);
  refuseDecidingSecrets(stackConfig);
  const standIn = standInFor(stackConfig.config["aws:region"], given);
  standInForSecrets(stackConfig, standIn);

  const secretKeys = [...stackConfig.secretKeys, ...project.secretKeys];
  const program = programOf(folder, project);
  const run = await inFolder(folder, () =>
    runProgram(program, {
      ...{ ...stackConfig, secretKeys, stack, standIn },
      ...{ stackOutputs: standInArns(standIn), patience },
    }),
  );
  const secrets = secretKeys.flatMap((key) => textsOf(stackConfig.config[key]));
  if (run.errors.length > 0) {
    const mask = masker([...secrets, ...secretsOf(run.states)], [standIn.accountId]);
    throw new UsageError(run.errors.map((error) => mask(messageOf(error))).join("\n"));
  }
  if (run.refused.length > 0) {
    throw new UsageError(
      `The program asks the engine to change its resources, which is not done offline: ${run.refused.join(", ")}. ${insteadDeploy}`,
    );
  }
  const ofPlugins = run.resources
    .filter(({ remote }) => remote)
    .map(
      ({ type, name }) => `${name} (${type}) is a component of a plugin: what it makes is not known offline.`,
    );
  run.warnings.push(...ofPlugins);
  return { ...run, project: stackConfig.project, standIn, unread: stackConfig.secretKeys, secrets };
}

/** A value of config, and if that is JSON each text in it. */
function textsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  const found = [value];
  try {
    JSON.parse(value, (_, field) => {
      if (typeof field === "string" || typeof field === "number") found.push(String(field));
      return field;
    });
  } catch {
    // A plain text.
  }
  return found;
}

/** A program may throw anything. */
function messageOf(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error);
}

function withConfig(stackConfig: StackConfig, given: string[]): StackConfig {
  const { project, config, secretKeys } = stackConfig;
  const pairs = given.map((pair) => {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (!key) throw new UsageError(`--config: give KEY=VALUE, such as ${project}:environment=dev.`);
    return [key.includes(":") ? key : `${project}:${key}`, value] as const;
  });
  const keys = pairs.map(([key]) => key);
  return {
    project,
    config: { ...config, ...Object.fromEntries(pairs) },
    secretKeys: secretKeys.filter((key) => !keys.includes(key)),
  };
}
