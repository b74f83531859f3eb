import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../plan/errors";
import type { StandIn } from "../plan/standIns";
import type { Separator } from "./csv";
import type { Deployment } from "./deployment";
import { definitionFile, fileNames, filesOf } from "./files";
import { madeIn } from "./made";
import { deploymentOf } from "./offline";
import { provenReviewOf } from "./proofs";
import { type Review, statementsOf } from "./review";
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
  /** Now, where it is not given. */
  date: string | undefined;
  /** Who makes it; else the machine tells. */
  by: string | undefined;
  separator: Separator;
}

/** Writes a review and says in a few lines what is in it. */
export async function make(wish: Wish): Promise<string> {
  const { state, folder = "", stack = "", out, date, by, separator, ...rest } = wish;
  const deployment =
    state === undefined
      ? await deploymentOf({ folder, stack, ...rest, isAccountOpen: true })
      : await readState(state);
  const { shown = (same: Review) => same } = deployment;
  const review = shown(provenReviewOf(deployment));
  refuseNone(review, deployment);
  const own = fileNames.map((name) => join(resolve(out), name));
  const { written } = deployment;
  const made = madeIn(wish.folder, date ?? new Date().toISOString(), by, {
    own,
    ...(written && { written }),
  });
  const files = (lastModified: string) => filesOf(review, { made, lastModified, separator });
  writeFiles(resolve(out), unchanged(resolve(out), files, date, made.date));
  return report(review, out);
}

/** Where the folder has an OSCAL file that says the same, its time stays, unless another is asked for. */
function unchanged(
  out: string,
  files: (lastModified: string) => Record<string, string>,
  asked: string | undefined,
  now: string,
): Record<string, string> {
  const before = asked === undefined ? textOf(join(out, definitionFile)) : "";
  const [, since = now] = /"last-modified": "([^"]+)"/.exec(before) ?? [];
  const same = files(since);
  return same[definitionFile] === before ? same : files(now);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // There is none yet.
  }
}

function refuseNone({ components, stack }: Review, { resources, source }: Deployment): void {
  if (components.length > 0) return;
  throw new UsageError(
    `There is no HipaaIamComponent in the stack ${stack} (${source}, ${resources.length} resources). ` +
      "Review a stack that makes one.",
  );
}

function report({ components, notes, warnings, proven = [] }: Review, out: string): string {
  const roles = components.flatMap((component) => component.roles);
  const statements = roles.flatMap(statementsOf);
  const unknown = statements.filter(({ reason }) => reason === "").length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return [
    `${count(components.length, "component")}, ${count(roles.length, "role")}, ` +
      `${count(statements.length, "statement")}, ${unknown} without a known reason.`,
    ...proven,
    ...notes,
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Written to ${out}. Open ${out}/review.html.`,
    "",
  ].join("\n");
}
