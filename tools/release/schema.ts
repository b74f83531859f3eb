import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";

const repository = join(__dirname, "../..");
export const schemaFile = join(repository, "components/schema.json");

const classes = ["HipaaIamBoundary", "HipaaIamComponent", "HipaaIamGuardrails"];
/** Inputs that SDKs keep secret, so that a preview shows none. */
const secrets = ["externalId"];

/** What the SDK's analyzer makes of the sources, and what it does not know. */
function schemaOfSources(): object {
  const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const { name, version, description, keywords, license } = manifest;
  const { components, typeDefinitions, dependencies } = new Analyzer(
    ...([repository, name, manifest, new Set(classes)] as const),
  ).analyze();
  const described = [name, version, description, components, typeDefinitions, dependencies] as const;
  // Pulumi's default. Where it is left out, the CLI takes a part of the git address, and SDKs are called something else.
  const schema = generateSchema(...described, "pulumi");
  for (const { inputProperties = {} } of Object.values(schema.resources)) {
    for (const secret of secrets) {
      if (inputProperties[secret]) Object.assign(inputProperties[secret], { secret: true });
    }
  }
  return { displayName: "HIPAA IAM", keywords: [...keywords, "kind/component"], license, ...schema };
}

/** As a file, without what a schema leaves out: the analyzer's own mark of options, and lists of nothing. */
export function schemaText(schema = schemaOfSources()): string {
  const isLeftOut = (key: string, value: unknown) =>
    key === "optional" || (Array.isArray(value) && value.length === 0);
  const replacer = (key: string, value: unknown) => (isLeftOut(key, value) ? undefined : value);
  return `${JSON.stringify(schema, replacer, 2)}\n`;
}

/** `npm run schema` writes the schema that the plugin hands to programs in other languages; --check compares it. */
function main(args: string[]): void {
  const text = schemaText();
  if (!args.includes("--check")) writeFileSync(schemaFile, text);
  else if (readFileSync(schemaFile, "utf8") !== text) {
    console.error("components/schema.json is not that of the sources: npm run schema");
    process.exitCode = 1;
  }
}

if (require.main === module) main(process.argv.slice(2));
