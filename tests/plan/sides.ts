import { compare } from "../../cli/diff/compare";
import { accessIn, header, projectIn } from "./programs";

/** Program and config of the AWS provider and of the engine. */
export type Side = [program: string, config?: string];

/** Makes a project with a stack t in a folder. */
export const projectOf = (folder: string, [program, config = ""]: Side) =>
  projectIn(folder, { index: header + program, config });

/** What a comparison of two programs comes to. */
export async function comparedIn(folder: string, old: Side, now: Side) {
  const access = (side: Side) => accessIn(projectOf(folder, side));
  return compare(await access(old), await access(now));
}
