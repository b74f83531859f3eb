import { connect } from "node:http2";
import { join } from "node:path";
import { expect } from "chai";
import { deploymentOf } from "../../cli/review/offline";
import { type Model, modelOf } from "../../cli/sandbox/model";
import { callerOf, variablesOf } from "../../cli/sandbox/variables";
import { runComponent } from "../support/component";
import { repository } from "../support/folder";
import { opened, signed } from "./opened";

describe("what a stack says to the sandbox", () => {
  let model: Model;
  before(async () => {
    const folder = join(repository, "examples/complete");
    model = modelOf(
      (
        await deploymentOf({
          folder,
          stack: "dev",
          standIn: {},
          config: ["administratorArn=arn:aws:iam::123456789012:role/deploy", "externalId=an-external-id"],
        })
      ).resources,
    );
  });

  it("examples/complete: its role, its buckets with their policies and key, its key with its policy and tags", () => {
    expect(model.roles.map(({ name, policies }) => [name, policies.length])).to.deep.equal([
      ["hipaa-app-backend-dev", 3],
    ]);
    expect(model.buckets.length).to.equal(3);
    for (const { policy, key, owner } of model.buckets) {
      expect(policy?.statements.length).to.be.greaterThan(3);
      expect([key, owner]).to.deep.equal([model.keys[0]?.arn, model.place.accountId]);
    }
    expect(model.keys.map(({ tags }) => tags.Environment)).to.deep.equal(["dev"]);
    expect(model.keys[0]?.policy?.statements.length).to.be.greaterThan(1);
    expect(model.notes).to.deep.equal([]);
  });

  it("a boundary and a policy whose texts are elsewhere are told, not guessed", async () => {
    const run = await runComponent({ permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/limit" });
    expect(modelOf(run.states).notes).to.deep.equal([
      "hipaa-app-backend-dev has the boundary arn:aws:iam::123456789012:policy/limit, whose text is not in the stack: " +
        "it is not enforced here.",
    ]);
  });

  it("the Region is the provider's, whatever the master key's, which is told", async () => {
    const kmsMasterKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const standIn = { accountId: "123456789012", partition: "aws", region: "ap-south-1" };
    const found = modelOf((await runComponent({ kmsMasterKeyArn }, { standIn })).states);
    const session = callerOf(found);
    const printed = variablesOf(found, session, 1, { bundle: "b", authority: "a" }, false);
    expect([found.place.region, printed.AWS_REGION, printed.AWS_DEFAULT_REGION]).to.deep.equal([
      ...["ap-south-1", "ap-south-1", "ap-south-1"],
    ]);
    expect(found.notes).to.deep.equal([
      "kmsMasterKeyArn is of the Region eu-west-1, the stack of ap-south-1: KMS and S3 of ap-south-1 know no such key. Give one of ap-south-1.",
    ]);
  });

  it("a stack without the component is none for it", () => {
    expect(() => modelOf([])).to.throw("There is no HipaaIamComponent in the stack");
  });
});

it("the sandbox speaks HTTP/2, as the SDK for JavaScript does to Bedrock, and old rclone with another spelling of Expect", async () => {
  const box = await opened();
  const session = connect(box.endpoint, { ca: box.agent.options.ca as string });
  const ask = (headers: Record<string, string>, body: string) =>
    new Promise((resolve) => {
      const stream = session.request(headers);
      stream.once("response", (answer) => resolve(answer[":status"])).end(body);
    });
  try {
    const path = "/model/anthropic.claude-haiku-5-5/converse";
    const post = { ":method": "POST", ":path": path, ...signed("bedrock", box.role) };
    expect(await ask(post, "{}")).to.equal(200);
    expect(box.last()).to.include({
      decision: "allowed",
      action: "bedrock:InvokeModel",
      operation: "Converse",
    });
    const put = { ":method": "PUT", ":path": "/example-documents/tenants/1/a", ...signed("s3", box.role) };
    expect(await ask({ ...put, expect: "100-Continue" }, "x")).to.equal(200);
    expect(box.api.objects.get("/example-documents/tenants/1/a")?.toString()).to.equal("x");
  } finally {
    session.destroy();
    await box.stop();
  }
});
