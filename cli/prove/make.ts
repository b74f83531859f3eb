import { UsageError } from "../plan/errors";
import { masker, secretsOf } from "../plan/secrets";
import type { StandIn } from "../plan/standIns";
import { deploymentOf } from "../review/offline";
import { readState } from "../review/state";
import { type Outcome, outcomesOf } from "./proving";
import { componentsOf } from "./subjects";

/** What the options of the command ask for. */
export interface Wish {
  state: string | undefined;
  folder: string | undefined;
  stack: string | undefined;
  /** KEY=VALUE. */
  config: string[];
  standIn: Partial<StandIn>;
}

/** Proves the promises of each component of a stack, with all that the stack attaches to its roles. */
export async function outcomesFor({ state, folder = "", stack = "", ...rest }: Wish): Promise<{
  outcomes: Outcome[];
  notes: string[];
}> {
  const deployment =
    state === undefined ? await deploymentOf({ folder, stack, ...rest }) : await readState(state);
  const { resources, notes, shown = (same) => same } = deployment;
  const components = componentsOf(resources);
  if (components.length === 0) {
    throw new UsageError(
      `There is no HipaaIamComponent in the stack ${deployment.stack} (${deployment.source}, ${resources.length} resources).`,
    );
  }
  const accounts = components.map(({ scope }) => scope.accountId);
  const secrets = secretsOf(resources).filter((text) => !deployment.isUnknown?.(text));
  const mask = masker([...deployment.secrets, ...secrets], accounts);
  return shown({ outcomes: mask(components.flatMap(outcomesOf)), notes: mask(notes) });
}
