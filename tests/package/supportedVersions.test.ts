import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";

const read = (file: string) => readFileSync(join(repository, file), "utf8");

it("docs/supported-versions.md states the ranges of package.json", () => {
  const { engines, dependencies, peerDependencies } = JSON.parse(read("package.json"));
  const rows = [...read("docs/supported-versions.md").matchAll(/^\| (\S+) \| `(.+)` \| `\w+`/gm)];
  const stated = rows.map(([, name = "", range = ""]) => [name, range.replaceAll("\\|", "|")]);
  expect(Object.fromEntries(stated)).to.deep.equal({
    "Node.js": engines.node,
    ...dependencies,
    TypeScript: peerDependencies.typescript,
  });
});
