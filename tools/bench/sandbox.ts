import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { endWith } from "../../tests/support/command";
import { textTable } from "../table";

const repository = resolve(__dirname, "../..");
const connections = 16;
const [warming, measured] = [500, 3_000];

/** Uploads, a key, a model, and one in four that is refused. */
function requestsOf(variables: Record<string, string>): ((at: number) => Sent)[] {
  const { DOCUMENTS_BUCKET, BACKUPS_BUCKET, MASTER_KEY_ARN } = variables;
  const converse = { service: "bedrock", method: "POST", path: "/model/anthropic.claude-haiku-5-5/converse" };
  const target = { "x-amz-target": "TrentService.Encrypt", "content-type": "application/x-amz-json-1.1" };
  const encrypt = JSON.stringify({ KeyId: MASTER_KEY_ARN, Plaintext: "YQ==" });
  const put = (path: string) => ({ service: "s3", method: "PUT", path, body: "x".repeat(4096) });
  return [
    (at) => put(`/${DOCUMENTS_BUCKET}/tenants/1/${at % 100}`),
    () => ({ service: "kms", method: "POST", path: "/", headers: target, body: encrypt }),
    () => ({ ...converse, body: "{}" }),
    (at) => put(`/${BACKUPS_BUCKET}/${at}`), // Without If-None-Match.
  ];
}

interface Sent {
  service: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body: string;
}

/** `npm run bench:sandbox`: requests a second of the sandbox as users run it, on moto, and what memory it takes. */
async function main(): Promise<number> {
  const args = ["dist/cli/main.js", "sandbox", "--stack", "dev", "--as-role", "--json"];
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const variables = await variablesIn(child);
    const statuses = new Map<number, number>();
    const send = sender(variables, (status) => statuses.set(status, (statuses.get(status) ?? 0) + 1));
    await load(warming, send);
    statuses.clear();
    const [own, moto] = processesOf(child);
    const [before, begun] = [peakOf(child), performance.now()];
    const spent = [cpuOf(own), cpuOf(moto)] as const;
    await load(measured, send);
    const seconds = (performance.now() - begun) / 1000;
    // Each has a core of its own: the busier of the two is how fast they can be.
    const [cpu, motos] = [cpuOf(own) - spent[0], cpuOf(moto) - spent[1]];
    const each = (spent: number) => ((spent / measured) * 1000).toFixed(2);
    const told = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
    console.log(
      textTable([
        [
          "requests/s",
          "with two cores",
          "CPU ms each",
          "of moto",
          "answers",
          `peak MB after ${warming}`,
          "at the end",
        ],
        [
          ...[(measured / seconds).toFixed(0), (measured / Math.max(cpu, motos)).toFixed(0)],
          ...[each(cpu), each(motos), told, before.toFixed(0), peakOf(child).toFixed(0)],
        ],
      ]),
    );
  } finally {
    child.kill("SIGINT");
    await once(child, "close");
  }
  return 0;
}

function variablesIn(child: ChildProcess): Promise<Record<string, string>> {
  return new Promise((found, failed) => {
    child.once("close", () => failed(new Error("The sandbox has ended.")));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      if (line.startsWith('{"variables"')) found(JSON.parse(line).variables);
    });
  });
}

function sender(variables: Record<string, string>, tell: (status: number) => void) {
  const { AWS_ENDPOINT_URL = "", AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, NODE_EXTRA_CA_CERTS = "" } = variables;
  const ca = readFileSync(NODE_EXTRA_CA_CERTS);
  const agent = new Agent({ ca, keepAlive: true, maxSockets: connections });
  const kinds = requestsOf(variables);
  return (at: number) =>
    new Promise<void>((done, failed) => {
      const { service, method, path, headers, body } = (kinds[at % kinds.length] as (at: number) => Sent)(at);
      const scope = `${AWS_ACCESS_KEY_ID}/20261129/us-east-1/${service}/aws4_request`;
      const signed = {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
        "x-amz-security-token": AWS_SESSION_TOKEN,
        "content-length": Buffer.byteLength(body),
      };
      request(new URL(path, AWS_ENDPOINT_URL), { agent, method, headers: { ...signed, ...headers } })
        .once("response", (answer) => {
          tell(answer.statusCode ?? 0);
          answer.resume().once("end", done);
        })
        .once("error", failed)
        .end(body);
    });
}

async function load(count: number, send: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await send(next++);
  };
  await Promise.all(Array.from({ length: connections }, one));
}

/** Of the sandbox's own process, in MB; what moto stores takes moto's. */
function peakOf({ pid }: ChildProcess): number {
  const [, kilobytes = "0"] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(join("/proc", String(pid), "status"), "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** The sandbox's own process, and moto's. */
function processesOf({ pid }: ChildProcess): [own: string, moto: string] {
  const [moto = ""] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  return [String(pid), moto];
}

/** Seconds of the processor that a process took, all its threads; Linux counts in hundredths. */
function cpuOf(pid: string): number {
  const [, told = ""] = readFileSync(join("/proc", pid, "stat"), "utf8").split(") ");
  const fields = told.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

endWith(main());
