import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { UsageError } from "../../cli/plan/errors";
import { Aws, type Settings } from "../../cli/verify/aws";
import type { Service } from "../../cli/verify/permissions";
import { refusedSignIn } from "../../cli/verify/refusedSignIn";
import { signedIn } from "../../cli/verify/signIn";

const role = "arn:aws:iam::123456789012:role/verify";
const folder = mkdtempSync(join(tmpdir(), "sign-in-"));
const [config, token] = [join(folder, "config"), join(folder, "token")];
const variables = {
  ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined },
  ...{ AWS_WEB_IDENTITY_TOKEN_FILE: undefined, AWS_ROLE_ARN: undefined, AWS_PROFILE: undefined },
  ...{ AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") },
};
const profiles = `[profile user]
aws_access_key_id = test
aws_secret_access_key = test
[profile role]
role_arn = ${role}
source_profile = user
`;
const byToken = { AWS_WEB_IDENTITY_TOKEN_FILE: token, AWS_ROLE_ARN: role };

/** One call of each service. That a call's own refusal may say that there is none, hides no refusal of a sign-in. */
const calls: Record<Service, (aws: Aws) => Promise<unknown>> = {
  accessanalyzer: (aws) =>
    aws.call("accessanalyzer", "ValidatePolicy", { policyDocument: "{}", policyType: "IDENTITY_POLICY" }),
  iam: (aws) => aws.call("iam", "GetRole", { RoleName: "x" }, ["AccessDenied"]),
  kms: (aws) => aws.call("kms", "DescribeKey", { KeyId: "x" }, ["AccessDenied"]),
  s3: (aws) => aws.call("s3", "GetBucketVersioning", { Bucket: "x" }, ["AccessDenied"]),
  sts: (aws) => aws.call("sts", "GetCallerIdentity", {}),
};
const services = Object.keys(calls) as Service[];

const session = (
  times: number,
) => `<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>x</SecretAccessKey>
<SessionToken>x</SessionToken><Expiration>${new Date(Date.now() + times).toISOString()}</Expiration></Credentials>`;

