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

it("every line of Node.js in engines is in the matrix of versions and in GitHub's, and the other way round", () => {
  const { engines } = JSON.parse(read("package.json"));
  const lines = [...engines.node.matchAll(/\^(\d+)\./g)].map(([, line]) => Number(line));
  expect(lines).to.deep.equal([20, 22, 24, 26]);
  const [, onGitHub] = /node: \[(.+)\]/.exec(read(".github/workflows/ci.yml")) ?? [];
  expect(onGitHub?.split(", ").map(Number)).to.deep.equal(lines);
  const tried = [...read("tools/matrix/combinations.ts").matchAll(/^ {2}\[(\d+), "/gm)];
  expect([...new Set(tried.map(([, line]) => Number(line)))]).to.deep.equal(lines);
});

it("README installs a TypeScript that the package takes, and docs/troubleshooting.md says what npm says of another", () => {
  expect(JSON.parse(read("package.json")).peerDependencies.typescript).to.match(/<7$/);
  const page = read("README.md");
  expect(page).to.match(/^npm install -D typescript@6 /m);
  expect(page).to.include("https://www.pulumi.com/docs/iac/languages-sdks/javascript/#using-typescript-7");
  const errors = read("docs/troubleshooting.md");
  expect(errors).to.include("ERESOLVE unable to resolve dependency tree");
  expect(errors).to.include("not authorized to perform: bedrock:ApplyGuardrail");
});
