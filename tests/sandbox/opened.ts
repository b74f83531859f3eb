import type { OutgoingHttpHeaders } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import { buffer } from "node:stream/consumers";
import { Backend } from "../../cli/sandbox/backend";
import { Judge } from "../../cli/sandbox/decide";
import { Keys } from "../../cli/sandbox/keys";
import type { Line } from "../../cli/sandbox/lines";
import { modelOf } from "../../cli/sandbox/model";
import { openSandbox } from "../../cli/sandbox/open";
import type { Session } from "../../cli/sandbox/sessions";
import { callerOf, sessionOfRole } from "../../cli/sandbox/variables";
import { runComponent } from "../support/component";
import { TinyApi } from "./api";

/** What came back. */
export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: Buffer;
}

export interface Sent {
  service: string;
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** Whose request it is: by default that of a session of the role; null: it is not signed. */
  by?: Session | null;
}

/** A sandbox of a component with these args, on an API in memory. */
export async function opened(
  args: Parameters<typeof runComponent>[0] = {},
  tags: Record<string, string> = {},
) {
  const api = new TinyApi();
  const backend = new Backend(await api.start());
  const run = await runComponent(args);
  if (run.errors.length > 0) throw run.errors[0];
  const model = modelOf(run.states);
  const lines: Line[] = [];
  const sandbox = await openSandbox(model, backend, 0, (line) => lines.push(line));
  const { sessions, certificate, port } = sandbox;
  const agent = new Agent({ ca: certificate.authority, keepAlive: true });
  const role = sessions.add(sessionOfRole(model, tags));
  const caller = sessions.add(callerOf(model));
  const send = ({ by = role, service, method = "POST", path = "/", headers = {}, body = "" }: Sent) =>
    exchange({ agent, port, method, path, headers: { ...signed(service, by), ...headers }, body });
  return {
    ...{ api, model, lines, role, caller, sessions, port, agent, authority: certificate.authority },
    judge: new Judge(model, new Keys(backend, model)),
    endpoint: `https://127.0.0.1:${port}`,
    /** Makes a key with the tags of tenants, and gives its ARN. */
    tenantKey: async (): Promise<string> => {
      const Tags = [
        { TagKey: "Environment", TagValue: "dev" },
        { TagKey: "ManagedBy", TagValue: "Application" },
      ];
      const headers = { "x-amz-target": "TrentService.CreateKey" };
      const { body } = await send({ service: "kms", headers, body: JSON.stringify({ Tags }) });
      return JSON.parse(body.toString()).KeyMetadata.Arn;
    },
    /** The line of the last request. */
    last: () => lines.at(-1) ?? ({} as Line),
    send,
    stop: async () => {
      agent.destroy();
      backend.close();
      api.stop();
      await sandbox.stop();
    },
  };
}
export type Opened = Awaited<ReturnType<typeof opened>>;

export function signed(
  service: string,
  session: Session | null,
  region = "us-east-1",
): Record<string, string> {
  if (!session) return {};
  const scope = `${session.accessKeyId}/20261129/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
    ...(session.sessionToken && { "x-amz-security-token": session.sessionToken }),
  };
}

interface Exchange {
  agent: Agent;
  port: number;
  method: string;
  path: string;
  headers: OutgoingHttpHeaders;
  body: string | Buffer;
}

function exchange({ agent, port, method, path, headers, body }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const options = { agent, host: "127.0.0.1", port, method, path, headers: { ...length, ...headers } };
    const request = httpsRequest(options, async (response) => {
      const { statusCode = 0, headers } = response;
      resolve({ status: statusCode, headers, body: await buffer(response) });
    });
    request.once("error", reject).end(body);
  });
}
