import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { planStack } from "../../cli/plan/plan";
import { repository } from "../../tests/e2e/support/project";
import { sizeLimit, sizeWithoutSourceMaps } from "../../tests/support/packageSize";
import type { Table } from "./report";

/** What `npm install` brings of this package. */
export async function tarball(folder: string): Promise<Table[]> {
  const out = execFileSync("npm", ["pack", repository, "--json", "--silent", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const [{ filename, files }] = JSON.parse(out.slice(out.indexOf("[\n")));
  execFileSync("tar", ["-xzf", filename], { cwd: folder });
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  const maps = files.filter(({ path }: { path: string }) => path.endsWith(".map")).length;
  const rows = [
    ["as published", kilobytes(statSync(join(folder, filename)).size), String(files.length)],
    [
      "without source maps",
      kilobytes(sizeWithoutSourceMaps(join(folder, "package"))),
      String(files.length - maps),
    ],
  ];
  return [
    {
      title: "The npm package",
      head: ["tarball", "kB", "files"],
      rows,
      targets: [["kB without source maps", Number(rows[1]?.[1]), sizeLimit / 1000]],
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
