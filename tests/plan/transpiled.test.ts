import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { transpileOnce } from "../../cli/plan/transpiled";
import { inTemporaryFolder } from "../support/command";

/** Loads a file as a new process would, by a ts-node that says what it is asked for. */
function loader(folder: string, told: { options?: object } = { options: {} }) {
  const asked: string[] = [];
  const javaScript = (module: NodeModule & { _compile(code: string, file: string): void }, file: string) =>
    module._compile(readFileSync(file, "utf8"), file);
  const extensions: Record<string, unknown> = { ".js": javaScript };
  const from = { extensions, resolve: { paths: () => [join(folder, "node_modules")] } };
  transpileOnce({
    ...{ from: from as unknown as NodeRequire, by: [join(folder, "tool.js")], isOfModules: () => false },
    register: (onConfig) => {
      onConfig(join(folder, "tsconfig.json"));
      const service = { ...told, compile: (code: string, _file: string) => `${asked.push(code)} ${code}` };
      extensions[".ts"] = (module: { _compile(code: string, file: string): void }, file: string) =>
        module._compile(service.compile(readFileSync(file, "utf8"), file), file);
      return service;
    },
  });
  let made = "";
  const module = { _compile: (code: string) => (made = code) };
  (extensions[".ts"] as (module: unknown, file: string) => void)(module, join(folder, "index.ts"));
  return { asked: asked.length, made };
}

describe("a program's TypeScript is transpiled once", () => {
  const changes: [what: string, file: string | undefined, asked: number][] = [
    ["nothing changed", undefined, 0],
    ["its text", "index.ts", 1],
    ["its tsconfig.json", "tsconfig.json", 1],
    ["who transpiles", "tool.js", 1],
  ];
  for (const [what, file, asked] of changes) {
    it(`and again where this is not as before: ${what}`, () =>
      inTemporaryFolder((folder) => {
        mkdirSync(join(folder, "node_modules"));
        for (const name of ["index.ts", "tsconfig.json", "tool.js"]) writeFileSync(join(folder, name), "one");
        expect(loader(folder)).to.deep.equal({ asked: 1, made: "1 one" });
        if (file) writeFileSync(join(folder, file), "another");
        expect(loader(folder).asked).to.equal(asked);
        expect(loader(folder).made).to.equal(file === "index.ts" ? "1 another" : "1 one");
      }));
  }

  it("by the ts-node of Pulumi's SDK as well, which does not tell its options", () =>
    inTemporaryFolder((folder) => {
      mkdirSync(join(folder, "node_modules"));
      for (const name of ["index.ts", "tsconfig.json"]) writeFileSync(join(folder, name), "one");
      for (const asked of [1, 0]) expect(loader(folder, {}).asked).to.equal(asked);
    }));

  it("not where its ts-node is told to do more", () =>
    inTemporaryFolder((folder) => {
      mkdirSync(join(folder, "node_modules"));
      for (const name of ["index.ts", "tsconfig.json"]) writeFileSync(join(folder, name), "one");
      for (const _ of [1, 2])
        expect(loader(folder, { options: { require: ["./first.js"] } }).asked).to.equal(1);
    }));
});
