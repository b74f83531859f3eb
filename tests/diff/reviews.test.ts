import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { accessFrom } from "../../cli/diff/sources";
import { deploymentOf } from "../../cli/review/offline";
import { reviewOf } from "../../cli/review/reviewing";
import { projectIn } from "../plan/programs";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";

/** A program whose grant hangs on something that nobody knows offline. */
const decidedBy = (value: string) => `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const { HipaaIamComponent } = require(${JSON.stringify(join(repository, "components"))});
const ref = new pulumi.StackReference("acme/data/prod");
const iam = new HipaaIamComponent("iam", ${JSON.stringify({ ...exampleArgs(), externalId: "only-we-know" })});
new aws.iam.RolePolicy("p", { name: "p", role: iam.appIamRoleName, policy: ${value}.apply((value) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "x:*",
    Resource: value === "on" ? "*" : "arn:aws:s3:::a" }] })) });`;
const programs = {
  old: decidedBy('ref.getOutput("locked")'),
  now: decidedBy('ref.getOutput("unlocked")'),
  known: decidedBy('pulumi.output("off")'),
};

describe("reviews of programs are compared as their stacks are: by what they read, too", () => {
  const folder = temporaryFolder();
  const project = (index: string) => projectIn(folder(), { index });
  /** The review of a program, as one of a folder; with other members than the command gives it where that is asked for. */
  async function reviewed(which: keyof typeof programs, other: object = {}) {
    const offline = { folder: project(programs[which]), stack: "t", standIn: {}, config: [] };
    const deployment = await deploymentOf(offline);
    const out = mkdtempSync(join(folder(), "r-"));
    const review = deployment.shown?.(reviewOf(deployment));
    writeFileSync(join(out, "review.json"), JSON.stringify({ ...review, ...other }));
    return accessFrom(out);
  }
  const growth = (old: Parameters<typeof compare>[0], now: typeof old) =>
    compare(old, now)
      .filter(({ grew }) => grew)
      .map(({ what, note }) => [what, note]);
  const reads = (more: string, less: string) => [
    ["reads other values", `what is not known offline: ${more} instead of ${less}`],
  ];
  const output = (name: string) => `StackReference acme/data/prod, output ${name}`;

  it("another one is growth", async () => {
    expect(growth(await reviewed("old"), await reviewed("now"))).to.deep.equal(
      reads(output("unlocked"), output("locked")),
    );
  });

  it("one that is new, and one that is gone", async () => {
    const [old, known] = [await reviewed("old"), await reviewed("known")];
    expect(growth(known, old)).to.deep.equal(reads(output("locked"), "nothing"));
    expect(growth(old, known)).to.deep.equal(reads("nothing", output("locked")));
  });

  it("the same is none", async () => {
    expect(growth(await reviewed("old"), await reviewed("old"))).to.deep.equal([]);
  });

  it("a review without such notes, as an old build wrote it, is one that reads nothing", async () => {
    expect(growth(await reviewed("old", { notes: [] }), await reviewed("old"))).to.deep.equal(
      reads(output("locked"), "nothing"),
    );
  });

  it("one of a state reads nothing that is not known, and its side is not compared", async () => {
    const ofState = await reviewed("old", { notes: [], source: "state of the stack" });
    expect(growth(ofState, await reviewed("old"))).to.deep.equal([]);
  });
});
