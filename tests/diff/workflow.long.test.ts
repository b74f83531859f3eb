import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect } from "chai";
import { repository, temporaryFolder } from "../support/folder";
import { type Step, workflow } from "./workflow";

const left = ["node_modules", "dist", ".git", ".cache", "coverage"];

describe("the steps of the workflow access-diff", () => {
  const folder = temporaryFolder();

  const checkOut = (commit: string, place: string) => {
    cpSync(commit, place, { recursive: true, filter: (path) => !left.includes(basename(path)) });
    symlinkSync(join(repository, "node_modules"), join(place, "node_modules")); // Instead of `npm ci`.
  };

  /** What GitHub's actions do: a checkout of base or head, whole or of one file, and files that are handed over. */
  function act({ uses = "", with: { path = ".", ref, name = "", ...others } = {} }: Step, at: Places): void {
    const place = join(at.workspace, path);
    const file = others["sparse-checkout"];
    const commit = ref?.includes("base.sha") ? repository : at.head;
    const handedOver = join(at.artifacts, name);
    if (uses.startsWith("actions/checkout@") && file) {
      if (!existsSync(join(commit, file))) return;
      mkdirSync(dirname(join(place, file)), { recursive: true });
      cpSync(join(commit, file), join(place, file), { verbatimSymlinks: true });
    } else if (uses.startsWith("actions/checkout@")) checkOut(commit, place);
    else if (uses.startsWith("actions/upload-artifact@")) {
      if (existsSync(place)) cpSync(place, join(handedOver, path));
    } else if (uses.startsWith("actions/download-artifact@")) cpSync(handedOver, place, { recursive: true });
  }

  interface Places {
    workspace: string;
    head: string;
    artifacts: string;
  }

  /** Runs a job as GitHub does, up to a step that fails, in a folder of its own. */
  function runJob(name: string, at: Places, planned = "") {
    const { env, steps } = workflow().jobs[name] ?? { env: {}, steps: [] };
    const said: Record<string, string> = { "github.workspace": at.workspace, "needs.plan.result": planned };
    const value = (text: string) => text.replace(/\$\{\{ (\S+) \}\}/g, (_, one: string) => said[one] ?? "");
    const variables = Object.fromEntries(Object.entries(env).map(([key, text]) => [key, value(text)]));
    const summary = join(at.workspace, "summary.md");
    mkdirSync(at.workspace, { recursive: true });
    for (const step of steps) {
      if (!step.run) {
        act(step, at);
        continue;
      }
      const line = step.run.replace("npm ci\n", "");
      const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", line], {
        ...{ cwd: join(at.workspace, step["working-directory"] ?? "."), encoding: "utf8" },
        env: { PATH: process.env.PATH, HOME: at.workspace, GITHUB_STEP_SUMMARY: summary, ...variables },
      });
      if (done.status !== 0) return { status: done.status, summary: textOf(summary) };
    }
    return { status: 0, summary: textOf(summary) };
  }
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

  /** Plans a head that is changed and compares it, each on a machine of its own. */
  function run(name: string, change: (head: string) => void) {
    const [head, artifacts] = [join(folder(), name, "commit"), join(folder(), name, "artifacts")];
    checkOut(repository, head);
    change(head);
    const at = (job: string) => ({ workspace: join(folder(), name, job, "work"), head, artifacts });
    const { status } = runJob("plan", at("planning"));
    return runJob("compare", at("comparing"), status === 0 ? "success" : "failure");
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
  const accept = (head: string, id: string | undefined) => {
    mkdirSync(join(head, ".github"), { recursive: true });
    writeFileSync(join(head, ".github/accepted-access.yaml"), `- id: ${id}\n  reason: Tags are shown\n`);
  };
  const idOf = (summary: string) => /id ([0-9a-f]{32})/.exec(summary)?.[1];

  it("pass what changes nothing", () => {
    expect(run("same", () => {})).to.deep.equal({ status: 0, summary: "### Access did not change.\n" });
  });

  let id: string | undefined;
  it("fail with 3 where a statement is widened, and say which", () => {
    const { status, summary } = run("widened", widened);
    expect(status).to.equal(3);
    expect(summary).to.match(/^### Access grew: 1 change to look at\.\n/);
    expect(summary).to.include("- grant widened (`UseTenantDocuments`)\n  - `s3:GetObject*` on");
    id = idOf(summary);
  });

  it("pass it where the pull request accepts it", () => {
    const { status, summary } = run("accepted", (head) => {
      widened(head);
      accept(head, id);
    });
    expect(status).to.equal(0);
    expect(summary).to.include("accepted: `Tags are shown`");
  });

  it("do not take growth for accepted that is accepted where nobody sees it", () => {
    const { status } = run("linked", (head) => {
      widened(head);
      accept(head, id);
      cpSync(join(head, ".github/accepted-access.yaml"), join(folder(), "elsewhere.yaml"));
      edit(join(head, ".github/accepted-access.yaml"), "Tags", "Other tags");
      spawnSync("ln", ["-sf", join(folder(), "elsewhere.yaml"), join(head, ".github/accepted-access.yaml")]);
    });
    expect(status).to.equal(3);
    const writing = run("writing", (head) => {
      widened(head);
      const text = JSON.stringify(`- id: ${id}\n  reason: I say so\n`);
      appendFileSync(
        join(head, "index.ts"),
        `require("node:fs").mkdirSync(".github", { recursive: true });
         require("node:fs").writeFileSync(".github/accepted-access.yaml", ${text});\n`,
      );
    });
    expect(writing.status).to.equal(3);
  });

  it("fail whatever the pull request does to the checkouts beside its own", () => {
    const { status, summary } = run("reaching", (head) => {
      widened(head);
      appendFileSync(
        join(head, "index.ts"),
        `for (const place of ["../base", "../accepted"]) {
           require("node:fs").cpSync(".", place, { recursive: true });
           require("node:fs").writeFileSync(place + "/cli/main.ts", "process.exit(0);");
         }\n`,
      );
    });
    expect(status).to.equal(3);
    expect(summary).to.include("- grant widened (`UseTenantDocuments`)");
  });

  it("fail where the pull request cannot be planned, or ends the plan", () => {
    const broken = (head: string) =>
      edit(join(head, "Pulumi.production.yaml"), "environment: production", "environment: nowhere");
    const failed = { status: 1, summary: "The pull request could not be planned: see the job plan.\n" };
    expect(run("broken", broken)).to.deep.equal(failed);
    const ending = (head: string) => appendFileSync(join(head, "index.ts"), "process.exit(0);\n");
    expect(run("ending", ending)).to.deep.equal(failed);
  });
});
