import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { explainCommand } from "../../cli/explain/command";
import { planStack } from "../../cli/plan/plan";
import { repository, temporaryFolder } from "../support/folder";
import { used } from "./events";

const create = ["--action", "kms:CreateKey"];
const tagged = ["Environment=dev", "ManagedBy=Application"].flatMap((one) => [
  "--context",
  `aws:RequestTag/${one}`,
]);
const denial =
  "User: arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-dev/s is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action";

describe("explain, of the Region of a request", () => {
  const folder = temporaryFolder();
  const inFolder = (name: string) => join(folder(), name);
  const from = (name: string) => ["--from", inFolder(name)];
  before(async () => {
    const plan = JSON.parse(JSON.stringify(await planStack(repository, "dev")));
    writeFileSync(inFolder("plan"), JSON.stringify(plan));
    const urn = "urn:pulumi:dev::p::pulumi:providers:aws::default_7_0_0";
    const provider = { type: "pulumi:providers:aws", urn, inputs: { region: "us-east-1" } };
    const made = plan.resources.map((one: { type: string; name: string }) => ({
      ...one,
      ...{ urn: `urn:pulumi:dev::p::${one.type}::${one.name}`, provider: `${urn}::id` },
    }));
    writeFileSync(inFolder("state"), JSON.stringify({ deployment: { resources: [provider, ...made] } }));
    mkdirSync(inFolder("review"));
    const { make } = require("../../cli/review/make");
    const options = { state: undefined, folder: repository, stack: "dev", out: inFolder("review") };
    await make({ ...options, config: [], standIn: {}, date: "2026-11-30T00:00:00Z" });
  });

  for (const source of ["plan", "state", "review"])
    it(`is the stack's where nobody tells it: of a ${source}`, async () => {
      const { stdout, exitCode } = await explainCommand([...create, ...tagged, ...from(source)]);
      expect(stdout).to.include("kms:CreateKey on * is allowed to hipaa-app-backend-dev.");
      expect(exitCode).to.equal(0);
    });

  it("is what --context tells", async () => {
    const other = ["--context", "aws:RequestedRegion=eu-west-3"];
    const { stdout, exitCode } = await explainCommand([...create, ...tagged, ...other, ...from("plan")]);
    expect(stdout).to.include("To do: call the Region us-east-1 (it is eu-west-3).");
    expect(exitCode).to.equal(3);
  });

  it("is no reason of an error, whose text does not tell it, and is said to be assumed", async () => {
    writeFileSync(inFolder("error"), denial);
    const { stdout } = await explainCommand([inFolder("error"), ...from("plan")]);
    expect(stdout).to.include("To do: send the tag Environment=dev (what was sent is not known)");
    expect(stdout).not.to.include("call the Region");
    expect(stdout).to.include(
      "Not known: Whether it was the Region us-east-1 that was called: explain assumes so.",
    );
  });

  const ofEvent: [region: string, said: string][] = [
    ["eu-west-3", "To do: call the Region us-east-1 (it is eu-west-3)."],
    ["us-east-1", "kms:CreateKey on * is allowed to hipaa-app-backend-dev."],
  ];
  for (const [awsRegion, said] of ofEvent)
    it(`is an event's own: ${awsRegion}`, async () => {
      const tags = [
        { tagKey: "Environment", tagValue: "dev" },
        { tagKey: "ManagedBy", tagValue: "Application" },
      ];
      const event = { ...used, eventName: "CreateKey", resources: undefined, awsRegion };
      writeFileSync(inFolder("event"), JSON.stringify({ ...event, requestParameters: { tags } }));
      const { stdout } = await explainCommand([inFolder("event"), ...from("plan")]);
      expect(stdout).to.include(said);
    });

  it("of a model that is of no Region is not the stack's", async () => {
    const model = "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-5-5";
    const asked = ["--action", "bedrock:InvokeModel", "--resource", model];
    const { stdout } = await explainCommand([...asked, ...from("plan")]);
    expect(stdout).not.to.include("it is us-east-1");
  });
});
