import Module, { createRequire } from "node:module";
import { join } from "node:path";

type Resolve = (request: string, parent: NodeModule | undefined, ...rest: unknown[]) => string;
const loader = Module as unknown as { _resolveFilename: Resolve };

/**
 * Gives all modules the program's copy of Pulumi's SDK. The stand-in for the engine is put into one copy: a program that
 * finds another one, as where this package is linked into it, would look for a real engine.
 */
export function useSdkOf(folder: string): void {
  const program = createRequire(join(folder, "package.json"));
  const sdk = /^@pulumi\/pulumi(\/|$)/;
  const copyOf = (from: NodeRequire) => {
    try {
      return from.resolve("@pulumi/pulumi");
    } catch {
      return undefined;
    }
  };
  const copy = copyOf(program);
  if (copy === undefined || copy === copyOf(createRequire(__filename))) return;
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, parent, ...rest) =>
    sdk.test(request) ? program.resolve(request) : resolve(request, parent, ...rest);
}
