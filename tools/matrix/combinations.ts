import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Versions that are tried together. */
export interface Combination {
  node: string;
  pulumi: string;
  aws: string;
  typescript: string;
}

/** With what the other package managers are tried: the oldest line of Node.js, where versions must be named. */
export function withManagers(all: Combination[]): Combination {
  const [, newestOfOldestLine] = all;
  if (!newestOfOldestLine) throw new Error("There is no combination.");
  return newestOfOldestLine;
}

type End = "oldest" | "newest";

/**
 * Every line of Node.js with the oldest and with the newest that this package takes, and TypeScript crosswise. With Node
 * 20 there is one Pulumi: 3.249 and later ask for Node 22.
 */
const tried: [nodeLine: number, node: End, pulumi: End, aws: End, typescript: End][] = [
  [20, "oldest", "oldest", "oldest", "oldest"],
  [20, "newest", "oldest", "newest", "newest"],
  [22, "oldest", "oldest", "oldest", "newest"],
  [22, "newest", "newest", "newest", "oldest"],
  [24, "oldest", "oldest", "newest", "oldest"],
  [24, "newest", "newest", "newest", "newest"],
  [26, "oldest", "oldest", "newest", "newest"],
  [26, "newest", "newest", "newest", "newest"],
];

/** The combinations in versions of today, out of the ranges that package.json states. */
export function combinations(): Combination[] {
  const manifest = JSON.parse(readFileSync(resolve(__dirname, "../../package.json"), "utf8"));
  const versions = {
    node: published("node", manifest.engines.node),
    pulumi: published("@pulumi/pulumi", manifest.dependencies["@pulumi/pulumi"]),
    aws: published("@pulumi/aws", manifest.dependencies["@pulumi/aws"]),
    typescript: published("typescript", manifest.peerDependencies.typescript),
  };
  return tried.map(([line, node, pulumi, aws, typescript]) => ({
    node: at(
      node,
      versions.node.filter((version) => version.startsWith(`${line}.`)),
    ),
    pulumi: at(pulumi, versions.pulumi),
    aws: at(aws, versions.aws),
    typescript: at(typescript, versions.typescript),
  }));
}

/** The versions of a range that the registry has, the oldest first. */
function published(name: string, range: string): string[] {
  const json = execFileSync("npm", ["view", `${name}@${range}`, "version", "--json"], { encoding: "utf8" });
  const versions: string[] = [JSON.parse(json)].flat();
  return versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function at(end: End, versions: string[]): string {
  const version = versions.at(end === "oldest" ? 0 : -1);
  if (!version) throw new Error("A range of package.json has no version in the registry.");
  return version;
}
