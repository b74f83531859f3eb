import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { localApi } from "./support/moto";

const bucket = "/a-bucket-of-requests";
const million = "a".repeat(1_000_000);
const expecting = { "content-length": "1", expect: "100-continue" };
const rows: [what: string, asked: Parameters<typeof Connection.prototype.sent>, status: number][] = [
  ["makes a bucket", ["PUT", bucket], 200],
  ["takes a body in chunks", ["PUT", `${bucket}/a`, ["first ", "last"]], 200],
  ["takes a body that waits to be asked for", ["PUT", `${bucket}/b`, ["b"], expecting], 200],
  ["tells of an object without its body", ["HEAD", `${bucket}/a`], 200],
  ["gives no content", ["DELETE", `${bucket}/b`], 204],
  ["refuses a body that nobody reads", ["PUT", "/no-such-bucket/a", [million]], 404],
];

/** Sends request after request over one socket, if the other side leaves it open. */
class Connection {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly ports = new Set<number>();

  constructor(private readonly api: () => string) {}

  async sent(method: string, path: string, parts: string[] = [], more: Record<string, string> = {}) {
    const scope = "sandbox/20261130/us-east-1/s3/aws4_request";
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
    const headers = { authorization, ...more };
    const asked = request(`${this.api()}${path}`, { method, agent: this.agent, headers });
    for (const part of parts) asked.write(part); // Without a length they go in chunks.
    const [answer] = (await once(asked.end(), "response")) as [IncomingMessage];
    this.ports.add((answer.socket.address() as AddressInfo).port);
    return { status: answer.statusCode, headers: answer.headers, body: (await buffer(answer)).toString() };
  }
}

/** Another connection and a thread for each request cost the sandbox as much as the answer does. */
describe("the local AWS API keeps its connection", () => {
  const connection = new Connection(localApi());
  after(() => connection.agent.destroy());

  for (const [what, asked, status] of rows)
    it(what, async () => expect((await connection.sent(...asked)).status).to.equal(status));

  it("answers what was sent, all on one connection", async () => {
    const { body, headers } = await connection.sent("GET", `${bucket}/a`);
    expect([body, headers["content-length"]]).to.deep.equal(["first last", "10"]);
    expect(connection.ports.size).to.equal(1);
  });
});
