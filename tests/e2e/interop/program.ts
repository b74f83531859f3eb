import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyOf, repository } from "../support/project";
import { TestStack } from "../support/stack";

/** Texts "Output of undefined" and "Output of null" stand for these. */
export type Args = Record<string, unknown>;

export interface ProgramConfig {
  args: Args;
  /** Class of the component that is made; without it HipaaIamComponent. */
  component?: string;
  /** Names of args that are secrets. */
  secrets?: string[];
  /** Keys of tags whose values are secrets. */
  secretTags?: string[];
  /** Region of an explicit provider. */
  region?: string;
  /** Of `provided`: args of its provider, and the tags that it puts on resources of a type. */
  provider?: Args;
  tagged?: { by?: "transformations" | "transforms"; type: string; tags: Record<string, string> };
}

/** A stack of a program that makes a component "app": from the schema alone, or by importing the package. */
export async function openProgram(
  program: "remote" | "direct" | "provided",
  endpoint: string,
  { args, component, secrets = [], secretTags = [], region, provider, tagged }: ProgramConfig,
): Promise<TestStack> {
  const folder = copyOf("tests/e2e/interop");
  copyFileSync(join(repository, "components/schema.json"), join(folder, "schema.json"));
  const project = {
    name: "interop",
    main: `programs/${program}.js`,
    runtime: { name: "nodejs", options: { typescript: false } },
    plugins: { providers: [{ name: "hipaa-iam", path: repository }] },
  };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
  const stack = await TestStack.open(folder, "dev", endpoint);
  await stack.configure({
    args: JSON.stringify(args),
    secrets: JSON.stringify(secrets),
    secretTags: JSON.stringify(secretTags),
    ...(component && { component }),
    ...(region && { region }),
    ...(provider && { provider: JSON.stringify(provider) }),
    ...(tagged && { tagged: JSON.stringify(tagged) }),
  });
  return stack;
}

/** The state as it lies on the disk, where secrets are encrypted. */
export function stateOf({ folder }: TestStack): string {
  return readFileSync(join(folder, ".state/.pulumi/stacks/interop/dev.json"), "utf8");
}
