import {
  LocalWorkspace,
  type PreviewOptions,
  type PulumiFn,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { type EngineRun, Recorder } from "./operations";
import { cliEnvironment } from "./project";

export interface StackOptions {
  /** The program, run in this process, which starts faster than the language host. Without it: the checkout's. */
  program?: PulumiFn;
  /** Added to what the CLI gets: credentials of another account, say. */
  environment?: Record<string, string>;
}

/** A stack of a checkout, driven as a person drives it. Its operations do not throw where the engine fails. */
export class TestStack {
  private constructor(
    readonly folder: string,
    readonly environment: Record<string, string>,
    readonly stack: Stack,
  ) {}

  static async open(folder: string, stackName: string, endpoint: string, options: StackOptions = {}) {
    const environment = { ...cliEnvironment(folder, endpoint), ...options.environment };
    const workspace = { workDir: folder, envVars: environment };
    const { program } = options;
    const stack = program
      ? await LocalWorkspace.createOrSelectStack({ stackName, projectName: "hipaa-iam", program }, workspace)
      : await LocalWorkspace.createOrSelectStack({ stackName, workDir: folder }, workspace);
    // After each run the API would start the CLI three times more, to read outputs and history.
    Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
    return new TestStack(folder, environment, stack);
  }

  preview = (options: PreviewOptions = {}) =>
    record((onEvent) => this.stack.preview({ ...options, onEvent }));
  up = (options: UpOptions = {}) => record((onEvent) => this.stack.up({ ...options, onEvent }));
  refresh = () => record((onEvent) => this.stack.refresh({ onEvent }));
  destroy = () => record((onEvent) => this.stack.destroy({ onEvent }));

  /** Sets plain config by its short keys; a member is given as a path, such as `tags.Team`. Undefined removes a key. */
  async configure(values: Record<string, string | undefined>): Promise<void> {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) await this.stack.removeConfig(key);
      else await this.stack.setConfig(key, { value }, /[.[]/.test(key));
    }
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = await this.stack.workspace.stackOutputs(this.stack.name);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The inputs of each resource in the state, by URN, with secrets shown. */
  async inputs(): Promise<Record<string, Record<string, unknown>>> {
    const { deployment } = await this.stack.exportStack();
    const resources: { urn: string; inputs?: Record<string, unknown> }[] = deployment.resources ?? [];
    return Object.fromEntries(resources.map(({ urn, inputs = {} }) => [urn, shown(inputs)]));
  }
}

/** Opens the envelopes in which `pulumi stack export --show-secrets` gives secrets. */
function shown(inputs: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(inputs).map(([key, value]) => {
    const { plaintext } = (value ?? {}) as { plaintext?: string };
    return [key, plaintext === undefined ? value : JSON.parse(plaintext)];
  });
  return Object.fromEntries(entries);
}

async function record(
  run: (onEvent: Recorder["onEvent"]) => Promise<{ stdout: string; stderr: string }>,
): Promise<EngineRun> {
  const recorder = new Recorder();
  try {
    const { stdout } = await run(recorder.onEvent);
    return recorder.run(stdout, true);
  } catch (error) {
    const { commandResult } = error as { commandResult?: { stdout: string } };
    if (!commandResult) throw error;
    return recorder.run(commandResult.stdout, false);
  }
}
