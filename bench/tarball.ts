import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/support/project";
import { planStack } from "../plan/plan";
import type { Table } from "./report";

/** What `npm install` brings of this package. */
export async function tarball(folder: string): Promise<Table[]> {
  const out = execFileSync("npm", ["pack", repository, "--json", "--silent", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const [{ filename, files }] = JSON.parse(out.slice(out.indexOf("[\n")));
  const unpacked = join(folder, "package");
  execFileSync("tar", ["-xzf", filename], { cwd: folder });
  execFileSync("find", [unpacked, "-name", "*.map", "-delete"]);
  const without = join(folder, "without-maps.tgz");
  execFileSync("tar", ["-czf", without, "package"], { cwd: folder });
  const kilobytes = (path: string) => (statSync(path).size / 1000).toFixed(1);
  const maps = files.filter(({ path }: { path: string }) => path.endsWith(".map")).length;
  const rows = [
    ["as published", kilobytes(join(folder, filename)), String(files.length)],
    ["without source maps", kilobytes(without), String(files.length - maps)],
  ];
  return [
    {
      title: "The npm package",
      head: ["tarball", "kB", "files"],
      rows,
      targets: [["kB without source maps", Number(rows[1]?.[1]), 100]],
    },
  ];
}

/** Characters of each document, as the plan counts them. */
export async function documents(): Promise<Table[]> {
  const plan = await planStack(repository, "production");
  const rows = plan.documents.map(({ name, size, quota }) => [name, String(size), String(quota)]);
  return [
    {
      title: "Documents of the production stack",
      head: ["document", "characters", "quota"],
      rows,
      targets: [],
    },
  ];
}
