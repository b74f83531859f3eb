import { EventEmitter } from "node:events";
import * as pulumi from "@pulumi/pulumi";
import type { Invoke } from "./answers";
import { asking } from "./asking";
import { asOnEngine } from "./engineEnvironment";
import { UsageError } from "./errors";
import { idleWatch } from "./idle";
import { RecordingMonitor } from "./monitor";
import type { RegisteredResource, ResourceState } from "./resources";
import { defaultStandIn, type StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";

export { defaultStandIn };

// Parts of the SDK's runtime that have no types.
const runtime = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
const { getStore } = require("@pulumi/pulumi/runtime/state") as {
  getStore(): { settings: { options: Record<string, unknown> } };
};
const { leakedPromises } = require("@pulumi/pulumi/runtime/debuggable") as { leakedPromises(): unknown };

/** A program run with nothing but this process: what it asked for, and what it said. */
export interface Run {
  resources: RegisteredResource[];
  /** The same resources as a state would have them. */
  states: ResourceState[];
  invokes: Invoke[];
  /** Names of the stacks whose outputs it read. */
  stackReferences: string[];
  /** What it read that is not known, in words: outputs of them, resources that exist, answers of functions. */
  reads: string[];
  /** The origins of what is not known that it had in its hands, and not only in Outputs that it hands on. */
  seen: string[];
  /** What functions were sent, with the envelopes of secrets. */
  asked: unknown[];
  /** Policies that it gave as objects, with the envelopes of secrets. */
  documents: object[];
  /** What it asked for that only the engine does. */
  refused: string[];
  /** The stack's outputs; empty if the program failed before. */
  outputs: Record<string, unknown>;
  warnings: string[];
  /** What `pulumi up` would fail with. */
  errors: Error[];
}

export interface RunOptions {
  project?: string;
  stack?: string;
  standIn?: StandIn;
  /** Config as the program sees it, with full keys such as hipaa-iam:environment. */
  config?: Record<string, string>;
  secretKeys?: string[];
  preview?: boolean;
  /** What a stack reference finds. Without it that is not known. */
  stackOutputs?: Record<string, unknown>;
  /** The folder that the program is run in. Without it what its packages declare is not looked up. */
  folder?: string;
  /** The folder of Pulumi.yaml: what pulumi.getRootDirectory() tells. */
  root?: string;
  unknowns?: Unknowns;
  accountIsKnown?: boolean;
  /** What pulumi.getOrganization() tells. */
  organization?: string;
  /** Options of the runtime in Pulumi.yaml: the engine tells some of them. */
  runtimeOptions?: Record<string, unknown>;
  /** Milliseconds for a program that goes on by itself: its timers and files are waited for. Without it they are not. */
  patience?: number;
}

/** Runs a Pulumi program on a mock monitor, as the Node.js runtime runs it on the engine. */
export async function runProgram(program: () => unknown, options: RunOptions = {}): Promise<Run> {
  const { project = "hipaa-iam", stack = "test", standIn = defaultStandIn } = options;
  const monitor = await RecordingMonitor.install(project, stack, standIn, options);
  tellWhere(options);
  pulumi.runtime.setAllConfig(options.config ?? {}, options.secretKeys ?? []);
  const { folder, unknowns } = options;
  const running = () => runOn(monitor, program, options);
  if (folder === undefined || unknowns === undefined) return running();
  return asOnEngine({ ...options, project, stack, folder }, unknowns, monitor.references, running);
}

async function runOn(monitor: RecordingMonitor, program: () => unknown, options: RunOptions): Promise<Run> {
  const heard = listen();
  const idle = options.patience === undefined ? undefined : idleWatch(options.patience);
  try {
    const failed = new Promise((resolve) => heard.events.once("error", resolve));
    const outputsOf = async () => {
      const outputs = await program();
      return monitor.references?.closed(outputs) ?? outputs;
    };
    const running = pulumi.runtime.runInPulumiStack(outputsOf).catch(heard.add);
    // What waits for something that failed waits for ever, the stack's outputs among it.
    if (idle) await ended(idle, running, monitor, heard.errors).catch(heard.add);
    else await Promise.race([running, failed]);
    // Registrations go on after the program's last line, and so do failures inside Outputs.
    if (heard.errors.size === 0) await Promise.race([runtime.waitForRPCs(), failed]);
    await settled();
  } finally {
    heard.stop();
    asking.disable(); // Promises take longer while it is there.
    if (heard.errors.size > 0) leakedPromises(); // Forgets them, or the SDK complains of them at exit.
  }
  const { warnings, errors } = heard;
  const { resources, states, refused, asked, documents, answers } = monitor;
  const { invokes, stackReferences } = answers;
  const outputs = outputsOf(resources);
  const reads = [...(monitor.references?.origins ?? []), ...answers.reads].sort();
  return {
    ...{ resources, states, invokes, stackReferences, reads, refused, asked, documents },
    seen: [...(monitor.references?.seen ?? [])].sort(),
    ...{ outputs, warnings, errors: [...errors] },
  };
}

/** The stack's. */
export const outputsOf = (resources: RegisteredResource[]) =>
  resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};

/** What the engine says of itself to the program. */
function tellWhere({ organization, root }: RunOptions): void {
  const { options } = getStore().settings;
  if (organization !== undefined) options.organization = organization;
  if (root !== undefined) {
    options.rootDirectory = root;
    Object.assign(pulumi.runtime, { hasEngine: () => true });
  }
}

/** Waits until the program leaves nothing to do, and fails where something still waits then: it would wait for ever. */
async function ended(
  idle: ReturnType<typeof idleWatch>,
  running: Promise<unknown>,
  { resources }: RecordingMonitor,
  errors: Set<Error>,
): Promise<void> {
  let [before, isComplete] = [0, false];
  do {
    before = resources.length;
    await idle(() => errors.size > 0);
  } while (resources.length > before && errors.size === 0);
  void running.then(runtime.waitForRPCs).then(() => {
    isComplete = true;
  });
  await settled();
  if (isComplete || errors.size > 0) return;
  throw new UsageError("The program waits for something that never comes: a promise that nothing resolves.");
}

/** Lets what is under way in this process come to an end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

/**
 * Without an engine the SDK logs to the console, a failure inside an Output is an unhandled rejection, and one in a timer
 * is not caught at all.
 */
function listen() {
  const warnings: string[] = [];
  const errors = new Set<Error>();
  const events = new EventEmitter().on("error", () => {});
  const add = (error: Error) => {
    errors.add(error);
    events.emit("error", error);
  };
  const { warn, error } = console;
  console.warn = (message: string) => warnings.push(String(message).replace(/^warning: \[runtime\] /, ""));
  console.error = () => {}; // What it logs also arrives as a rejection.
  const restore = [only("unhandledRejection", add), only("uncaughtException", add)];
  const stop = () => {
    Object.assign(console, { warn, error });
    for (const one of restore) one();
  };
  return { warnings, errors, events, add, stop };
}

/** Puts a listener in the place of all others; what it returns puts them back. */
function only(event: "unhandledRejection" | "uncaughtException", listener: (error: Error) => void) {
  const others = process.rawListeners(event) as ((error: unknown) => void)[];
  process.removeAllListeners(event);
  process.on(event, listener);
  return () => {
    process.removeAllListeners(event);
    for (const other of others) process.on(event, other);
  };
}
