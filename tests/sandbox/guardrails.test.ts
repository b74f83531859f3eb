import { expect } from "chai";
import { inWords } from "../../cli/sandbox/lines";
import { type Opened, opened } from "./opened";

const id = "abcdefghijkl";
const arn = `arn:aws:bedrock:us-east-1:123456789012:guardrail/${id}`;
const headers = (guardrail: string, version?: string) => ({
  "x-amzn-bedrock-guardrailidentifier": guardrail,
  ...(version !== undefined && { "x-amzn-bedrock-guardrailversion": version }),
});
const body = (guardrail: string, version?: string) => ({
  guardrailConfig: { guardrailIdentifier: guardrail, guardrailVersion: version },
});

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and API_runtime_InvokeModel.html */
describe("the sandbox takes a guardrail where Bedrock reads it", () => {
  let box: Opened;
  before(async () => {
    box = await opened({ bedrockGuardrailArn: `${arn}:3`, bedrockStreaming: true });
  });
  after(() => box.stop());

  const toSend = `send guardrailIdentifier ${arn} and guardrailVersion 3`;
  const elsewhere = /is in the (headers|body), and \w+ reads it in the (headers|body)/;
  const form = /guardrailIdentifier is .*: send the guardrail's ID, or its ARN without a version/;
  const version = /guardrailVersion (is missing|is 0): send a number/;
  const tier = { "x-amzn-bedrock-service-tier": "flex" };
  type Row = [what: string, headers: Record<string, string>, body: object, status: number, said?: RegExp];
  const invoke: Row[] = [
    ["in the headers", headers(id, "3"), {}, 200],
    ["by its ARN", headers(arn, "3"), {}, 200],
    ["with a tier", { ...headers(id, "3"), ...tier }, {}, 200],
    ["none", {}, {}, 403, new RegExp(`${toSend} \\(it is not sent\\)$`)],
    ["the draft", headers(id, "DRAFT"), {}, 403, new RegExp(`${toSend} \\(it is ${arn}\\)$`)],
    ["in the body alone", {}, body(arn, "3"), 400, elsewhere],
    ["in both", headers(id, "3"), body("other", "1"), 400, elsewhere],
    ["a tier in the body", headers(id, "3"), { serviceTier: { type: "flex" } }, 400, elsewhere],
    ["no version", headers(arn), {}, 400, version],
    ["an ARN with its version", headers(`${arn}:3`), {}, 400, form],
  ];
  const converse: Row[] = [
    ["in the body", {}, body(id, "3"), 200],
    ["by its ARN", {}, body(arn, "3"), 200],
    ["with a tier", {}, { ...body(arn, "3"), serviceTier: { type: "flex" } }, 200],
    ["none", {}, {}, 403, new RegExp(`${toSend} \\(it is not sent\\)$`)],
    ["another", {}, body("other", "3"), 403, new RegExp(toSend)],
    ["in the headers alone", headers(id, "3"), {}, 400, elsewhere],
    ["in both", headers(id, "3"), body("other", "1"), 400, elsewhere],
    ["a tier in the headers", tier, body(id, "3"), 400, elsewhere],
    ["a tier that is a list", {}, { ...body(id, "3"), serviceTier: { type: ["flex"] } }, 400, /serviceTier/],
    ["no version", {}, body(id), 400, version],
    ["no good version", {}, body(id, "0"), 400, version],
    ["an ARN with its version and the draft", {}, body(`${arn}:3`, "DRAFT"), 400, form],
  ];
  for (const [operations, rows] of [
    [["invoke", "invoke-with-response-stream"], invoke],
    [["converse", "converse-stream"], converse],
  ] as const)
    for (const operation of operations)
      for (const [what, sent, params, status, said = /^allowed/] of rows)
        it(`${operation}, ${what}: ${status}`, async () => {
          const path = `/model/anthropic.claude-haiku-5-5/${operation}`;
          const request = { service: "bedrock", path, headers: sent, body: JSON.stringify(params) };
          const { status: seen } = await box.send(request);
          expect(seen, inWords(box.last())).to.equal(status);
          expect(inWords(box.last())).to.match(said);
        });

  it("an operation that takes none says so", async () => {
    const path = "/model/anthropic.claude-haiku-5-5/count-tokens";
    const { status } = await box.send({ service: "bedrock", path, headers: headers(id, "3"), body: "{}" });
    expect(status).to.equal(400);
    expect(box.last().advice).to.match(/CountTokens takes none: leave it out/);
  });
});
