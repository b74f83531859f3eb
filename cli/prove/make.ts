import { resolve } from "node:path";
import { UsageError } from "../plan/errors";
import type { StandIn } from "../plan/standIns";
import { deploymentOf } from "../review/offline";
import { outcomesOf } from "../review/proving";
import type { ReviewedPromise } from "../review/review";
import { besidesOf, maskOf } from "../review/reviewing";
import { readState } from "../review/state";
import { componentsOf } from "../review/subjects";
import type { Universe } from "../theorems/decide";
import { writeProblems } from "./problems";

/** What the options of the command ask for. */
export interface Wish {
  state: string | undefined;
  folder: string | undefined;
  stack: string | undefined;
  /** KEY=VALUE. */
  config: string[];
  standIn: Partial<StandIn>;
  /** A folder for the questions in SMT-LIB. */
  smt: string | undefined;
  universe: Universe;
}

/** What became of a promise, and of which component. */
export type Outcome = ReviewedPromise & { component: string };

/** Proves the promises of each component of a stack, with all that the stack attaches to its roles. */
export async function outcomesFor({ state, folder = "", stack = "", smt, universe, ...rest }: Wish): Promise<{
  outcomes: Outcome[];
  notes: string[];
}> {
  const deployment =
    state === undefined ? await deploymentOf({ folder, stack, ...rest }) : await readState(state);
  const { resources, notes, shown = (same) => same } = deployment;
  const components = componentsOf(resources, deployment);
  if (components.length === 0) {
    throw new UsageError(
      `There is no HipaaIamComponent in the stack ${deployment.stack} (${deployment.source}, ${resources.length} resources).`,
    );
  }
  const roleless = components.find(({ subjects }) => !subjects.has("backend"));
  if (roleless) {
    throw new UsageError(
      `The stack ${deployment.stack} has the HipaaIamComponent ${roleless.name} without its role, as an update that broke off leaves it. There is nothing to prove of it. Run pulumi up, and give the state that it leaves.`,
    );
  }
  const asked = components.map((component) => ({ component, outcomes: outcomesOf(component, universe) }));
  const outcomes = asked.flatMap(({ component, outcomes }) =>
    outcomes.map((one): Outcome => ({ component: component.name, ...one })),
  );
  const mask = maskOf(deployment);
  const told = besidesOf(deployment);
  const written =
    smt === undefined ? [] : [writeProblems(resolve(smt), asked, { mask: maskOf(deployment, true), shown })];
  return shown({
    outcomes: mask(outcomes),
    notes: [...mask([...told.warnings, ...told.notes, ...notes]), ...written],
  });
}
