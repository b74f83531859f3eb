import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { workingFolder } from "./entry";
import { readProject } from "./stackFile";

type Resolve = (request: string, parent: NodeModule | undefined, ...rest: unknown[]) => string;
// Parts of Node.js that have no types.
const loader = Module as unknown as {
  _resolveFilename: Resolve;
  _nodeModulePaths(folder: string): string[];
};

/**
 * Gives all modules the copy of Pulumi's SDK that the program of a project has. The stand-in for the engine is put into one
 * copy: a program that finds another one, as where this package is linked into it, would look for a real engine.
 */
export function useSdkOf(project: string): void {
  const folder = workingFolder(project, readProject(project).main);
  const copyOf = (from: string) => {
    try {
      return createRequire(from).resolve("@pulumi/pulumi");
    } catch {
      return undefined;
    }
  };
  const copy = copyOf(join(folder, "package.json"));
  if (copy === undefined || copy === copyOf(__filename)) return;
  const program = new Module(join(folder, "package.json"));
  program.paths = loader._nodeModulePaths(folder);
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, parent, ...rest) =>
    resolve(request, /^@pulumi\/pulumi(\/|$)/.test(request) ? program : parent, ...rest);
}