describe("a sign-in that AWS refuses is told in AWS's own words", () => {
  let server: Server;
  /** What AWS answers to an operation of STS at its n-th call; undefined is a refusal. */
  let answer: (operation: string, times: number) => string | undefined;
  /** What comes instead of any answer: an error with this status, or that the connection is cut. */
  let spoilt: "cut" | [status: number, code: string] | undefined;
  const asked: string[] = [];
  const found = new Map<string, string | undefined>();

  const set = (given: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  before(async () => {
    writeFileSync(config, profiles);
    writeFileSync(token, "x");
    server = createServer(async (req, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      const operation = new URLSearchParams(body).get("Action") ?? "other";
      asked.push(operation);
      if (spoilt === "cut") return void res.destroy();
      const [status, code] = spoilt ?? [403, "AccessDenied"];
      const answered = spoilt
        ? undefined
        : answer(operation, asked.filter((one) => one === operation).length);
      const said = `User: somebody is not authorized to perform: sts:${operation} on resource: ${role} (as hidden)`;
      const refusal = `<ErrorResponse><Error><Code>${code}</Code><Message>${said}</Message></Error></ErrorResponse>`;
      const result = `<${operation}Response><${operation}Result>${answered}</${operation}Result></${operation}Response>`;
      res.writeHead(answered === undefined ? status : 200, { "content-type": "text/xml" });
      res.end(answered === undefined ? refusal : result);
    });
    await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
    const { port } = server.address() as AddressInfo;
    for (const name of [...Object.keys(variables), "AWS_ENDPOINT_URL"]) found.set(name, process.env[name]);
    set({ ...variables, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  beforeEach(() => {
    asked.length = 0;
    answer = () => undefined;
    spoilt = undefined;
    set(variables);
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    set(Object.fromEntries(found));
  });

  const settings = (profile?: string): Settings => ({
    ...{ region: "us-east-1", folder: process.cwd(), externalId: "hidden", ...(profile && { profile }) },
  });
  const refusalOf = async (made: Promise<unknown>) => {
    const error = (await made.then(
      () => new Error("it was let in"),
      (one: Error) => one,
    )) as Error;
    expect(error).to.be.instanceOf(UsageError);
    return error.message;
  };
  const words = (operation: string) =>
    `AWS does not let you in: AccessDenied: User: somebody is not authorized to perform: sts:${operation} on resource: ${role} (as (secret))`;

  const ways: [what: string, operation: string, given: object, profile?: string, roleArn?: string][] = [
    ["the role of a profile", "AssumeRole", {}, "role"],
    ["the role of a token", "AssumeRoleWithWebIdentity", byToken],
    ["the role of --role-arn", "AssumeRole", {}, "user", role],
    ["who looks", "GetCallerIdentity", {}, "user"],
  ];
  for (const [what, operation, given, profile, roleArn] of ways) {
    it(what, async () => {
      set({ ...given });
      expect(await refusalOf(signedIn(settings(profile), roleArn))).to.equal(words(operation));
      expect(asked).to.deep.equal([operation]);
    });
  }

  for (const service of services) {
    it(`where the client of ${service} asks for credentials itself`, async () => {
      expect(await refusalOf(calls[service](new Aws(settings("role"))))).to.equal(words("AssumeRole"));
      set(byToken);
      expect(await refusalOf(calls[service](new Aws(settings())))).to.equal(
        words("AssumeRoleWithWebIdentity"),
      );
    });

    it(`where ${service} asks for new credentials later`, async () => {
      const once = (times: number) => (times === 1 ? session(500) : undefined);
      answer = (operation, times) => (operation === "AssumeRole" ? once(times) : "");
      const aws = new Aws(settings("role"));
      await calls[service](aws).catch(() => undefined);
      expect(asked, "the first call went out").to.have.lengthOf(2);
      await sleep(600);
      expect(await refusalOf(calls[service](aws))).to.equal(words("AssumeRole"));
    });
  }

  const unanswered: [what: string, spoilt: "cut" | [number, string], name: string][] = [
    ["is cut", "cut", "TimeoutError: .*"],
    ["is throttled", [400, "Throttling"], "Throttling: .*"],
    ["is asked too often", [429, "TooManyRequestsException"], "TooManyRequestsException: .*"],
    ["fails within AWS", [500, "InternalFailure"], "InternalFailure: .*"],
    ["is not taken for now", [503, "ServiceUnavailable"], "ServiceUnavailable: .*"],
  ];
  for (const [what, how, name] of unanswered) {
    it(`but what ${what} each time is no refusal`, async () => {
      spoilt = how;
      const words = `^AWS gave no answer to the sign-in, and so nothing is said of the account: ${name}`;
      expect(await refusalOf(signedIn(settings("role"), undefined))).to.match(new RegExp(words));
      set(byToken);
      expect(await refusalOf(calls.iam(new Aws(settings())))).to.match(new RegExp(words));
      expect(new Set(asked)).to.deep.equal(new Set(["AssumeRole", "AssumeRoleWithWebIdentity"]));
    }).timeout(60_000);
  }

  it("nor is what never reached AWS, or waited too long", () => {
    const sent = { $metadata: { attempts: 8 } };
    for (const message of [
      "getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com",
      "connection timed out after hidden",
    ]) {
      const error = refusedSignIn(Object.assign(new Error(message), sent), "hidden");
      expect(error.message).to.equal(
        `AWS gave no answer to the sign-in, and so nothing is said of the account: Error: ${message.replace("hidden", "(secret)")}`,
      );
    }
  });

  it("nor is a token that is not there", async () => {
    set({ ...byToken, AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "missing") });
    expect(await refusalOf(signedIn(settings(), undefined))).to.match(
      /^There are no credentials to look with: .* The SDK says: ENOENT/,
    );
    expect(asked).to.deep.equal([]);
  });

  it("but a call that is refused to who is signed in is not seen", async () => {
    answer = (operation) => (operation === "AssumeRole" ? session(3_600_000) : undefined);
    const aws = new Aws(settings("role"));
    const error = (await aws.call("iam", "GetRole", { RoleName: "x" }).catch((one: Error) => one)) as Error;
    expect([error.constructor.name, error.message]).to.deep.equal(["NotSeen", "needs iam:GetRole"]);
  });
});
