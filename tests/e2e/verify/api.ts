import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { IAMClient } from "@aws-sdk/client-iam";
import { type Account, iamClient, readAccount, readPolicy } from "../support/account";
import { accountId } from "../support/moto";
import { type Above, type Form, members, simulate, xml } from "./simulator";

/** What a call comes to instead of an answer. */
export type Spoilt = "denied" | "absent" | "throttled" | "slow" | "cut";

/**
 * Stands in front of the local API, answers what that does not know in AWS's wire formats, names each call and spoils
 * those that `spoil` names.
 */
export class VerifiedApi {
  /** Names of calls, such as iam:GetRole. */
  readonly calls: string[] = [];
  /** What calls of IAM's and STS's protocol were last asked with. */
  readonly asked = new Map<string, URLSearchParams>();
  above: Above = {};
  /** So many keys it has of its own: to make thousands takes the local API an hour. Every other one carries no tag. */
  keys = 0;
  /** AWS answers a question about several resources in one result, or in one each. */
  form: Form = "each";
  /** As it is when the simulator is first asked. */
  private account: Promise<Account> | undefined;
  /** By bucket, of those that are another account's: the local API takes no notice of whom a call names as the owner. */
  readonly owners = new Map<string, string>();
  spoil: (call: string, times: number) => Spoilt | undefined = () => undefined;
  /** Actions of two such groups AWS's simulator takes in no one call, and those of none in no call at all. */
  groupOf: (action: string) => string | undefined = () => "any";
  /** By call, what AWS answers where the local API cannot. */
  readonly answers = new Map<string, string>();
  private readonly server = createServer(
    (req, res) => void this.answer(req, res).catch((error) => failed(res, error)),
  );

  private constructor(private readonly api: string) {}

