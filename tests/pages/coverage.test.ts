import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";
import { type Block, blocksOfPages, isOfEngine, isOffline } from "./blocks";
import { covered } from "./covered";

/** The table of CONTRIBUTING.md: blocks that no test runs, by name, with the reason. */
function listed(): Map<string, string> {
  const page = readFileSync(join(repository, "CONTRIBUTING.md"), "utf8");
  const [, table = ""] = page.split("## Know which blocks no test runs");
  const rows = table.split("\n## ")[0]?.matchAll(/^\| `([^|]+?)` \| ([^|]+) \|$/gm) ?? [];
  return new Map([...rows].map(([, name = "", why = ""]) => [name, why.trim()]));
}

/** Which tests run a block, and whether it is listed as one that none runs. */
function coversOf(block: Block, list: Map<string, string>): string[] {
  const { page, language, code, name } = block;
  return [
    ...(language === "typescript" ? ["tests/package/docComments.test.ts"] : []),
    ...(isOffline(block) ? ["tests/pages/commands.long.test.ts"] : []),
    ...(isOfEngine(block) ? ["tests/e2e/pages/commands.test.ts"] : []),
    ...covered.filter(([where, begins]) => where === page && begins.test(code)).map(([, , by]) => by),
    ...(list.has(name) ? ["CONTRIBUTING.md"] : []),
  ];
}

describe("each block of README and docs", () => {
  const blocks = blocksOfPages();
  const list = listed();

  it("is run by one test, or is listed in CONTRIBUTING.md with the reason", () => {
    expect(blocks.length).to.be.greaterThan(60);
    const wrong = blocks
      .map((block) => [block.name, coversOf(block, list)])
      .filter(([, by]) => by?.length !== 1);
    expect(wrong).to.deep.equal([]);
  });

  it("that is named in CONTRIBUTING.md or in the tests' table is there", () => {
    const names = blocks.map(({ name }) => name);
    expect([...list.keys()].filter((name) => !names.includes(name))).to.deep.equal([]);
    for (const [page, begins, by] of covered) {
      expect(
        blocks.some((block) => block.page === page && begins.test(block.code)),
        `${page} ${begins}`,
      ).to.equal(true);
      expect(existsSync(join(repository, by)), by).to.equal(true);
    }
  });

  it("that is new is found", () => {
    const planted = { page: "README.md", language: "sh", code: "rm -r /\n", name: "README.md: rm -r /" };
    expect(coversOf(planted, list)).to.deep.equal([]);
  });
});
