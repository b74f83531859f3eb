import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Place } from "../requests/check";
import type { Service } from "./errors";

/** What goes to the API behind the sandbox. */
export interface Forwarded {
  service: Service;
  region: string;
  method: string;
  /** With its query. It is sent as it stands. */
  path: string;
  headers: Record<string, string>;
  /** Of a stream the length is among the headers. */
  body: Readable | Buffer | undefined;
}

/** The local AWS API that answers what policies let through. It checks no permissions, and no signatures. */
export class Backend {
  readonly url: URL;
  private readonly agent: HttpAgent;
  /** IDs as the stack has them, and as the API made them: of one length, so that a text keeps its own. */
  private readonly ids: [planned: string, made: string][] = [];

  constructor(url: string) {
    this.url = new URL(url);
    const Agent = this.url.protocol === "https:" ? HttpsAgent : HttpAgent;
    this.agent = new Agent({ keepAlive: true, maxSockets: 32 });
  }

  close(): void {
    this.agent.destroy();
  }

  send({ service, region, method, path, headers, body }: Forwarded): Promise<IncomingMessage> {
    const request = this.url.protocol === "https:" ? httpsRequest : httpRequest;
    const scope = `sandbox/${new Date().toISOString().slice(0, 10).replaceAll("-", "")}/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
    return new Promise((resolve, reject) => {
      // As a URL, . and .. in the path would be taken for folders.
      const options = { method, path, agent: this.agent, headers: { ...headers, authorization } };
      const sent = request(this.url, options, resolve);
      sent.once("error", reject);
      if (body === undefined) sent.end();
      else if (Buffer.isBuffer(body)) sent.setHeader("content-length", body.length).end(body);
      else pipeline(body, sent, (error) => error && reject(error)); // It ends the request where the body breaks off.
    });
  }

  /** A call of a service that speaks JSON, such as KMS. IDs of the stack go in and come out. */
  async call(service: "kms" | "secretsmanager", region: string, target: string, params: Buffer) {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    const body = Buffer.from(this.translated(params.toString(), "in"));
    const answer = await this.send({ service, region, method: "POST", path: "/", headers, body });
    const text = this.translated((await buffer(answer)).toString(), "out");
    return { status: answer.statusCode ?? 500, text };
  }

  /** What the API would find of an ID that the stack has. */
  translated(text: string, way: "in" | "out"): string {
    return this.ids.reduce(
      (done, [planned, made]) =>
        way === "in" ? done.replaceAll(planned, made) : done.replaceAll(made, planned),
      text,
    );
  }

  /** Makes what the stack has: its buckets, keys and secrets. What is there already stays. */
  async seed(place: Place, stack: { buckets: Seed[]; keys: Seed[]; secrets: Seed[] }): Promise<void> {
    const { region } = place;
    type Service = "kms" | "secretsmanager";
    const jsonFor = (arn: string) => async (service: Service, target: string, params: object) => {
      const [, , , where = region] = arn.split(":"); // A key may be of another Region.
      const { status, text } = await this.call(service, where, target, Buffer.from(JSON.stringify(params)));
      return status < 300 ? JSON.parse(text) : undefined;
    };
    for (const { arn, tags = {} } of stack.keys) {
      const json = jsonFor(arn);
      const id = arn.split("/").at(-1) ?? "";
      if (await json("kms", "TrentService.DescribeKey", { KeyId: id })) continue;
      const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      const made = await json("kms", "TrentService.CreateKey", { Tags });
      if (made) this.ids.push([id, made.KeyMetadata.KeyId]);
    }
    for (const { arn, key } of stack.secrets) {
      const json = jsonFor(arn);
      const [, name = "", suffix = ""] = /:secret:(.+?)(-\w{6})?$/.exec(arn) ?? [];
      const made = await json("secretsmanager", "secretsmanager.CreateSecret", {
        ...{ Name: name, SecretString: '{"sandbox":"no secret is in the sandbox"}' },
        ...(key && { KmsKeyId: key }),
      });
      if (made && suffix) this.ids.push([`${name}${suffix}`, String(made.ARN).split(":").at(-1) ?? ""]);
    }
    for (const { arn: name, key } of stack.buckets) await this.seedBucket(name, key, region);
  }

  private async seedBucket(name: string, key: string | undefined, region: string): Promise<void> {
    const put = async (path: string, text: string) => {
      const body = Buffer.from(text);
      const headers = { "content-type": "application/xml" };
      (await this.send({ service: "s3", region, method: "PUT", path, headers, body })).resume();
    };
    const location =
      region === "us-east-1"
        ? ""
        : `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    await put(`/${name}`, location);
    if (!key) return;
    const algorithm = `<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID>`;
    await put(
      `/${name}?encryption`,
      `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>${algorithm}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
    );
  }
}

export interface Seed {
  /** Of a bucket its name. */
  arn: string;
  tags?: Record<string, string>;
  key?: string | undefined;
}
