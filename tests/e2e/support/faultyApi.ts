import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What can happen to a call between the engine and AWS. */
export type Fault =
  | "throttle"
  | "server error"
  | "cut connection"
  /** AWS did what it was asked, and the engine never hears of it. */
  | "lost answer"
  | "slow answer"
  /** AWS does not know the caller. */
  | "invalid token"
  /** AWS knows the caller, who may not do this. */
  | "access denied"
  /** It is not done, or it is done, and there is no answer yet. */
  | "not done, no answer"
  | "done, no answer";

/** How slow a slow answer is, in milliseconds. */
const slowness = 1000;

/** Stands in front of an API, names its calls and spoils those that `faultOf` names. */
export class FaultyApi {
  /**
   * What was called since the last `reset`: action, what it is about and, from the second on, which time it is. Calls
   * come in another order each run, but by their names each is the same.
   */
  readonly calls: string[] = [];
  faultOf: (call: string) => Fault | undefined = () => undefined;
  private readonly server = createServer((req, res) => void this.answer(req, res).catch(() => res.destroy()));

  private constructor(private readonly api: string) {}

  static async start(api: string): Promise<FaultyApi> {
    const faulty = new FaultyApi(api);
    faulty.server.listen(0, "127.0.0.1");
    await once(faulty.server, "listening");
    return faulty;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await read(req);
    const call = this.nameOf(new URLSearchParams(body.toString()));
    this.calls.push(call);
    switch (this.faultOf(call)) {
      case "throttle":
        return refuse(res, 400, "Throttling", "Rate exceeded");
      case "server error":
        return refuse(res, 500, "ServiceFailure", "The request failed because of an unknown error");
      case "invalid token":
        return refuse(
          res,
          403,
          "InvalidClientTokenId",
          "The security token included in the request is invalid.",
        );
      case "access denied":
        return refuse(res, 403, "AccessDenied", `The caller may not ${call}`);
      case "done, no answer":
        await this.forward(req, body);
        return;
      case "not done, no answer":
        return;
      case "cut connection":
        res.destroy();
        return;
      case "lost answer":
        await this.forward(req, body);
        res.destroy();
        return;
      case "slow answer":
        await sleep(slowness);
    }
    const { status, headers, body: answer } = await this.forward(req, body);
    res.writeHead(status, headers).end(answer);
  }

  private nameOf(parameters: URLSearchParams): string {
    const subjects = ["RoleName", "PolicyName", "PolicyArn"].map((key) =>
      parameters.get(key)?.split("/").at(-1),
    );
    const name = [parameters.get("Action"), ...subjects].filter(Boolean).join(" ");
    const times = this.calls.filter((call) => call.replace(/, again.*/, "") === name).length;
    return `${name}${times ? `, again${times > 1 ? ` (${times})` : ""}` : ""}`;
  }

  private async forward(req: IncomingMessage, body: Buffer) {
    const { method, url = "/", headers } = req;
    const forwarded = request(new URL(url, this.api), { method, headers });
    const [answer] = (await once(forwarded.end(body), "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await read(answer) };
  }
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** An error in the form of IAM's query protocol. */
function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  const headers: IncomingHttpHeaders = { "content-type": "text/xml" };
  res
    .writeHead(status, headers)
    .end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
        "<RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>",
    );
}
