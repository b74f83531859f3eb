import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { filesOf } from "../../cli/review/files";
import type { Review } from "../../cli/review/review";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { repository } from "../support/folder";
import { csvRecords } from "./csvRecords";
import { oscalSchema } from "./oscalSchema";
import { allStatements, attach, reviewed } from "./reviewed";

const date = "2026-11-25T00:00:00.000Z";

describe("the files of a review", () => {
  let review: Review;
  let files: Record<string, string>;

  before(async () => {
    const args = { enableRdsMonitoring: true, tenantKeyProvisioning: "provisioner" };
    review = await reviewed(args, (component) =>
      attach(component, { Sid: "Theirs", Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    );
    files = filesOf(review, date);
  });

  const read = (name: string) => files[name] ?? "";

  it("are these", () => {
    expect(Object.keys(files)).to.deep.equal([
      ...["review.html", "review.csv", "review.json", "review.md"],
      "oscal-component-definition.json",
    ]);
  });

  it("are the same each time, but for the date of the OSCAL file", () => {
    const later = filesOf(review, "2027-01-01T00:00:00.000Z");
    const other = Object.keys(files).filter((name) => later[name] !== files[name]);
    expect(other).to.deep.equal(["oscal-component-definition.json"]);
    expect(later[other[0] ?? ""]?.replace("2027-01-01", "2026-11-25")).to.equal(files[other[0] ?? ""]);
  });

  it("have each statement exactly once", () => {
    const numbers = allStatements(review).map(({ number }) => number);
    const found = (name: string, pattern: RegExp) =>
      [...read(name).matchAll(pattern)].map(([, number]) => Number(number)).sort((a, b) => a - b);
    expect(numbers.length).to.equal(36);
    expect(found("review.html", /data-statement="(\d+)"/g)).to.deep.equal(numbers);
    expect(found("review.md", /^\| (\d+) \|/gm)).to.deep.equal(numbers);
    expect(
      csvRecords(read("review.csv"))
        .slice(1)
        .map(([number]) => Number(number)),
    ).to.deep.equal(numbers);
    expect(found("review.json", /"number": (\d+)/g)).to.deep.equal(numbers);
  });

  it("have each document of the page as it is", () => {
    const texts = [...read("review.html").matchAll(/<pre[^>]*>(.*?)<\/pre>/gs)].map(([, text = ""]) =>
      JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&")),
    );
    const documents = review.components.flatMap(({ roles }) => roles.flatMap((role) => role.documents));
    expect(texts.map(({ Statement }) => Statement)).to.deep.equal(
      documents
        .filter(({ unread }) => unread === "")
        .map(({ statements }) => statements.map(({ json }) => json)),
    );
  });

  it("review.json is what its schema says, and the schema says all", () => {
    const schema = JSON.parse(readFileSync(join(repository, "cli/review/review.schema.json"), "utf8"));
    const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
    expect(validate(JSON.parse(read("review.json"))), JSON.stringify(validate.errors)).to.equal(true);
    const without = JSON.parse(read("review.json"));
    delete without.components[0].roles[0].documents[0].statements[0].reason;
    expect(validate(without)).to.equal(false);
    expect(validate({ ...JSON.parse(read("review.json")), more: 1 })).to.equal(false);
  });

  it("the OSCAL file is a component definition, with each provision that a statement serves", () => {
    const oscal = JSON.parse(read("oscal-component-definition.json"));
    const validate = new Ajv({ strict: true, allErrors: true }).compile(oscalSchema);
    expect(validate(oscal), JSON.stringify(validate.errors)).to.equal(true);
    const [component] = oscal["component-definition"].components;
    const requirements = component["control-implementations"][0]["implemented-requirements"];
    const served = Object.keys(hipaaProvisions).map((provision) => [
      provision,
      allStatements(review).filter(({ provisions }) => provisions.includes(provision)).length,
    ]);
    type Requirement = { props: { value: string }[]; statements: unknown[] };
    expect(
      requirements.map(({ props, statements }: Requirement) => [props[0]?.value, statements.length]),
    ).to.deep.equal(served.filter(([, count]) => count !== 0));
    const uuids = [...JSON.stringify(oscal).matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid);
    expect(new Set(uuids).size).to.equal(uuids.length);
  });

  it("the page needs nothing from elsewhere, and runs nothing", () => {
    expect(read("review.html")).not.to.match(/<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=|src=/i);
    const links = [...read("review.html").matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
    const ids = [...read("review.html").matchAll(/ id="([^"]*)"/g)].map(([, id]) => `#${id}`);
    expect(links.filter((href) => !ids.includes(href))).to.deep.equal([]);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("the page has a language, one title, headings without gaps, and tables with captions and scopes", () => {
    const html = read("review.html");
    expect(html).to.match(/^<!DOCTYPE html>\n<html lang="en">/);
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1).length).to.equal(1);
    const gaps = levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1);
    expect(gaps).to.deep.equal([]);
    const count = (pattern: RegExp) => [...html.matchAll(pattern)].length;
    expect(count(/<table/g)).to.equal(count(/<caption>/g));
    expect(count(/<th /g)).to.equal(count(/<th [^>]*scope="(col|row)"/g));
  });
});
