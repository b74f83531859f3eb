import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../tests/support/folder";

/** Work with another commit beside this one, both built; and a folder that is removed afterwards. */
export async function besideCommit<T>(
  commit: string,
  work: (folders: Record<string, string>, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const before = join(folder, "before");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
  try {
    git("worktree", "add", "--quiet", "--detach", before, commit);
    symlinkSync(join(repository, "node_modules"), join(before, "node_modules"));
    for (const cwd of [before, repository]) execFileSync("npm", ["run", "--silent", "build"], { cwd });
    return await work(
      { [`at ${git("rev-parse", "--short", commit)}`]: before, "as it stands": repository },
      folder,
    );
  } finally {
    git("worktree", "remove", "--force", before);
    rmSync(folder, { recursive: true, force: true });
  }
}
