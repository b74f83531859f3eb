import { Role } from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import { expect } from "chai";
import { defaultStandIn, type Run } from "../../cli/plan/run";
import { HipaaIamBoundary, HipaaIamComponent, HipaaIamGuardrails } from "../../components";
import { documentsOf, exampleArgs, run } from "../support/component";

const reference = "urn:pulumi:test::hipaa-iam::pulumi:providers:aws::ireland::ireland-id";

/** A component with monitoring in Ireland, in a program whose default provider is in us-east-1. */
function runInIreland(give: "provider" | "providers"): Promise<Run> {
  return run(() => {
    const provider = new Provider("ireland", { region: "eu-west-1" });
    const options = give === "provider" ? { provider } : { providers: { aws: provider } };
    const args = { ...exampleArgs(), enableRdsMonitoring: true, bedrockInRegionOnly: true };
    new HipaaIamComponent("app", args, options);
  });
}

for (const give of ["provider", "providers"] as const) {
  describe(`an explicit provider, given as ${give}`, () => {
    let done: Run;
    before(async () => {
      done = await runInIreland(give);
    });

    it("reaches every child", () => {
      const children = done.resources.filter(({ type }) => type.startsWith("aws:iam/"));
      expect(children).to.have.length(9);
      for (const { name, provider } of children) expect(provider, name).to.equal(reference);
    });

    it("reaches every invoke", () => {
      expect(done.invokes.map(({ token }) => token)).to.have.members([
        "aws:index/getPartition:getPartition",
        "aws:index/getDefaultTags:getDefaultTags",
        "aws:index/getCallerIdentity:getCallerIdentity",
        "aws:index/getRegion:getRegion",
        ...Array(5).fill("aws:iam/getPolicyDocument:getPolicyDocument"),
      ]);
      for (const { token, provider } of done.invokes) expect(provider, token).to.equal(reference);
    });

    it("gives its Region to every document that names one", () => {
      const { "hipaa-app-backend-dev": trust, "dev-s3-access-policy": s3, ...regional } = documentsOf(done);
      expect(JSON.stringify([trust, s3])).not.to.match(/us-east-1|eu-west-1/); // Neither names a Region.
      const masterKey = exampleArgs().kmsMasterKeyArn as string; // It stays where it is.
      for (const [name, document] of Object.entries(regional)) {
        const text = JSON.stringify(document).replaceAll(masterKey, "");
        expect(text, name).to.include("eu-west-1").and.not.include("us-east-1");
      }
      expect(Object.keys(regional)).to.have.length(3);
    });

    it("is what the master key's Region is compared with", () => {
      expect(done.warnings).to.deep.equal([
        "kmsMasterKeyArn: the key is in Region us-east-1, the provider in eu-west-1. " +
          "The backend must call KMS in the key's Region.",
      ]);
    });
  });
}

it("a provider whose config is not known yet, in a preview, leaves the documents unknown and refuses nothing", async () => {
  const program = () => {
    const deployer = new Role("deployer", { assumeRolePolicy: "{}" });
    const provider = new Provider("late", { region: "eu-west-1", assumeRoles: [{ roleArn: deployer.arn }] });
    new HipaaIamComponent("app", exampleArgs(), { provider });
    new HipaaIamBoundary("edge", exampleArgs(), { provider });
    const administratorArns = ["arn:aws:iam::123456789012:role/pulumi"];
    const guarded = { targetIds: ["r-a1b2"], keptBucketArns: ["arn:aws:s3:::example-backups"] };
    const allowedRegions = ["us-east-1"];
    new HipaaIamGuardrails("guard", { ...guarded, allowedRegions, administratorArns }, { provider });
  };
  const preview = await run(program, { preview: true });
  expect(preview.errors).to.deep.equal([]);
  expect(documentsOf(preview)).to.deep.equal({ undefined: {} }); // The deployer's.
  expect(preview.resources.filter(({ type }) => type.startsWith("aws:"))).to.have.length(1 + 7 + 1 + 2);
  const up = await run(program);
  expect(up.errors).to.deep.equal([]);
  expect(Object.keys(documentsOf(up))).to.have.length(1 + 4 + 1);
});

it("without an explicit provider, the default one serves children and invokes", async () => {
  const done = await run(() => {
    new HipaaIamComponent("app", exampleArgs());
  });
  for (const { provider } of [...done.resources, ...done.invokes]) expect(provider).to.equal("");
  expect(JSON.stringify(documentsOf(done))).to.include("us-east-1");
});

describe("account, Region and partition are asked for once a provider", () => {
  const asked = ({ invokes }: Run) =>
    invokes
      .filter(({ token }) => token.startsWith("aws:index/"))
      .map(({ token, provider }) => [token, provider]);
  const each = (provider: string) =>
    ["getCallerIdentity", "getDefaultTags", "getPartition", "getRegion"].map((name) => [
      `aws:index/${name}:${name}`,
      provider,
    ]);

  const program = () => {
    const provider = new Provider("ireland", { region: "eu-west-1" });
    const args = (nameSuffix: string) => ({ ...exampleArgs(), nameSuffix });
    for (const suffix of ["a", "b", "c"]) {
      const component = new HipaaIamComponent(`ireland-${suffix}`, args(`${suffix}-ireland`), { provider });
      new HipaaIamComponent(`default-${suffix}`, args(suffix));
      new HipaaIamBoundary(`beneath-${suffix}`, args(suffix), { parent: component });
    }
  };

  it("not once a component", async () => {
    const done = await run(program);
    expect(asked(done)).to.have.deep.members([...each(reference), ...each("")]);
    const documents = Object.values(documentsOf(done));
    expect(documents).to.have.length(3 * (4 + 4 + 1));
  });

  it("and again by the next stack of the same process, whose account may be another", async () => {
    await run(program);
    const done = await run(program, { standIn: { ...defaultStandIn, accountId: "210987654321" } });
    expect(asked(done)).to.have.deep.members([...each(reference), ...each("")]);
    expect(JSON.stringify(documentsOf(done))).to.include(":210987654321:root");
    expect(JSON.stringify(documentsOf(done))).not.to.include(":123456789012:root");
  });
});
