import { EventEmitter } from "node:events";
import * as pulumi from "@pulumi/pulumi";
import {
  type Invoke,
  RecordingMonitor,
  type RegisteredResource,
  type ResourceState,
  type StandIn,
} from "./monitor";

// Parts of the SDK's runtime that have no types.
const runtime = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
const { leakedPromises } = require("@pulumi/pulumi/runtime/debuggable") as { leakedPromises(): unknown };

/** A program run with nothing but this process: what it asked for, and what it said. */
export interface Run {
  resources: RegisteredResource[];
  /** The same resources as a state would have them. */
  states: ResourceState[];
  invokes: Invoke[];
  /** Names of the stacks whose outputs it read. */
  stackReferences: string[];
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
  /** What a stack reference finds. */
  stackOutputs?: Record<string, unknown>;
}

export const defaultStandIn: StandIn = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/** The stand-in for a stack: what is given comes first, then the Region of its config. */
export function standInFor(configRegion: string | undefined, given: Partial<StandIn>): StandIn {
  const region = given.region ?? configRegion ?? defaultStandIn.region;
  const [, prefix = ""] = /^(us-gov|cn)-/.exec(region) ?? [];
  const partition = prefix ? `aws-${prefix}` : "aws";
  return { ...defaultStandIn, partition, ...given, region };
}

/** Runs a Pulumi program on a mock monitor, as the Node.js runtime runs it on the engine. */
export async function runProgram(program: () => unknown, options: RunOptions = {}): Promise<Run> {
  const { project = "hipaa-iam", stack = "test", standIn = defaultStandIn } = options;
  const monitor = await RecordingMonitor.install(project, stack, standIn, options);
  pulumi.runtime.setAllConfig(options.config ?? {}, options.secretKeys ?? []);

  const heard = listen();
  try {
    const failed = new Promise((resolve) => heard.events.once("error", resolve));
    // What waits for something that failed waits for ever, the stack's outputs among it.
    await Promise.race([pulumi.runtime.runInPulumiStack(async () => program()), failed]).catch(heard.add);
    // Registrations go on after the program's last line, and so do failures inside Outputs.
    await Promise.race([runtime.waitForRPCs(), failed]);
    await settled();
  } finally {
    heard.stop();
    if (heard.errors.size > 0) leakedPromises(); // Forgets them, or the SDK complains of them at exit.
  }
  const { warnings, errors } = heard;
  const { resources, states, invokes, stackReferences } = monitor;
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return { resources, states, invokes, stackReferences, outputs, warnings, errors: [...errors] };
}

/** Lets what is under way in this process come to an end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

/** Without an engine the SDK logs to the console, and a failure inside an Output is an unhandled rejection. */
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
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", add);
  const stop = () => {
    Object.assign(console, { warn, error });
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  };
  return { warnings, errors, events, add, stop };
}
