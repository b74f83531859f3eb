import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/folder";

interface Job {
  needs?: string;
  if?: string;
  permissions: Record<string, string>;
  outputs?: Record<string, string>;
  env: Record<string, string>;
  steps: Step[];
}
export interface Step {
  id?: string;
  name?: string;
  uses?: string;
  with?: Record<string, string>;
  "working-directory"?: string;
  run?: string;
}

/** The workflow that compares what a pull request changes. */
export function workflow(): { permissions: object; jobs: Record<string, Job> } {
  return parse(readFileSync(join(repository, ".github/workflows/access-diff.yml"), "utf8"));
}
