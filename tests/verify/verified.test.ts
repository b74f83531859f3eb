import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { assessmentOf } from "../../cli/verify/assessment";
import { report } from "../../cli/verify/report";
import { csvOf, htmlOf } from "../../cli/verify/verified";
import { csvRecords } from "../review/csvRecords";
import { reviewed } from "../review/reviewed";
import { writing } from "../review/writing";
import { repository } from "../support/folder";
import { hostile, verificationOf } from "./verification";

describe("what hipaa-iam verify writes", () => {
  const verification = verificationOf("dev");

  it("is an OSCAL assessment that NIST's schema takes, the same for the same answers", async () => {
    const schema = readFileSync(join(repository, "tests/review/nist/oscal_complete_schema.json"), "utf8");
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schema));
    const review = await reviewed();
    const assessment = assessmentOf(verification, review);
    expect(validate(assessment), JSON.stringify(validate.errors)).to.equal(true);
    expect(assessmentOf(verificationOf("dev"), review)).to.deep.equal(assessment);
    const { results } = (assessment as { "assessment-results": { results: Result[] } })["assessment-results"];
    expect(results[0]?.observations).to.have.lengthOf(verification.checks.length);
    const by = (state: string, reason: string) =>
      results[0]?.findings
        .filter(({ target: { status } }) => status.state === state && status.reason === reason)
        .map(({ title, description }) => `${title.split(": ")[1]}: ${description}`);
    expect(by("not-satisfied", "fail")).to.have.lengthOf(6); // What differs in each area.
    // Nobody can say that it is satisfied, and it is no failure.
    const others = by("not-satisfied", "other") ?? [];
    expect(others).to.have.lengthOf(24);
    expect(others.filter((one) => /^accepted: Accepted: differs, and is known/.test(one))).to.have.lengthOf(
      6,
    );
    const unseen = /^(not seen|one of|another of) ?[a-z]*: Could not be seen: could not look: needs /;
    expect(others.filter((one) => unseen.test(one))).to.have.lengthOf(18);
    expect(by("satisfied", "pass")?.filter((one) => /: All agrees\.$/.test(one))).to.have.lengthOf(12);
  });

  it("is valid where nothing could be seen, or nothing was judged", async () => {
    const schema = readFileSync(join(repository, "tests/review/nist/oscal_complete_schema.json"), "utf8");
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schema));
    const review = await reviewed();
    for (const result of ["not seen", "not judged", "told"]) {
      const checks = verification.checks.filter((one) => one.result === result);
      const assessment = assessmentOf({ ...verification, checks }, review);
      expect(validate(assessment), JSON.stringify(validate.errors)).to.equal(true);
      expect(JSON.stringify(assessment)).not.to.include('"satisfied"');
    }
  });

  it("has no markup of a name, no direction that it turns, and names what differs, on the page", () => {
    const page = htmlOf(verification, { ...writing.made, written: "2026-11-28T08:00:00.000Z" });
    expect(page).not.to.match(/<b>d<\/b>|\u202e/);
    expect(page).to.include("&lt;b&gt;d&lt;/b&gt;");
    expect(page).to.include(
      "<dd>the state of the stack, as Pulumi wrote it on 28 November 2026 at 08:00 UTC</dd>",
    );
    expect(page.match(/<h2>/g)).to.have.lengthOf(6);
    const list = page.slice(page.indexOf("<main>"), page.indexOf("<h2>"));
    expect(list.match(/<li>/g)).to.have.lengthOf(18); // What differs and what could not be seen, of each area.
    expect(list).to.include("<li><b>not seen</b>: could not look: needs iam:GetRole</li>");
    expect(page).to.match(/@bottom-left { content: "Verified: stack dev\. Account 123456789012 was read on/);
    for (const fact of ["123456789012", "arn:aws:sts::123456789012:assumed-role/looks/me", "hipaa-iam 1.2.3"])
      expect(page).to.include(`<dd>${fact}</dd>`);
  });

  it("has a line a check in the table, and no formula", () => {
    const [columns, ...lines] = csvRecords(csvOf(verification));
    expect(columns).to.include.members(["account", "date", "by", "result", "details", "id"]);
    expect(lines).to.have.lengthOf(verification.checks.length);
    for (const field of lines.flat()) expect(field).not.to.match(/^[=+\-@\t\r]/);
  });

  it("moves no cursor of a terminal", () => {
    const { stdout, exitCode } = report(verification, { json: false, out: undefined });
    expect(stdout).not.to.match(/[^\P{C}\n]/u);
    expect(stdout).to.include("DIFFERS    differs: *a*");
    expect(stdout).to.match(/12 checks agree, 6 differ, 6 are accepted, 12 could not be seen\.\n$/);
    expect(exitCode).to.equal(3);
    expect(hostile).to.match(/\n/);
  });
});

interface Result {
  observations: unknown[];
  findings: { title: string; description: string; target: { status: { state: string; reason: string } } }[];
}
