import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../../tests/support/folder";
import { accepted } from "./accepted";

const read = (file: string) => readFileSync(join(repository, file), "utf8");

describe("docs/scanners.md", () => {
  const page = read("docs/scanners.md");

  it("names the versions that are installed", () => {
    const pinned = ["requirements.txt", "requirements-checkov.txt"].flatMap((file) => [
      ...read(`tools/scan/${file}`).matchAll(/^([\w-]+)==(.+)$/gm),
    ]);
    expect(pinned).to.have.length(5);
    for (const [, name, version] of pinned) {
      expect(page).to.match(new RegExp(`^\\| \\[${name}\\]\\(.+\\) \\| ${version}\\b`, "m"));
    }
  });

  it("gives the reason of each finding that is accepted, and of no other", () => {
    const rows = [
      ...page.matchAll(
        /^\| (cfn-lint|checkov|cloudsplaining|parliament|zizmor) \| (\w+) \| (.+) \| .+ \|$/gm,
      ),
    ];
    const told = rows.map(([, scanner, finding]) => `${scanner} ${finding}`);
    const known = new Set(accepted.map(({ scanner, finding }) => `${scanner} ${finding}`));
    expect(told.sort()).to.deep.equal([...known].sort());
    for (const { scanner, finding, sid } of accepted) {
      const row = rows.find(([, ...columns]) => columns[0] === scanner && columns[1] === finding);
      expect(row?.[3]).to.include(sid);
    }
  });
});
