import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";

const read = (page: string) => readFileSync(join(repository, page), "utf8");
const pages = readdirSync(join(repository, "docs")).filter((name) => /^(?!README).*\.md$/.test(name));
/** A run writes its tables at its end. */
const measured = ["benchmarks.md"];

describe("the pages of docs/", () => {
  it("are all in the index, once", () => {
    const listed = [...read("docs/README.md").matchAll(/^- \[.+?\]\(([\w-]+\.md)\)/gm)].map(
      ([, name]) => name,
    );
    expect(listed.sort()).to.deep.equal(pages.sort());
  });

  it("begin with whom they are for and end with what can go wrong", () => {
    const wrong = pages
      .filter((name) => !measured.includes(name))
      .filter((name) => {
        const text = read(`docs/${name}`).replace(/```[\s\S]*?```/g, "");
        const last = [...text.matchAll(/^## (.+)$/gm)].at(-1)?.[1];
        return !/^# .+\n\nFor /.test(text) || last !== "What can go wrong";
      });
    expect(wrong).to.deep.equal([]);
  });
});

it("README has at most 250 lines", () => {
  expect(read("README.md").split("\n").length).to.be.at.most(251);
});
