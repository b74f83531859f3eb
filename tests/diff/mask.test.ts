import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { run } from "../../cli/diff/cli";
import { temporaryFolder } from "../support/folder";

const secret = (plaintext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext,
});
const sealed = (value: unknown) => secret(JSON.stringify(value));
const hidden = "hunter2-hunter2";
const [document, empty] = [(Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement }), "{}"];
const allow = (Resource: string, parts: object = {}) =>
  document({ Sid: "S", Effect: "Allow", Action: "s3:GetObject", Resource, ...parts });
const assume = (parts: object, account = "111111111111") =>
  document({ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole", ...parts });
const role = (inputs: object) => ({
  type: "aws:iam/role:Role",
  urn: "a::r",
  inputs: { name: "r", ...inputs },
});
const withId = (value: unknown) => ({ assumeRolePolicy: assume({ Condition: { StringEquals: value } }) });
const policy = (inputs: object, name: unknown = "p") => ({
  ...{ type: "aws:iam/policy:Policy", urn: "a::p", inputs: { name, ...inputs } },
});
const ofRole = `arn:aws:iam::111111111111:role/${hidden}`;
const runbook = (content: unknown) => ({
  type: "aws:ssm/document:Document",
  urn: "a::d",
  inputs: { content },
});
const bucket = { type: "x:index:Y", urn: "a::y", inputs: { bucket: sealed(hidden) } };

/** What a stack or a folder of documents has that must not be printed. */
const cases: [what: string, resources: object[]][] = [
  ["an external ID that is malformed", [role(withId({ "sts:ExternalId": { x: hidden } }))]],
  ["an external ID in a list of lists", [role(withId({ "sts:ExternalId": [[{ x: hidden }]] }))]],
  [
    "an external ID in place of an operator",
    [role({ assumeRolePolicy: assume({ Condition: { "sts:ExternalId": { x: hidden } } }) })],
  ],
  ["keys in place of which stands a secret", [role(withId(hidden))]],
  ["a secret that is no JSON", [role({ assumeRolePolicy: secret(hidden) })]],
  ["a document that is no JSON", [role({ assumeRolePolicy: sealed(hidden) })]],
  ["JSON that is no document", [role({ assumeRolePolicy: sealed(JSON.stringify(hidden)) })]],
  ["an effect", [policy({ policy: sealed(allow("*", { Effect: hidden })) })]],
  ["a version", [policy({ policy: sealed(empty.replace("}", `"Version":"${hidden}"}`)) })]],
  ["an element that IAM does not know", [policy({ policy: sealed(allow("*", { [hidden]: "x" })) })]],
  ["an element", [policy({ policy: sealed(allow("*", { Principal: hidden })) })]],
  ["a resource of a secret document", [policy({ policy: sealed(allow(`arn:aws:s3:::${hidden}/*`)) })]],
  ["an action of one", [policy({ policy: sealed(allow("*", { Action: hidden })) })]],
  ["a principal of one", [role({ assumeRolePolicy: sealed(assume({ Principal: { AWS: hidden } })) })]],
  [
    "a condition of one",
    [policy({ policy: sealed(allow("*", { Condition: { StringEquals: { "aws:x": hidden } } })) })],
  ],
  ["what is secret elsewhere", [bucket, policy({ policy: allow(`arn:aws:s3:::${hidden}/*`) })]],
  ["the name of a policy", [policy({ policy: allow("*") }, sealed(hidden))]],
  ["a boundary", [role({ permissionsBoundary: sealed(`arn:aws:iam::111111111111:policy/${hidden}`) })]],
  [
    "the managed policies of a role",
    [role({ managedPolicyArns: [sealed(`arn:aws:iam::aws:policy/${hidden}`)] })],
  ],
  ...[
    `assumeRole: ${ofRole}\nmainSteps: []`,
    `a=b;serviceAccessRoleArn=${ofRole}`,
    `{"RoleArn":"${ofRole}"}`,
  ].map((text): [string, object[]] => [
    `a role in a secret text, ${text.slice(0, 10)}`,
    [role({}), runbook(sealed(text))],
  ]),
  ["two roles of one name", [role({ name: sealed(hidden) }), role({ name: sealed(hidden) })]],
  ["an input of a plan", [{ ...policy({ policy: allow(`arn:aws:s3:::${hidden}/*`) }), secrets: ["policy"] }]],
];

describe("secrets are not printed", () => {
  const folder = temporaryFolder();
  const write = (name: string, resources: object[]) => {
    const path = join(folder(), name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, JSON.stringify({ version: 3, deployment: { resources } }));
    return path;
  };
  const nothing = [role({ assumeRolePolicy: assume({}, "222222222222") })];

  for (const [what, resources] of cases) {
    it(what, async () => {
      const [old, now] = [write("old.json", nothing), write("new.json", resources)];
      for (const form of [[], ["--markdown"], ["--json"]]) {
        for (const sides of [
          [old, now],
          [now, old],
        ]) {
          const { stdout, stderr, exitCode } = await run([...sides, ...form]);
          expect(stdout + stderr).not.to.include("hunter2");
          expect((stdout + stderr).length).to.be.above(10);
          if (sides[0] === old) expect(exitCode).to.be.oneOf([2, 3]);
        }
      }
    });
  }

  it("what is known besides is shown, and the actions of a secret document", async () => {
    const known = "arn:aws:s3:::public/*";
    const clear = { type: "x:index:Y", urn: "a::y", inputs: { of: known } };
    const now = [clear, ...nothing, policy({ policy: sealed(allow(known)) })];
    const { stdout } = await run([write("old.json", nothing), write("new.json", now)]);
    expect(stdout).to.include("grant added (S)\n      s3:GetObject on arn:aws:s3:::public/*\n");
  });

  it("so is the name of a tag that a condition asks for", async () => {
    const asking = (key: string, value: string, Resource: string) =>
      allow(Resource, { Condition: { StringEquals: { [key]: value } } });
    const now = [
      ...nothing,
      policy({ policy: sealed(asking("aws:RequestTag/a", "TenantId", `arn:aws:s3:::${hidden}/*`)) }),
      policy({ policy: asking("aws:PrincipalTag/TenantId", "a", "arn:aws:s3:::public/*") }, "clear"),
    ];
    const { stdout } = await run([write("old.json", nothing), write("new.json", now)]);
    expect(stdout).to.include("if aws:RequestTag/a StringEquals TenantId\n").and.not.to.include("hunter2");
  });

  it("so are the accounts and services that a secret document trusts, but no names in them", async () => {
    const AWS = [
      "333333333333",
      "arn:aws:iam::444444444444:root",
      `arn:aws:iam::555555555555:role/${hidden}`,
    ];
    const Principal = { AWS, Service: "ec2.amazonaws.com" };
    const now = [role({ assumeRolePolicy: sealed(assume({ Principal })) })];
    const { stdout } = await run([write("old.json", nothing), write("new.json", now)]);
    for (const one of [
      ...AWS.slice(0, 2),
      "arn:aws:iam::555555555555:role/(secret)",
      "Service:ec2.amazonaws.com",
    ])
      expect(stdout).to.include(one);
    expect(stdout).not.to.include("hunter2");
  });

  it("short secrets are hidden where they stand alone", async () => {
    const short = { type: "x:index:Y", urn: "a::y", inputs: { of: sealed("ab") } };
    const now = [short, ...nothing, policy({ policy: allow("arn:aws:s3:::cab/ab") })];
    const { stdout } = await run([write("old.json", nothing), write("new.json", now)]);
    expect(stdout).to.include("s3:GetObject on arn:aws:s3:::cab/(secret)\n");
  });
});