  static async start(api: string): Promise<VerifiedApi> {
    const started = new VerifiedApi(api);
    started.server.listen(0, "127.0.0.1");
    await once(started.server, "listening");
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.account = undefined;
    this.above = {};
    this.form = "each";
    this.groupOf = () => "any";
    this.answers.clear();
    this.owners.clear();
    this.spoil = () => undefined;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const parameters = new URLSearchParams(body.toString());
    const call = nameOf(req, parameters);
    this.calls.push(call);
    this.asked.set(call, parameters);
    const spoilt = this.spoil(call, this.calls.filter((one) => one === call).length);
    if (spoilt === "cut") return void res.destroy();
    if (spoilt === "slow") await sleep(300);
    if (spoilt === "denied" || this.isOfAnother(req))
      return refuse(res, req, 403, "AccessDenied", `User: x is not authorized to perform: ${call} ${body}`);
    if (spoilt === "absent") return refuse(res, req, 404, "NoSuchEntity", "There is none.");
    if (spoilt === "throttled") return refuse(res, req, 400, "ThrottlingException", "Rate exceeded");
    const apart = call === "iam:SimulatePrincipalPolicy" ? apartIn(parameters, this.groupOf) : undefined;
    if (apart) return refuse(res, req, 400, "InvalidInput", apart);
    const own =
      this.answers.get(call) ?? keyAnswer(call, body, this.keys) ?? (await this.ownAnswer(call, parameters));
    if (own !== undefined)
      return void res
        .writeHead(200, { "content-type": own.startsWith("<") ? "text/xml" : "application/json" })
        .end(own);
    const { method, url = "/", headers } = req;
    const forwarded = request(new URL(url, this.api), { method, headers });
    const [answer] = (await once(forwarded.end(body), "response")) as [IncomingMessage];
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
  private isOfAnother({ headers, url = "/" }: IncomingMessage): boolean {
    const wanted = headers["x-amz-expected-bucket-owner"];
    const [, bucket = ""] = new URL(url, "http://x").pathname.split("/");
    return wanted !== undefined && wanted !== (this.owners.get(bucket) ?? accountId);
  }

  private async ownAnswer(call: string, parameters: URLSearchParams): Promise<string | undefined> {
    if (call === "iam:SimulatePrincipalPolicy") {
      this.account ??= accountWithAws(iamClient(this.api));
      return simulate(parameters, await this.account, this.above, this.form);
    }
    if (call === "iam:GenerateServiceLastAccessedDetails")
      return result(
        "GenerateServiceLastAccessedDetails",
        "<JobId>examplee-1e2a-4b3c-8d4e-5f6a7b8c9d0e</JobId>",
      );
    if (call === "iam:GetServiceLastAccessedDetails")
      return result("GetServiceLastAccessedDetails", lastAccessed);
    if (call === "accessanalyzer:ValidatePolicy") return JSON.stringify({ findings: [] });
    return undefined;
  }
}

const keyArn = (at: number) =>
  `arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;

/** Of KMS's protocol, in pages of a hundred as AWS has them. */
function keyAnswer(call: string, body: Buffer, keys: number): string | undefined {
  if (keys === 0 || !call.startsWith("kms:")) return undefined;
  const { KeyId = "", Marker = "0" } = JSON.parse(body.toString()) as Record<string, string>;
  if (call === "kms:ListKeys") {
    const from = Number(Marker);
    const all = Array.from({ length: Math.min(100, keys - from) }, (_, at) => keyArn(from + at));
    const Truncated = from + 100 < keys;
    const Keys = all.map((KeyArn) => ({ KeyArn, KeyId: KeyArn.split("/")[1] }));
    return JSON.stringify({ Keys, Truncated, ...(Truncated && { NextMarker: String(from + 100) }) });
  }
  const [, number] = /key\/00000000-0000-4000-8000-(\d{12})$/.exec(KeyId) ?? [];
  if (number === undefined) return undefined;
  if (call === "kms:DescribeKey") {
    return JSON.stringify({
      KeyMetadata: { Arn: KeyId, KeyId, KeyManager: "CUSTOMER", KeyState: "Enabled" },
    });
  }
  const Tags = Number(number) % 2 === 0 ? [{ TagKey: "Environment", TagValue: "shared" }] : [];
  return call === "kms:ListResourceTags" ? JSON.stringify({ Tags, Truncated: false }) : undefined;
}

export const result = (name: string, inner: string) =>
  `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${name}Result>${inner}</${name}Result></${name}Response>`;

/** S3 yesterday, KMS long ago and by action, Bedrock never. */
const lastAccessed = `<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><IsTruncated>false</IsTruncated>
<JobCreationDate>2026-11-29T00:00:00Z</JobCreationDate><JobCompletionDate>2026-11-29T00:00:01Z</JobCompletionDate>
<ServicesLastAccessed>
<member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace><LastAuthenticated>2026-11-28T00:00:00Z</LastAuthenticated></member>
<member><ServiceName>AWS Key Management Service</ServiceName><ServiceNamespace>kms</ServiceNamespace><LastAuthenticated>2026-11-28T00:00:00Z</LastAuthenticated>
<TrackedActionsLastAccessed><member><ActionName>Decrypt</ActionName><LastAccessedTime>2026-01-02T00:00:00Z</LastAccessedTime></member></TrackedActionsLastAccessed></member>
<member><ServiceName>Amazon Bedrock</ServiceName><ServiceNamespace>bedrock</ServiceNamespace></member>
</ServicesLastAccessed>`;

/** In the words of AWS. */
function apartIn(parameters: URLSearchParams, groupOf: VerifiedApi["groupOf"]): string | undefined {
  const actions = members(parameters, "ActionNames");
  const groups = [...new Set(actions.map(groupOf))];
  if (groups.length === 1 && groups[0] !== undefined) return undefined;
  const lists = groups.map((one) => `[${actions.filter((action) => groupOf(action) === one).join(", ")}]`);
  return `Invalid Input Actions: ${lists.join(" and ")} require different authorization information.`;
}

/** By the headers and the form that each protocol has. */
function nameOf({ headers, method, url = "/" }: IncomingMessage, parameters: URLSearchParams): string {
  const [, service = ""] = /\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? "") ?? [];
  const target = headers["x-amz-target"];
  if (typeof target === "string") return `kms:${target.split(".").at(-1)}`;
  if (parameters.has("Action")) return `${service}:${parameters.get("Action")}`;
  if (url.startsWith("/policy/validation")) return "accessanalyzer:ValidatePolicy";
  return `s3:${method} ${new URL(url, "http://x").search.replace(/^\?/, "").split(/[=&]/)[0]}`;
}

function refuse(
  res: ServerResponse,
  req: IncomingMessage,
  status: number,
  code: string,
  message: string,
): void {
  const isJson =
    req.headers["x-amz-target"] !== undefined || (req.url ?? "").startsWith("/policy/validation");
  const body = isJson
    ? JSON.stringify({ __type: code === "AccessDenied" ? "AccessDeniedException" : code, message })
    : `<ErrorResponse><Error><Code>${code}</Code><Message>${xml(message)}</Message></Error></ErrorResponse>`;
  const s3 = `<Error><Code>${code}</Code><Message>${xml(message)}</Message></Error>`;
  const isS3 = !isJson && req.method === "GET";
  res.writeHead(status, {
    "content-type": isJson ? "application/x-amz-json-1.1" : "text/xml",
    "x-amzn-errortype": code,
  });
  res.end(isS3 ? s3 : body);
}

function failed(res: ServerResponse, error: Error): void {
  const told = `<Code>TestFailed</Code><Message>${xml(String(error.stack))}</Message>`;
  res
    .writeHead(500, { "content-type": "text/xml" })
    .end(`<ErrorResponse><Error>${told}</Error></ErrorResponse>`);
}

/** What AWS itself made decides where it is attached. */
async function accountWithAws(client: IAMClient): Promise<Account> {
  const account = await readAccount(client);
  const attached = new Set(Object.values(account.roles).flatMap((role) => role.attached));
  for (const arn of [...attached].filter((one) => one.startsWith("arn:aws:iam::aws:policy/")))
    account.policies[arn] = await readPolicy(client, arn);
  return account;
}
