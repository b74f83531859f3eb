import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Combination } from "./combinations";

/** A package manager besides npm, and what a project must say to it. */
export interface Manager {
  name: string;
  /** npm's package that has it, and the line of versions that is tried. */
  package: string;
  executable: string;
  /** Fields of package.json besides the dependencies. */
  manifest(versions: Combination): object;
  /** Files of the project, by name. */
  files: Record<string, string>;
}

export const managers: Manager[] = [
  {
    name: "Yarn",
    package: "@yarnpkg/cli-dist@4",
    executable: "yarn",
    // Yarn takes the newest Pulumi for what asks for ^3, beside an older one that the project names: two copies.
    manifest: ({ pulumi }) => ({ resolutions: { "@pulumi/pulumi": pulumi } }),
    files: { "yarn.lock": "", ".yarnrc.yml": "nodeLinker: node-modules\nenableTelemetry: false\n" },
  },
  {
    name: "pnpm",
    package: "pnpm@12",
    executable: "pnpm",
    manifest: () => ({}),
    // It fails until the project says of each script of a package whether it may run: this one only prints.
    files: { "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n" },
  },
  { name: "bun", package: "bun@1", executable: "bun", manifest: () => ({}), files: {} },
];

/** Says that only one copy of Pulumi's packages is in a program: run in the project. */
export const oneCopy = `
  const own = (name, from) => require.resolve(name + "/package.json", { paths: [from] });
  const library = require("path").dirname(require.resolve("hipaa-iam/package.json"));
  const aws = require("path").dirname(own("@pulumi/aws", __dirname));
  const copies = [
    ["@pulumi/pulumi", library], ["@pulumi/aws", library], ["@pulumi/pulumi", aws],
  ].filter(([name, from]) => own(name, from) !== own(name, __dirname));
  if (copies.length > 0) throw new Error("Two copies: " + JSON.stringify(copies));
`;

/** Writes what a project needs that takes the tarball and these versions. */
export function writeProject(folder: string, tarball: string, manager: Manager, versions: Combination): void {
  const { node, pulumi, aws, typescript } = versions;
  const dependencies = {
    "hipaa-iam": `file:${tarball}`,
    ...{ "@pulumi/pulumi": pulumi, "@pulumi/aws": aws, typescript },
    "@types/node": `^${node.split(".")[0]}`,
  };
  const manifest = { name: "consumer", version: "1.0.0", private: true, dependencies };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ ...manifest, ...manager.manifest(versions) }, undefined, 2),
  );
  for (const [name, text] of Object.entries(manager.files)) writeFileSync(join(folder, name), text);
}

/** Installs a manager into the project's ignored folder, once for each version of it. */
export function installManager(manager: Manager): { executable: string; version: string } {
  const found = execFileSync("npm", ["view", manager.package, "version", "--json"], { encoding: "utf8" });
  const versions: string[] = [JSON.parse(found)].flat();
  const version = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) ?? "";
  const folder = resolve(__dirname, `../../.cache/${manager.executable}-${version}`);
  const executable = join(folder, "node_modules/.bin", manager.executable);
  if (existsSync(folder)) return { executable, version };
  const half = `${folder}.${process.pid}`; // Only a whole installation gets the name.
  try {
    mkdirSync(half, { recursive: true });
    const name = manager.package.slice(0, manager.package.lastIndexOf("@"));
    const args = ["install", "--prefix", half, "--silent", "--no-audit", "--no-fund", `${name}@${version}`];
    execFileSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return { executable, version };
}
