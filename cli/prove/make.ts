import { UsageError } from "../plan/errors";
import type { StandIn } from "../plan/standIns";
import { deploymentOf } from "../review/offline";
import { outcomesOf } from "../review/proving";
import type { ReviewedPromise } from "../review/review";
import { maskOf } from "../review/reviewing";
import { readState } from "../review/state";
import { componentsOf } from "../review/subjects";

/** What became of a promise, and of which component. */
export type Outcome = ReviewedPromise & { component: string };

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
  const outcomes = components.flatMap((component) =>
    outcomesOf(component).map((one): Outcome => ({ component: component.name, ...one })),
  );
  const mask = maskOf(deployment);
  return shown({ outcomes: mask(outcomes), notes: mask(notes) });
}
