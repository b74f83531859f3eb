import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { type EngineRun, Recorder } from "./operations";
import { cliEnvironment } from "./project";

/** A stack of a checkout, driven as a person drives it. Its operations do not throw where the engine fails. */
export class TestStack {
  private constructor(
    readonly folder: string,
    readonly stack: Stack,
  ) {}

  /** `environment` is added to what the CLI gets: credentials of another account, say. */
  static async open(
    folder: string,
    name: string,
    endpoint: string,
    environment: Record<string, string> = {},
  ): Promise<TestStack> {
    const envVars = { ...cliEnvironment(folder, endpoint), ...environment };
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: name, workDir: folder }, { envVars });
    return new TestStack(folder, stack);
  }

  preview = () => record((onEvent) => this.stack.preview({ onEvent }));
  up = () => record((onEvent) => this.stack.up({ onEvent }));
  refresh = () => record((onEvent) => this.stack.refresh({ onEvent }));
  destroy = () => record((onEvent) => this.stack.destroy({ onEvent }));

  /** Sets plain config by its short keys; maps are given as paths, such as `tags.Team`. */
  async configure(values: Record<string, string>): Promise<void> {
    for (const [key, value] of Object.entries(values)) {
      await this.stack.setConfig(key, { value }, key.includes("."));
    }
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = await this.stack.outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The whole state, as text: nothing secret may be in it. */
  async state(): Promise<string> {
    return JSON.stringify(await this.stack.exportStack());
  }
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
