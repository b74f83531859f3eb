import { spawn } from "node:child_process";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest, type GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";

/** What a process tells of itself when it is asked to end. */
export interface PluginRun {
  schema: string;
  /** Seconds of processor time of the whole process, and the most memory that it had, in megabytes. */
  cpu: number;
  memory: number;
}

/** Starts a folder as a plugin, as Pulumi's host for Node.js does from a program's folder, and asks it for its schema. */
export async function runPlugin(folder: string, program: string): Promise<PluginRun> {
  const runner = join(folder, "node_modules/@pulumi/pulumi/cmd/run-plugin");
  const plugin = spawn(process.execPath, ["--require", join(__dirname, "reportUsage.js"), runner, folder], {
    cwd: program,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = new Promise<never>((_, reject) => {
    let said = "";
    plugin.stderr?.on("data", (text) => {
      said += text;
    });
    plugin.on("exit", (code) => reject(new Error(`The plugin ended with ${code}: ${said}`)));
  });
  ended.catch(() => {});
  try {
    const port = await Promise.race([ended, new Promise((tell) => plugin.stdout?.once("data", tell))]);
    const schema = await Promise.race([ended, schemaFrom(Number(String(port)))]);
    const told = new Promise<Omit<PluginRun, "schema">>((tell) => plugin.once("message", tell as never));
    plugin.send("report");
    return { schema, ...(await Promise.race([ended, told])) };
  } finally {
    plugin.kill();
  }
}

function schemaFrom(port: number): Promise<string> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
  });
  return new Promise<string>((resolve, reject) => {
    client.getSchema(new GetSchemaRequest(), (error: Error | null, answer: GetSchemaResponse) =>
      error ? reject(error) : resolve(answer.getSchema()),
    );
  }).finally(() => client.close());
}
