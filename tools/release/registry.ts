import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { schemaFile } from "./schema";

/** What the publisher alone knows of the page in the Pulumi Registry. */
export interface Publication {
  publisher?: string;
  namespace?: string;
  repository?: string;
  homepage?: string;
  logoUrl?: string;
}

/** The schema with all that the Pulumi Registry shows. Fails with every fault together. */
export function registrySchema(publication: Publication): object {
  const faults = Object.entries(rules).flatMap(([name, [isGood, what]]) => {
    const value = publication[name as keyof Publication];
    return value !== undefined && isGood(value) ? [] : [`--${name}: give ${what}, not ${value ?? "nothing"}`];
  });
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return { ...JSON.parse(readFileSync(schemaFile, "utf8")), ...publication };
}

type Rule = [isGood: (value: string) => boolean, what: string];

/** A page of its own. A placeholder would send users to somebody else's. */
const isPage = (value: string) =>
  URL.canParse(value) && /^https:\/\/(?!([\w-]+\.)*example\.)[\w-]+(\.[\w-]+)+\/.+/.test(value);

const rules: Record<keyof Publication, Rule> = {
  publisher: [(value) => value.trim() !== "", "the name of who publishes"],
  // The pattern of Pulumi's own schema for schemas; pulumi is Pulumi's.
  namespace: [
    (value) => /^([a-z][a-z0-9]*)(-[a-z0-9]+)*$/.test(value) && value !== "pulumi",
    "its own name there",
  ],
  repository: [isPage, "the https address of the repository"],
  homepage: [isPage, "the https address of the page"],
  logoUrl: [isPage, "the https address of an image"],
};

/** `npm run --silent schema:registry -- --publisher NAME ... > schema.json`, for `pulumi package publish`. */
function main(args: string[]): void {
  const options = Object.fromEntries(Object.keys(rules).map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args, options });
    console.log(JSON.stringify(registrySchema(values as Publication), undefined, 2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}

if (require.main === module) main(process.argv.slice(2));
