import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import * as hipaaIam from "../../components";
import { repository } from "../support/folder";

const read = (file: string) => readFileSync(join(repository, file), "utf8");

describe("docs/other-side.md", () => {
  const page = read("docs/other-side.md");
  const blocks = [...page.matchAll(/```typescript\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

  it("shows what examples/complete does, which is type-checked", () => {
    const example = ["index.ts", "dataBucket.ts"].map((file) => read(`examples/complete/${file}`)).join("\n");
    const lines = (text: string) => text.split("\n").map((line) => line.trim());
    const statements = blocks.flatMap((code) => code.split("\n\n"));
    expect(statements).to.have.length(4);
    for (const statement of statements) {
      expect(lines(example).join("\n")).to.include(lines(statement.trim()).join("\n"));
    }
  });

  it("names every function", () => {
    const functions = Object.keys(hipaaIam).filter((name) => /^[a-z]/.test(name));
    expect(functions).to.have.length(5);
    for (const name of functions) expect(page).to.include(`\n| \`${name}\` |`);
  });
});
