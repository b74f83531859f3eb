import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, get as httpsGet } from "node:https";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { makeCertificate } from "../../cli/sandbox/certificate";
import { sandbox } from "../../cli/sandbox/command";
import { inWords } from "../../cli/sandbox/lines";
import { attach, deploymentOf, exported } from "../review/reviewed";
import { repository, temporaryFolder } from "../support/folder";
import { TinyApi } from "./api";

/** A stack with a policy that is a secret. */
const withSealedPolicy = () =>
  deploymentOf({}, (component) => {
    const listing = { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" };
    attach(component, listing, pulumi.secret as <T>(value: T) => pulumi.Input<T>);
  });

describe("hipaa-iam sandbox", () => {
  const api = new TinyApi();
  let process_: ChildProcess;
  let lines: Interface;
  after(() => {
    process_?.kill("SIGKILL");
    api.stop();
  });

  const folder = temporaryFolder();
  const file = (name: string) => join(folder(), name);
  before(async () => {
    writeFileSync(file("state.json"), exported(await deploymentOf({ externalId: "only-we-know" }), true));
    writeFileSync(file("sealed.json"), exported(await withSealedPolicy(), false));
  });

  const sources: [what: string, args: () => string[], bucket: string, told: object][] = [
    [
      "a stack, as its role",
      () => ["--stack", "dev", "--as-role"],
      "example-dev-backups",
      { AWS_REGION: "us-east-1", APP_IAM_ROLE_ARN: undefined, EXTERNAL_ID: undefined },
    ],
    [
      "a deployed stack, as its role",
      () => ["--state", file("state.json"), "--as-role"],
      "example-backups",
      { AWS_REGION: "us-east-1", APP_IAM_ROLE_ARN: undefined, EXTERNAL_ID: undefined },
    ],
    [
      "a deployed stack, as who may assume the role",
      () => ["--state", file("state.json")],
      "example-backups",
      {
        APP_IAM_ROLE_ARN: "arn:aws:iam::123456789012:role/hipaa-app-backend-dev",
        EXTERNAL_ID: "$(pulumi config get externalId)", // The secret itself is not printed.
      },
    ],
  ];
  for (const [what, args, bucket, told] of sources) {
    it(`prints the variables of ${what}, serves, and leaves nothing at Ctrl-C`, async () => {
      const url = await api.start();
      const run = ["tools/run.js", "cli/main.ts", "sandbox", ...args(), "--json", "--backend", url];
      process_ = spawn(process.execPath, run, { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
      lines = createInterface({ input: process_.stdout as NodeJS.ReadableStream });
      const next = lines[Symbol.asyncIterator]();
      const printed = (await next.next()).value;
      expect(printed).not.to.include("only-we-know");
      const { variables } = JSON.parse(printed);
      expect({ APP_IAM_ROLE_ARN: undefined, EXTERNAL_ID: undefined, ...variables }).to.include({
        ...{ BACKUPS_BUCKET: bucket, ...told },
      });
      const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS } =
        variables;
      expect(readFileSync(AWS_CA_BUNDLE, "utf8").match(/BEGIN CERTIFICATE/g)?.length).to.be.greaterThan(50);
      const headers = {
        authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/20261129/us-east-1/s3/aws4_request, Signature=0`,
        ...(AWS_SESSION_TOKEN && { "x-amz-security-token": AWS_SESSION_TOKEN }),
      };
      const status = await new Promise((resolve, reject) => {
        const options = { ca: readFileSync(NODE_EXTRA_CA_CERTS), headers, agent: false } as const;
        const asked = httpsGet(`${AWS_ENDPOINT_URL}/${bucket}/a`, options, (answer) =>
          resolve(answer.resume().statusCode),
        );
        asked.once("error", reject);
      });
      expect(status).to.equal(403);
      expect(JSON.parse((await next.next()).value)).to.include({
        decision: "denied",
        action: "s3:GetObject",
        operation: "GetObject",
      });
      process_.kill("SIGINT");
      const code = await new Promise((resolve) => process_.once("close", resolve));
      expect(code).to.equal(0);
      expect(existsSync(dirname(AWS_CA_BUNDLE))).to.equal(false);
      api.stop();
    });
  }

  it("ends, and leaves nothing, when nobody reads what it prints", async () => {
    const args = ["--state", file("state.json"), "--as-role", "--json", "--backend", await api.start()];
    const run = ["tools/run.js", "cli/main.ts", "sandbox", ...args];
    process_ = spawn(process.execPath, run, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    process_.stderr?.on("data", (text) => (said += text));
    const printed = createInterface({ input: process_.stdout as NodeJS.ReadableStream });
    const { variables } = JSON.parse((await printed[Symbol.asyncIterator]().next()).value);
    const ended = new Promise((resolve) => process_.once("exit", resolve));
    process_.stdout?.destroy();
    const options = { ca: readFileSync(variables.NODE_EXTRA_CA_CERTS), agent: false } as const;
    for (const path of ["a", "b"])
      await new Promise((resolve) =>
        httpsGet(`${variables.AWS_ENDPOINT_URL}/bucket/${path}`, options, (answer) =>
          answer.resume().once("close", resolve),
        ).once("error", resolve),
      );
    expect([await ended, said]).to.deep.equal([0, ""]);
    expect(existsSync(dirname(variables.AWS_CA_BUNDLE))).to.equal(false);
    api.stop();
  });

  it("says of a deployed stack whose policies are encrypted how to export it", async () => {
    const { stderr, exitCode } = await sandbox(["--state", file("sealed.json")], () => {});
    expect(stderr).to.match(/is encrypted: give what `pulumi stack export --show-secrets` prints\.\n$/);
    expect(exitCode).to.equal(2);
  });

  const mistakes: [args: string[], said: RegExp][] = [
    [[], /^Give --stack or --state, one of the two/],
    [["--stack", "dev", "--state", "-"], /^Give --stack or --state, one of the two/],
    [["--stack", "dev", "--port", "eighty"], /^--port: "eighty" is not accepted/],
    [["--stack", "dev", "--backend", "localhost"], /^--backend: "localhost" is not accepted. Give a URL/],
    [["--stack", "dev", "--tag", "a=b"], /^--tag is for --as-role/],
    [
      ["--stack", "dev", "--backend", "http://127.0.0.1:1"],
      /^http:\/\/127.0.0.1:1 does not answer as AWS would: /,
    ],
    [["--stack", "dev", "--as-role", "--tag", "a=1", "--tag", "A=2"], /^--tag: a is given more than once/],
    [["--stack", "dev", "--as-role", "--tag", "a"], /^--tag: "a" is not accepted. Give KEY=VALUE/],
    [["--stack", "nowhere"], /^There is no stack "nowhere"/],
    [["--state", "/nowhere"], /^--state: cannot read "\/nowhere"/],
    [["--state", "package.json"], /^--state: this is no export of a stack/],
    [["--nothing"], /^Unknown option '--nothing'/],
  ];
  for (const [args, said] of mistakes) {
    it(`is told what is wrong with ${args.join(" ") || "no options"}`, async () => {
      const { stderr, exitCode } = await sandbox(args, () => {});
      expect(stderr).to.match(said);
      expect(exitCode).to.equal(2);
    });
  }

  it("is told of a port that is in use", async () => {
    const url = await api.start();
    const args = ["--state", file("state.json"), "--backend", url, "--port", new URL(url).port];
    const { stderr, exitCode } = await sandbox(args, () => {});
    expect(stderr).to.match(
      /^--port: \d+ is in use. Give another, or leave --port out: a free one is taken.\n$/,
    );
    expect(exitCode).to.equal(2);
    api.stop();
  });

  it("writes no command of the terminal that a key's name may hold", () => {
    const line = { time: "", decision: "allowed", service: "s3", operation: "GetObject" } as const;
    expect(inWords({ ...line, action: "s3:GetObject", resource: "arn:aws:s3:::b/\u001b[2J\u202e" })).to.equal(
      "allowed s3:GetObject b/?[2J?",
    );
  });
});

describe("the sandbox's certificate", () => {
  const { authority, certificate, key } = makeCertificate(["my-bucket"]);

  it("is signed by its authority, for this machine and its buckets alone", () => {
    const [root, own] = [new X509Certificate(authority), new X509Certificate(certificate)];
    expect([root.ca, own.ca]).to.deep.equal([true, false]);
    expect(own.verify(root.publicKey) && root.verify(root.publicKey) && own.checkIssued(root)).to.equal(true);
    for (const host of ["localhost", "my-bucket.localhost", "any.s3.localhost"])
      expect(own.checkHost(host)).to.be.a("string");
    expect(own.checkIP("127.0.0.1")).to.equal("127.0.0.1");
    for (const host of ["example.com", "s3.amazonaws.com", "other.localhost"])
      expect(own.checkHost(host)).to.equal(undefined);
    expect(Date.parse(own.validTo) - Date.now()).to.be.lessThan(8 * 86_400_000);
  });

  it("is taken by TLS", async () => {
    const server = createServer({ key, cert: certificate }, (_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const ask = (ca: string) =>
      new Promise((resolve) => {
        const asked = httpsGet({ host: "127.0.0.1", port, ca, agent: false }, (answer) =>
          resolve(answer.resume().statusCode),
        );
        asked.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code));
      });
    expect(await ask(authority)).to.equal(200);
    expect(await ask(makeCertificate().authority)).to.match(/SIGNATURE|UNABLE|SELF|DEPTH/);
    server.close();
    server.closeAllConnections();
  });
});
