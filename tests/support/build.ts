import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./folder";

/** Whether `npm ci` or another build has been here since the sources changed. */
export function isBuilt(): boolean {
  const entry = join(repository, "dist/components/index.js");
  const folders = ["components", "cli"];
  const sources = folders.flatMap((name) =>
    readdirSync(join(repository, name), { recursive: true }).map((file) => `${name}/${file}`),
  );
  const files = [...sources, "tools/tsconfig.build.json", "tsconfig.json", "package.json"];
  const changed = files.map((name) => statSync(join(repository, name)).mtimeMs);
  return existsSync(entry) && statSync(entry).mtimeMs > Math.max(...changed);
}

/** Builds where that has not been. */
export function build(): void {
  if (!isBuilt()) execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
}
