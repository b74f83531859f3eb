import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { installPython } from "../../support/python";

const requirement = "moto[server,iam,sts,kms,s3,secretsmanager]==5.2.5";
const venv = resolve(__dirname, "../../../.cache/moto-5.2.5");

/** The Python that has moto. */
export const motoPython = join(venv, "bin/python");

/** Installs moto, the local AWS API. */
export const installMoto = () => installPython(venv, "moto, the local AWS API,", requirement);

export interface Api {
  /** Such as http://127.0.0.1:41234. */
  endpoint: string;
  stop(): Promise<void>;
}

/**
 * moto's own server takes requests in many threads, and its backends are not made for that: now and then one of two at
 * once meets an error of Python. Here each waits for the one before.
 */
const program = `
from threading import Lock
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

api = DomainDispatcherApplication(create_backend_app)
one_at_a_time = Lock()

def serve(environ, start_response):
    with one_at_a_time:
        return api(environ, start_response)

run_simple("127.0.0.1", 0, serve, threaded=True)
`;

/** Starts an AWS API without any resource, on a free port of this machine. */
export async function startApi(): Promise<Api> {
  const server = spawn(motoPython, ["-c", program], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const lines = createInterface(server.stderr);
  const endpoint = await new Promise<string>((resolve, reject) => {
    const said: string[] = [];
    lines.on("line", (line) => {
      said.push(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    server.once("close", () => reject(new Error(`moto did not start:\n${said.join("\n")}`)));
  });
  lines.removeAllListeners("line").resume(); // What it logs of each request has no reader.
  return {
    endpoint,
    stop: () => {
      server.kill("SIGKILL");
      return ended;
    },
  };
}

/** moto's own account. Credentials of a role of another account lead into that one: MOTO_ACCOUNT_ID would forbid it. */
export const accountId = "123456789012";

/** An API of its own for the tests of the surrounding suite. */
export function localApi(): () => string {
  let api: Api;
  before(async () => {
    api = await startApi();
  });
  after(() => api.stop());
  return () => api.endpoint;
}
