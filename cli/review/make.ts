import { resolve } from "node:path";
import { UsageError } from "../plan/errors";
import type { StandIn } from "../plan/standIns";
import type { Deployment } from "./deployment";
import { filesOf } from "./files";
import { deploymentOf } from "./offline";
import { type Review, statementsOf } from "./review";
import { reviewOf } from "./reviewing";
import { readState } from "./state";
import { writeFiles } from "./writeFiles";

/** What the options of the command ask for: a state, or a stack of the program in a folder. */
export interface Wish {
  state: string | undefined;
  folder: string | undefined;
  stack: string | undefined;
  out: string;
  /** KEY=VALUE. */
  config: string[];
  standIn: Partial<StandIn>;
  /** Of the OSCAL file. */
  date: string;
}

/** Writes a review and says in a few lines what is in it. */
export async function make({ state, folder = "", stack = "", out, date, ...rest }: Wish): Promise<string> {
  const deployment =
    state === undefined ? await deploymentOf({ folder, stack, ...rest }) : await readState(state);
  const review = reviewOf(deployment);
  refuseNone(review, deployment);
  writeFiles(resolve(out), filesOf(review, date));
  return report(review, out);
}

function refuseNone({ components, stack }: Review, { resources, source }: Deployment): void {
  if (components.length > 0) return;
  throw new UsageError(
    `There is no HipaaIamComponent in the stack ${stack} (${source}, ${resources.length} resources). ` +
      "Review a stack that makes one.",
  );
}

function report({ components, notes, warnings }: Review, out: string): string {
  const roles = components.flatMap((component) => component.roles);
  const statements = roles.flatMap(statementsOf);
  const unknown = statements.filter(({ reason }) => reason === "").length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return [
    `${count(components.length, "component")}, ${count(roles.length, "role")}, ` +
      `${count(statements.length, "statement")}, ${unknown} without a known reason.`,
    ...notes,
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Written to ${out}. Open ${out}/review.html.`,
    "",
  ].join("\n");
}
