import { expect } from "chai";
import ts from "typescript";
import * as hipaaIam from "../../components";
import { compiledLibrary, faultsOf, snippetsOfPages } from "./snippets";

describe("doc comments of what the package exports", () => {
  let program: ts.Program;
  let exported: ts.Symbol[];
  let checker: ts.TypeChecker;

  before(() => {
    ({ program, exported, checker } = compiledLibrary());
  });

  /** Interfaces of inputs: those of classes and functions, and those within. */
  const isOfInputs = ({ name }: ts.Symbol) =>
    /Args$|^(BedrockMantle|OidcTrust|RolesAnywhereTrust|TenantIsolation)$/.test(name);

  const tagsOf = (symbol: ts.Symbol) => symbol.getJsDocTags(checker).map(({ name }) => name);
  const examplesOf = (symbol: ts.Symbol) =>
    symbol
      .getJsDocTags(checker)
      .filter(({ name }) => name === "example")
      .map(({ text }) => ts.displayPartsToString(text));
  const textOf = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker));

  it("say of each what it is for", () => {
    expect(exported).to.have.length(21);
    const silent = exported.filter((symbol) => !/^[A-Z][\s\S]{20,}\.$/.test(textOf(symbol)));
    expect(silent.map(({ name }) => name)).to.deep.equal([]);
  });

  it("show an example of each class and function", () => {
    const callable = ts.SymbolFlags.Class | ts.SymbolFlags.Function;
    const shown = exported.filter(({ flags }) => flags & callable);
    expect(shown).to.have.length(8);
    const without = shown.filter((symbol) => !tagsOf(symbol).includes("example"));
    expect(without.map(({ name }) => name)).to.deep.equal([]);
  });

  it("say of each input what it takes, with an example, and the default where it may be left out", () => {
    const inputs = exported
      .filter(isOfInputs)
      .flatMap((symbol) => checker.getDeclaredTypeOfSymbol(symbol).getProperties());
    expect(inputs).to.have.length(58);
    const lacking = inputs.flatMap((input) => {
      const asked = ["example", ...(input.flags & ts.SymbolFlags.Optional ? ["default"] : [])];
      const lacks = asked.filter((tag) => !tagsOf(input).includes(tag));
      const said = /^[A-Z][\s\S]{20,}\.$/.test(textOf(input)) ? [] : ["text"];
      return [...lacks, ...said].map((what) => `${input.name}: ${what}`);
    });
    expect(lacking).to.deep.equal([]);
  });

  it("have examples that compile, and so have README and docs", () => {
    const examples = new Map<string, string>();
    for (const symbol of exported) {
      for (const example of examplesOf(symbol)) examples.set(symbol.name, example);
      if (!isOfInputs(symbol)) continue;
      for (const input of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
        const type = `import("hipaa-iam").${symbol.name}["${input.name}"]`;
        for (const example of examplesOf(input)) {
          const name = `${symbol.name}.${input.name}`;
          examples.set(
            name,
            `import * as pulumi from "@pulumi/pulumi";\nexport const value: ${type} = ${example};`,
          );
        }
      }
    }
    expect(examples.size).to.equal(8 + 58);
    const pages = snippetsOfPages();
    expect(pages.size).to.equal(17);
    const wrong = 'new HipaaIamComponent("app", { ...args, environment: "qa" });';
    const all = new Map([...examples, ...pages, ["wrong", wrong]]);
    expect(faultsOf(all, program, Object.keys(hipaaIam))).to.deep.equal([
      `wrong: Type '"qa"' is not assignable to type 'Environment'.`,
    ]);
  });
});
