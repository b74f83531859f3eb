import { join } from "node:path";
import ts from "typescript";

const entry = join(__dirname, "../../components/index.ts");

/** A page of the reference at a glance: every input of the component, each on a line that leads to its doc comment. */
export function inputsPage(): string {
  const program = ts.createProgram([entry], { module: ts.ModuleKind.NodeNext, noLib: true, types: [] });
  const checker = program.getTypeChecker();
  const args = exportedAs("HipaaIamComponentArgs", program, checker);
  const rows = checker
    .getDeclaredTypeOfSymbol(args)
    .getProperties()
    .map((input) => {
      const link = `[\`${input.name}\`](interfaces/HipaaIamComponentArgs.md#${input.name.toLowerCase()})`;
      const [purpose = ""] = ts
        .displayPartsToString(input.getDocumentationComment(checker))
        .split(/(?<=\.)\s/);
      return `| ${link} | ${typeOf(input)} | ${defaultOf(input, checker)} | ${inOneLine(purpose)} |`;
    });
  return [
    "# Inputs",
    "",
    "Every input of `HipaaIamComponent` and `HipaaIamBoundary`. The config of the stack program has the same keys. An input",
    "without `Input<>` is a plain value: names and the list of resources depend on it. Each link leads to the whole text, with",
    "what is refused and an example.",
    "",
    "| input | type | default | what it is |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function exportedAs(name: string, program: ts.Program, checker: ts.TypeChecker): ts.Symbol {
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  const found = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  if (!found) throw new Error(`${entry} exports no ${name}.`);
  return found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
}

/** The type as it is written in the source. */
function typeOf({ valueDeclaration }: ts.Symbol): string {
  const written = valueDeclaration && ts.isPropertySignature(valueDeclaration) && valueDeclaration.type;
  return `\`${inOneLine(written ? written.getText() : "")}\``;
}

function defaultOf(input: ts.Symbol, checker: ts.TypeChecker): string {
  if (!(input.flags & ts.SymbolFlags.Optional)) return "required";
  const tag = input.getJsDocTags(checker).find(({ name }) => name === "default");
  return inOneLine(ts.displayPartsToString(tag?.text));
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
