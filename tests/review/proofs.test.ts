import { readFileSync } from "node:fs";
import { join } from "node:path";
import { secret } from "@pulumi/pulumi";
import Ajv from "ajv";
import { expect } from "chai";
import { filesOf } from "../../cli/review/files";
import { provenReviewOf } from "../../cli/review/proofs";
import { reviewOf } from "../../cli/review/reviewing";
import { repository } from "../support/folder";
import { csvRecords } from "./csvRecords";
import { attach, deploymentOf } from "./reviewed";
import { writing } from "./writing";

type Files = Record<string, string>;
const theirs = {
  Sid: "Theirs",
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::example-backups/*",
};
const filesWhere = async (...given: Parameters<typeof deploymentOf>): Promise<Files> =>
  filesOf(provenReviewOf(await deploymentOf(...given)), writing);
const outcomesIn = (files: Files) => {
  const [columns = [], ...rows] = csvRecords(files["promises.csv"] ?? "");
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ""])));
};

describe("what a review says of the promises", function () {
  this.timeout(60_000);
  const schema = JSON.parse(readFileSync(join(repository, "cli/review/review.schema.json"), "utf8"));
  const isReview = new Ajv().compile(schema);

  it("each sentence is proven for all requests, beside the sentence in every file", async () => {
    const files = await filesWhere({ enableRdsMonitoring: true });
    const { components, proven } = JSON.parse(files["review.json"] ?? "");
    const [{ promises }] = components;
    expect(isReview(JSON.parse(files["review.json"] ?? "")), JSON.stringify(isReview.errors)).to.equal(true);
    expect(promises).to.have.length.greaterThan(40);
    expect(proven).to.deep.equal([
      `Proven for all requests, not for some: all ${promises.length} promises of app's roles.`,
    ]);
    expect(outcomesIn(files).map(({ outcome }) => outcome)).to.deep.equal(
      promises.map(() => "proven for all requests"),
    );
    expect(files["review.html"]).to.include(`<li>${proven[0].replace("'", "&#39;")}</li>`);
    const count = (text: string | undefined, what: RegExp) => text?.match(what)?.length;
    expect(count(files["review.html"], /<span>proven for all requests<\/span>/g)).to.equal(promises.length);
    expect(count(files["review.md"], /\| proven for all requests/g)).to.equal(promises.length);
    const definition = files["oscal-component-definition.json"];
    const cited = promises.flatMap(({ hipaa }: { hipaa: string[] }) => hipaa).length;
    expect(count(definition, /"name": "promise-proven"/g)).to.equal(cited);
    expect(definition).not.to.match(/promise-broken|promise-not-proven/);
  });

  it("a sentence that another policy breaks is told with the request and the statement, on the first page too", async () => {
    const files = await filesWhere({}, (component) => attach(component, theirs));
    const broken = outcomesIn(files).filter(({ outcome }) => outcome === "broken");
    expect(broken.map(({ id }) => id)).to.deep.equal(["read-backup", "nothing-else"]);
    expect(broken[0]?.request).to.match(
      /^But s3:GetObject on arn:aws:s3:::example-backups\/.*: by Theirs of extra\.$/,
    );
    const { proven, components } = JSON.parse(files["review.json"] ?? "");
    const all = components[0].promises.length;
    expect(proven[0]).to.equal(
      `Proven for all requests, not for some: ${all - 2} of ${all} promises of app's roles.`,
    );
    expect(proven[1]).to.match(
      /^Broken: backend, may not: read any backup\. But s3:GetObject on .* by Theirs of extra\.$/,
    );
    expect(isReview(JSON.parse(files["review.json"] ?? "")), JSON.stringify(isReview.errors)).to.equal(true);
    for (const name of ["review.html", "review.md", "oscal-component-definition.json"]) {
      expect(files[name], name).to.match(/Theirs of extra/);
    }
    expect(files["oscal-component-definition.json"]).to.include('"value": "backend/read-backup"');
  });

  it("a policy that is a secret as a whole breaks a promise, and nothing of it is told", async () => {
    const files = await filesWhere({}, (component) =>
      attach(component, { ...theirs, Sid: "Canary", Resource: `${theirs.Resource}canary` }, secret),
    );
    expect(outcomesIn(files).filter(({ outcome }) => outcome === "broken")).to.have.length.greaterThan(0);
    for (const [name, text] of Object.entries(files))
      expect(text.toLowerCase(), name).not.to.include("canary");
  });

  it("inputs that the package would refuse promise nothing", async () => {
    const deployment = await deploymentOf();
    const resources = deployment.resources.map((one) =>
      one.type === "hipaa-iam:index:HipaaIamComponent"
        ? { ...one, inputs: { ...one.inputs, bedrockModelPatterns: 1 } }
        : one,
    );
    const { proven } = provenReviewOf({ ...deployment, resources });
    expect(proven).to.deep.equal([
      "Proven: no promises of app's roles, as it has inputs that hipaa-iam does not take.",
    ]);
  });

  it("a review that nobody asked to prove says so, and has no promises", async () => {
    const files = filesOf(reviewOf(await deploymentOf()), writing);
    expect(outcomesIn(files)).to.deep.equal([]);
    expect(files["review.html"]).to.include("<li>Proven: no proofs are attached to this page.</li>");
    expect(files["review.json"]).not.to.include('"promises"');
  });
});
