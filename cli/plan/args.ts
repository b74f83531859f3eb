import Module from "node:module";
import { dirname, sep } from "node:path";

type CheckedArgs = (checks: unknown, given: unknown) => unknown;
type Checks = { checkedArgs?: CheckedArgs };
type Load = (request: string, parent: NodeModule | undefined, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load }; // A part of Node.js that has no types.

const component = /[/\\]components[/\\]hipaaIam\w+\.[jt]s$/;
const checks = /[/\\]components[/\\]inputs[/\\]resolve\.[jt]s$/;
/** Of the copies of this package that programs have loaded. */
const folders = new Set<string>();

const isOfSdk = (file: string) => /[/\\]node_modules[/\\]@pulumi[/\\]/.test(file) || file.startsWith("node:");

/** Whether code of this package calls a function, or of the SDK for its own sake, and none of the program. */
export function isCalledByPackage(called: object): boolean {
  const caller = callersOf(called).find((file) => !isOfSdk(file) && !isOfCommand(file));
  return caller === undefined || isOfPackage(caller);
}

/** Whether code of the program calls a function itself, or by way of this command, and nothing else that it calls does. */
export function isCalledByProgram(called: object, isByCommand = false): boolean {
  const caller = callersOf(called).find((file) => file !== "" && !(isByCommand && isOfCommand(file)));
  return caller !== undefined && ![isOfSdk, isOfCommand, isOfPackage].some((isOf) => isOf(caller));
}

const isOfCommand = (file: string) => file.startsWith(__dirname + sep);
const isOfPackage = (file: string) => [...folders].some((folder) => file.startsWith(folder));

/** The files of those who called a function, the last first. What the language has of its own is in none. */
function callersOf(called: object): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const held: { stack?: unknown } = {};
  Error.stackTraceLimit = 10;
  Error.prepareStackTrace = (_, callers) => callers.map((caller) => caller.getFileName() ?? "");
  try {
    Error.captureStackTrace(held, called as () => void);
    return held.stack as string[];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/**
 * Makes something of what each component of this package is given, before the component checks it. The program has a copy
 * of the package that may be another than this one, and may load it later.
 */
export function watchArgs(make: (given: unknown) => unknown): void {
  const watched = new WeakSet<Checks>();
  const watch = (module: Checks) => {
    const { checkedArgs } = module;
    if (!checkedArgs || watched.has(module)) return;
    watched.add(module);
    const making: CheckedArgs = (checks, given) => checkedArgs(checks, make(given));
    Reflect.set(module, "checkedArgs", making); // Not where tests run the sources: what loads these lets nothing be set.
  };
  for (const [file, module] of Object.entries(require.cache)) {
    if (!module || !checks.test(file)) continue;
    folders.add(dirname(dirname(file)) + sep);
    watch(module.exports as Checks);
  }
  const load = loader._load;
  loader._load = (request, parent, ...rest) => {
    const module = load(request, parent, ...rest);
    if (parent && request === "./inputs/resolve" && component.test(parent.filename)) {
      folders.add(dirname(parent.filename) + sep);
      watch(module as Checks);
    }
    return module;
  };
}
