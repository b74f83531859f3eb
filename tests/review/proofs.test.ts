import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "@pulumi/aws/iam";
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

describe("what a review says of the promises", () => {
  const schema = JSON.parse(readFileSync(join(repository, "cli/review/review.schema.json"), "utf8"));
  const isReview = new Ajv().compile(schema);

  it("each sentence is proven for all requests, beside the sentence in every file", async () => {
    const files = await filesWhere({ enableRdsMonitoring: true });
    const { components, proven } = JSON.parse(files["review.json"] ?? "");
    const [{ promises }] = components;
    expect(isReview(JSON.parse(files["review.json"] ?? "")), JSON.stringify(isReview.errors)).to.equal(true);
    expect(promises).to.have.length.greaterThan(40);
    expect(proven).to.deep.equal([
      `Proven for all requests, not for some: ${promises.length - 1} of ${promises.length} promises of the roles of app. ` +
        "1 is open, as README says.",
    ]);
    expect(outcomesIn(files).map(({ outcome }) => outcome)).to.deep.equal(
      promises.map(({ answer }: { answer: string }) =>
        answer === "open" ? "open, as stated" : "proven for all requests",
      ),
    );
    expect(files["review.html"]).to.include(`<li>${proven[0].replace("'", "&#39;")}</li>`);
    const count = (text: string | undefined, what: RegExp) => text?.match(what)?.length;
    expect(count(files["review.html"], /<span>proven for all requests<\/span>/g)).to.equal(
      promises.length - 1,
    );
    expect(count(files["review.html"], /<span>open, as stated<\/span>/g)).to.equal(1);
    expect(count(files["review.md"], /\| proven for all requests/g)).to.equal(promises.length - 1);
    const definition = files["oscal-component-definition.json"];
    const cited = promises.flatMap(({ hipaa }: { hipaa: string[] }) => hipaa).length;
    const open = promises.find(({ answer }: { answer: string }) => answer === "open");
    expect(count(definition, /"name": "promise-open"/g)).to.equal(open.hipaa.length);
    expect(count(definition, /"name": "promise-proven"/g)).to.equal(cited - open.hipaa.length);
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
      `Proven for all requests, not for some: ${all - 3} of ${all} promises of the roles of app. 1 is open, as README says.`,
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

  const cover = (files: Files) => (files["review.html"] ?? "").split("</section>")[0] ?? "";
  const listIn = (files: Files, heading: string) => {
    const [, text = ""] = cover(files).split(`<h3>${heading}</h3>`);
    return [...text.slice(0, text.indexOf("</ul>")).matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line);
  };
  const shown = ["What was proven and verified", "What is open"] as const;

  it("a policy that nobody can read is one line of the first page, whatever it leaves unproven", async () => {
    const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const files = await filesWhere({}, (component) => {
      new iam.RolePolicyAttachment("admin", { role: component.appIamRoleName, policyArn });
    });
    const unproven = outcomesIn(files).filter(({ outcome }) => outcome === "not proven").length;
    expect(unproven).to.be.above(20);
    expect(listIn(files, shown[0]).slice(1)).to.deep.equal([
      `Not proven: ${unproven} promises, because ${policyArn} was not read.`,
      "Not verified: nothing was asked of AWS for this review.",
    ]);
    expect(listIn(files, shown[1])[0]).to.equal(`${unproven} promises of the roles of app are not proven.`);
    expect(cover(files)).to.include('<a href="#promises-0">');
    expect(files["review.html"]).to.include('<h3 id="promises-0">');
  });

  it("what breaks most promises takes no more than five lines of the first page", async () => {
    const actions = Array.from({ length: 300 }, (_, index) => `s3:*${index}`);
    const files = await filesWhere({}, (component) => {
      attach(component, { Sid: "All", Effect: "Allow", Action: ["*", ...actions], Resource: "*" });
      const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      new iam.RolePolicyAttachment("admin", { role: component.appIamRoleName, policyArn });
    });
    const of = (asked: string) => outcomesIn(files).filter(({ outcome }) => outcome === asked).length;
    const [broken, unproven] = [of("broken"), of("not proven")];
    expect(broken).to.be.above(5);
    expect(unproven).to.be.above(1);
    const lines = listIn(files, shown[0]);
    expect(lines.length).to.equal(1 + 5 + 1); // What is proven, these, and that nothing is verified.
    expect(lines[5]).to.equal(`${broken - 4 + unproven} more are broken or not proven: the table has them.`);
    expect(listIn(files, shown[1]).slice(0, 2)).to.deep.equal([
      `${broken} promises of the roles of app are broken.`,
      `${unproven} promises of the roles of app are not proven.`,
    ]);
    expect(cover(files)).to.include(
      "on everything</b>: *, s3:*0, s3:*1, s3:*2, s3:*3, s3:*4, s3:*5, s3:*6, and 293 more</li>",
    );
    expect(files["review.html"]).to.include("<code>s3:<wbr>*299</code>");
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
      "Proven: no promises of the roles of app, as it has inputs that hipaa-iam does not take.",
    ]);
  });

  it("a review that nobody asked to prove says so, and has no promises", async () => {
    const files = filesOf(reviewOf(await deploymentOf()), writing);
    expect(outcomesIn(files)).to.deep.equal([]);
    expect(files["review.html"]).to.include("<li>Not proven: no proofs are attached to this review.</li>");
    expect(files["review.json"]).not.to.include('"promises"');
  });
});
