import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { UsageError } from "../plan/errors";

/** The local AWS API that answers what policies let through. */
export const motoVersion = "5.2.5";

/**
 * moto's own server takes requests in many threads, and its backends are not made for that: here each waits for the one
 * before. And it closes the connection behind each answer: here a body is read to its end first, so that the next request
 * can follow it. It ends with who started it, however that ends.
 */
const imports = [
  // Lines of their own, or those who lint the package take the command for an ES module.
  "import io, os, sys, threading",
  "from moto.server import DomainDispatcherApplication, create_backend_app",
  "from werkzeug.serving import WSGIRequestHandler, run_simple",
];
const program = `${imports.join("\n")}

api = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()

def answered(environ):
    told = []
    with one_at_a_time:
        try:
            parts = api(environ, lambda status, headers, _=None: told.extend((status, headers)))
            return told[0], told[1], b"".join(parts)
        except Exception as error:
            return "500 Internal Server Error", [], repr(error).encode()

class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_expect_100(self):
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def run_wsgi(self):
        environ = self.make_environ()
        sent = environ["wsgi.input"]
        chunked = "wsgi.input_terminated" in environ
        body = sent.read() if chunked else sent.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        status, headers, body = answered(environ)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        if code not in ("204", "304") and all(name.lower() != "content-length" for name, _ in headers):
            self.send_header("Content-Length", len(body))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_request(self, *_):
        pass

def end_with_parent():
    sys.stdin.read()
    os._exit(0)

threading.Thread(target=end_with_parent, daemon=True).start()
run_simple("127.0.0.1", 0, api, threaded=True, request_handler=Handler)
`;

export interface Started {
  /** Such as http://127.0.0.1:41234. */
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts moto on a free port of this machine, with settings of its own. */
export async function startMoto(python: string, settings: Record<string, string>): Promise<Started> {
  const server = spawn(python, ["-c", program], {
    env: { ...process.env, ...settings },
    stdio: ["pipe", "ignore", "pipe"],
    detached: true, // Ctrl-C is for who started it, and ends it in its turn.
  });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const endpoint = await addressOf(server);
  return {
    endpoint,
    stop: () => {
      server.kill("SIGKILL");
      return ended;
    },
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    server.once("error", (error) => reject(new UsageError(`moto did not start: ${error.message}`)));
    server.once("close", () => reject(new UsageError(`moto did not start:\n${said.join("\n")}`)));
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      if (said.length < 50) said.push(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
}

/** The Python of a virtual environment with moto, in the user's cache; it is made once. */
export async function pythonWithMoto(say: (text: string) => void): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const venv = join(cache, "hipaa-iam", `moto-${motoVersion}`);
  const [python, half] = [join(venv, "bin/python"), `${venv}.${process.pid}`];
  if (existsSync(python)) return python;
  say(`Installing moto ${motoVersion}, the local AWS API, into ${venv} (once, a minute or two).`);
  const run = promisify(execFile);
  try {
    mkdirSync(dirname(venv), { recursive: true });
    await run("python3", ["-m", "venv", half]);
    const packages = `moto[server,kms,s3,secretsmanager]==${motoVersion}`;
    await run(join(half, "bin/python"), ["-m", "pip", "install", "--quiet", packages]);
    renameSync(half, venv); // Only a whole installation gets the name.
    return python;
  } catch (error) {
    if (existsSync(python)) return python; // Another sandbox has made it meanwhile.
    const why = (error as Error).message.split("\n")[0];
    throw new UsageError(
      `moto cannot be installed: ${why}. It needs Python 3.10 or later and a package index; else give a Python that has ` +
        "moto[server] as --python, or another local AWS API as --backend.",
    );
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
