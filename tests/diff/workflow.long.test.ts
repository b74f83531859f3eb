import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { repository, temporaryFolder } from "../support/folder";
import { workflow } from "./workflow";

const left = ["node_modules", "dist", ".git", ".cache", "coverage"];

describe("the shell lines of the workflow access-diff", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  /** Two checkouts, of which the head may be another; `npm ci` is done by a link. */
  function checkouts(name: string, change: (head: string) => void): string {
    const workspace = join(folder(), name);
    for (const side of ["base", "head"]) {
      const copy = join(workspace, side);
      mkdirSync(copy, { recursive: true });
      cpSync(repository, copy, { recursive: true, filter: (path) => !left.includes(basename(path)) });
      symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
    }
    change(join(workspace, "head"));
    return workspace;
  }

  /** Runs the steps of the job as GitHub does, up to one that fails. */
  function run(workspace: string) {
    const { env, steps } = workflow().jobs.compare ?? { env: {}, steps: [] };
    const file = (text: string) => text.replace("$" + "{{ github.workspace }}", workspace);
    const variables = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, file(value)]));
    const summary = join(workspace, "summary.md");
    let done = { status: null as number | null, stderr: "" };
    for (const { run, "working-directory": at = "." } of steps.filter((step) => step.run)) {
      done = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", run?.replace("npm ci\n", "") ?? ""],
        {
          ...{ cwd: join(workspace, at), encoding: "utf8" },
          env: { PATH: process.env.PATH, HOME: workspace, GITHUB_STEP_SUMMARY: summary, ...variables },
        },
      );
      if (done.status !== 0) break;
    }
    return { ...done, summary: existsSync(summary) ? readFileSync(summary, "utf8") : "" };
  }

  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(path, "utf8");
    expect(text).to.include(from);
    writeFileSync(path, text.replace(from, to));
  };
  const widened = (head: string) =>
    edit(
      join(head, "components/policies/s3.ts"),
      '"s3:GetObject", "s3:PutObject"',
      '"s3:GetObject*", "s3:PutObject"',
    );

  it("pass what changes nothing", () => {
    const { status, stderr, summary } = run(checkouts("same", () => {}));
    expect([status, stderr, summary]).to.deep.equal([0, "", "### Access did not change.\n"]);
  });

  it("fail with 3 where a statement is widened, and say which", () => {
    const { status, summary } = run(checkouts("widened", widened));
    expect(status).to.equal(3);
    expect(summary).to.match(/^### Access grew: 1 change to look at\.\n/);
    expect(summary).to.include("- grant widened (`UseTenantDocuments`)\n  - `s3:GetObject*` on");
  });

  it("pass it where the pull request accepts it", () => {
    const { summary } = run(checkouts("first", widened));
    const [, id] = /id ([0-9a-f]{32})/.exec(summary) ?? [];
    const accepting = (head: string) => {
      widened(head);
      mkdirSync(join(head, ".github"), { recursive: true });
      writeFileSync(join(head, ".github/accepted-access.yaml"), `- id: ${id}\n  reason: Tags are shown\n`);
    };
    const { status, summary: second } = run(checkouts("second", accepting));
    expect(status).to.equal(0);
    expect(second).to.include("accepted: `Tags are shown`");
  });

  it("fail where the pull request cannot be planned", () => {
    const broken = (head: string) =>
      edit(join(head, "Pulumi.production.yaml"), "environment: production", "environment: nowhere");
    expect(run(checkouts("broken", broken)).status).to.equal(2);
  });
});
