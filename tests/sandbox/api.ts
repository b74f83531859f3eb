import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

type Fields = Record<string, string | undefined>;

const arnOf = (id: string) => `arn:aws:kms:us-east-1:123456789012:key/${id}`;
const keyIn = (ciphertext = "") => Buffer.from(ciphertext, "base64").toString().slice(0, 36);

/** An AWS API for tests that need no Python: as much of S3, KMS and Secrets Manager as they ask for, in memory. */
export class TinyApi {
  readonly objects = new Map<string, Buffer>();
  /** ARNs of the keys that encrypt objects. */
  readonly encrypting = new Map<string, string>();
  /** What has come in, such as "PUT /bucket/key" or a target of JSON. */
  readonly asked: string[] = [];
  /** The same as it came in. */
  readonly received: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  readonly keys = new Map<string, { tags: unknown[]; policy: string | undefined }>();
  /** IDs of keys by alias. */
  readonly aliases = new Map<string, string>();
  readonly secrets = new Map<string, { arn: string; key: string | undefined }>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return; // It broke off.
    const target = request.headers["x-amz-target"];
    const [path = "", query = ""] = (request.url ?? "").split("?");
    this.received.push({ url: request.url ?? "", headers: request.headers, body: body.toString() });
    this.asked.push(String(target ?? `${request.method} ${path}`));
    if (target) {
      const [status, answer] = this.json(String(target).split(".").at(-1) ?? "", JSON.parse(body.toString()));
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
      return;
    }
    const [status, headers, answer] = this.s3(request, decodeURIComponent(path), query, body);
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : answer);
  }

  private s3({ method, headers }: IncomingMessage, path: string, query: string, body: Buffer) {
    const found = this.objects.get(path);
    const of = (
      status: number,
      text: string | Buffer = "",
      more = {},
    ): [number, Record<string, string>, string | Buffer] => [status, more, text];
    if (method === "POST" && query === "uploads")
      return of(200, `<Result><UploadId>${randomUUID()}</UploadId></Result>`);
    const isObject = path.split("/").length > 2;
    if (method === "POST" && query === "delete") {
      const keys = body.toString().match(/<Key>[^<]*<\/Key>/g) ?? [];
      // As moto does, also where Quiet asks for errors alone.
      return of(
        200,
        `<DeleteResult>${keys.map((key) => `<Deleted>${key}</Deleted>`).join("")}</DeleteResult>`,
      );
    }
    if (!isObject)
      return of(
        200,
        query.includes("list-type") ? "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>" : "",
      );
    if (method === "PUT") {
      if (found && headers["if-none-match"] === "*")
        return of(412, "<Error><Code>PreconditionFailed</Code></Error>");
      this.objects.set(path, body);
      return of(200, "", { etag: `"${createHash("md5").update(body).digest("hex")}"` });
    }
    if (method === "DELETE") return of(this.objects.delete(path) ? 204 : 204);
    const key = this.encrypting.get(path);
    const more = key === undefined ? {} : { "x-amz-server-side-encryption-aws-kms-key-id": key };
    return found ? of(200, found, more) : of(404, "<Error><Code>NoSuchKey</Code></Error>");
  }

  private json(operation: string, params: Fields): [number, object] {
    const { KeyId = "", Name = "", SecretId = "" } = params;
    const [alias = ""] = /alias\/.+$/.exec(KeyId) ?? [];
    const id = this.aliases.get(alias) ?? String(KeyId).split("/").at(-1) ?? "";
    const Arn = arnOf(id);
    const key = this.keys.get(id);
    const metadata = { KeyMetadata: { KeyId: id, Arn, KeySpec: "SYMMETRIC_DEFAULT" } };
    const blob = (text: string) => Buffer.from(text).toString("base64");
    switch (operation) {
      case "CreateKey": {
        const made = randomUUID();
        this.keys.set(made, { tags: [params.Tags ?? []].flat(), policy: params.Policy });
        return [200, { KeyMetadata: { KeyId: made, Arn: arnOf(made) } }];
      }
      case "DescribeKey":
        return key ? [200, metadata] : [400, { __type: "NotFoundException" }];
      case "ListResourceTags":
        return [200, { Tags: key?.tags }];
      case "GetKeyPolicy":
        return [200, { Policy: key?.policy }];
      case "ListAliases":
        return [200, { Aliases: [] }];
      case "Encrypt":
        return [200, { KeyId: Arn, CiphertextBlob: blob(id + params.Plaintext) }];
      case "Decrypt":
        return [200, { KeyId: arnOf(keyIn(params.CiphertextBlob)), Plaintext: blob("plain") }];
      case "CreateSecret": {
        const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${Name}-Zz9Zz9`;
        this.secrets.set(Name, { arn, key: params.KmsKeyId });
        return [200, { ARN: arn }];
      }
      case "DescribeSecret":
      case "GetSecretValue": {
        // As moto does, by the name alone: whatever account an ARN is of.
        const named = SecretId.split(":").at(-1);
        const found = [...this.secrets].find(
          ([name, { arn }]) => name === named || arn.endsWith(`:${named}`),
        )?.[1];
        return found
          ? [200, { ARN: found.arn, KmsKeyId: found.key, SecretString: "hidden" }]
          : [400, { __type: "ResourceNotFoundException" }];
      }
      default:
        return [200, {}];
    }
  }
}
