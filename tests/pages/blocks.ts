import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../support/folder";

/** A block of code of a page, as its reader would copy it. */
export interface Block {
  page: string;
  language: string;
  code: string;
  /** The page and the block's first line, which is its name here and in CONTRIBUTING.md. */
  name: string;
}

/** The blocks of README and of the pages in docs/ that say which language they are in, in order. */
export function blocksOfPages(): Block[] {
  const docs = readdirSync(join(repository, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)].flatMap(blocksOf);
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(repository, page), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, language]) => language !== "text")
    .map(([, language = "", code = ""]) => {
      const [first = ""] = code.split("\n");
      return { page, language, code, name: `${page}: ${first.replace(/\s+#.*/, "").trim()}` };
    });
}

/** Blocks of commands that ask nothing but this package and this repository: tests/pages/commands.long.test.ts runs them. */
export const isOffline = ({ language, code }: Block) =>
  language === "sh" &&
  !code.includes("pulumi ") &&
  commandsOf(code).every((command) => offline.test(command));

const offline =
  /^(npx hipaa-iam (review|diff|prove|explain|verify --policy)|npm run (--silent )?(plan|diff|access|review)|node -p|cd |npm ci$)/;

/** Blocks for the real engine, in a checkout of this repository: tests/e2e/pages/commands.test.ts runs them. */
export const isOfEngine = ({ language, code }: Block) =>
  language === "sh" &&
  !/verify|pulumi (package|new|import|cancel|refresh)|cd examples|\$environment|\$stack/.test(code) &&
  commandsOf(code).every((command) => /^pulumi |^npm ci$|^(provider|anchor)=/.test(command));

/** Its commands, without comments and what stands on further lines of a command. */
function commandsOf(code: string): string[] {
  const lines = code.replace(/\\\n|\|\n/g, "| ").split("\n");
  const begins = lines.filter((line) => /^\S/.test(line) && !/^[#}\]]/.test(line));
  return begins.map((line) => line.replace(/\s+#.*/, "").trim());
}
