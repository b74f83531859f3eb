import { UsageError } from "../plan/errors";
import type { StandIn } from "../plan/monitor";
import { runProgram, standInFor } from "../plan/run";
import {
  readProject,
  readStack,
  refuseDecidingSecrets,
  type StackConfig,
  standInArns,
  standInForSecrets,
} from "../plan/stackFile";
import type { Deployment } from "./deployment";
import { inFolder, programOf } from "./program";

export interface Offline {
  folder: string;
  stack: string;
  standIn: Partial<StandIn>;
  /** KEY=VALUE, over the stack's config. */
  config: string[];
}

/** Runs a Pulumi program with the config of a stack; an account, a Region and other stacks are stand-ins. */
export async function runOffline({ folder, stack, standIn: given, config }: Offline): Promise<Deployment> {
  const project = readProject(folder);
  const stackConfig = withConfig(readStack(folder, stack), config);
  refuseDecidingSecrets(stackConfig);
  const standIn = standInFor(stackConfig.config["aws:region"], given);
  standInForSecrets(stackConfig, standIn);

  const secretKeys = [...stackConfig.secretKeys, ...project.secretKeys];
  const program = programOf(folder, project);
  const { states, stackReferences, warnings, errors } = await inFolder(folder, () =>
    runProgram(program, {
      ...{ ...stackConfig, secretKeys, stack, standIn },
      stackOutputs: standInArns(standIn),
    }),
  );
  if (errors.length > 0) throw new UsageError(errors.map(({ message }) => message).join("\n"));
  return {
    ...{ project: stackConfig.project, stack, source: "program, run offline", resources: states },
    notes: [
      `Nothing was asked of AWS. Account ${standIn.accountId}, Region ${standIn.region} and partition ` +
        `${standIn.partition} stand in where the program's own providers name none, and so do the names and ARNs ` +
        "that AWS would assign.",
      ...stackConfig.secretKeys.map(
        (key) => `${key} is encrypted in the stack file; a stand-in took its place.`,
      ),
      ...stackReferences.map((name) => `Outputs of the stack ${name} are stand-ins.`),
    ],
    warnings,
    secrets: secretKeys.flatMap((key) => stackConfig.config[key] ?? []),
  };
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
