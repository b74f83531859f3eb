import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../../tests/support/folder";

type Faults = (manifest: Record<string, unknown>, tag: string, from: string) => string[];
const { faultsOf } = require("./ready") as { faultsOf: Faults };

const from = "https://github.com/acme/hipaa-iam";
const whole = {
  version: "1.2.3",
  repository: { type: "git", url: `git+${from}.git` },
  homepage: `${from}#readme`,
  bugs: { url: `${from}/issues` },
};

describe("a release", () => {
  const rows: [what: string, manifest: Record<string, unknown>, tag: string, faults: RegExp[]][] = [
    ["goes out with all three", whole, "v1.2.3", []],
    ["takes the short forms", { ...whole, repository: from, bugs: `${from}/issues` }, "v1.2.3", []],
    [
      "is kept back without repository",
      { ...whole, repository: undefined },
      "v1.2.3",
      [/^"repository" is not given/],
    ],
    [
      "is kept back without homepage",
      { ...whole, homepage: undefined },
      "v1.2.3",
      [/^"homepage" is not given/],
    ],
    ["is kept back without bugs", { ...whole, bugs: undefined }, "v1.2.3", [/^"bugs" is not given/]],
    [
      "is kept back with another's repository",
      { ...whole, repository: "https://github.com/acme/other" },
      "v1.2.3",
      [/^"repository" is "https:\/\/github\.com\/acme\/other": give https:\/\/github\.com\/acme\/hipaa-iam/],
    ],
    [
      "is kept back with placeholders",
      { ...whole, homepage: "https://git.example.com/hipaa-iam", bugs: { url: "TODO" } },
      "v1.2.3",
      [/^"homepage" is "https:\/\/git\.example\.com/, /^"bugs" is "TODO"/],
    ],
    ...(["OWNER", "YOUR-ORG", "your-org", "<owner>", "{owner}"] as const).map(
      (owner): [string, Record<string, unknown>, string, RegExp[]] => [
        `is kept back with ${owner} in the addresses`,
        {
          ...whole,
          homepage: `https://github.com/${owner}/hipaa-iam#readme`,
          bugs: `https://tracker.acme.dev/${owner}/issues`,
        },
        "v1.2.3",
        [
          /^"homepage" is "https:.*": give the address of a page/,
          /^"bugs" is "https:.*": give the address where/,
        ],
      ],
    ),
    [
      "is kept back with pages of other repositories",
      {
        ...whole,
        homepage: "https://github.com/acme/hipaa-iam-2",
        bugs: "https://github.com/other/hipaa-iam/issues",
      },
      "v1.2.3",
      [
        /^"homepage" is "https.*hipaa-iam-2": give a page of https:\/\/github\.com\/acme\/hipaa-iam, or/,
        /^"bugs" is "https/,
      ],
    ],
    [
      "takes pages of another site, and GitHub's own spelling of the owner",
      {
        ...whole,
        homepage: "https://hipaa-iam.acme.dev/user/name",
        bugs: "https://github.com/Acme/hipaa-iam/issues",
      },
      "v1.2.3",
      [],
    ],
    [
      "is kept back with an address that is not safe",
      { ...whole, homepage: "http://acme.dev" },
      "v1.2.3",
      [/homepage/],
    ],
    [
      "is kept back under another tag",
      whole,
      "v1.2.4",
      [/^The tag is v1\.2\.4, package\.json says v1\.2\.3/],
    ],
    ["tells all faults together", { version: "1.2.3" }, "main", [/tag/, /repository/, /homepage/, /bugs/]],
  ];
  for (const [what, manifest, tag, faults] of rows) {
    it(what, () => {
      const found = faultsOf(manifest, tag, from);
      expect(found.length, found.join("\n")).to.equal(faults.length);
      for (const [index, fault] of faults.entries()) expect(found[index]).to.match(fault);
    });
  }

  it("is kept back as the workflow asks, until the publisher has set the three lines", () => {
    const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const args = ["tools/release/ready.js", `v${manifest.version}`, from];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
    const expected = faultsOf(manifest, `v${manifest.version}`, from);
    expect(status).to.equal(expected.length > 0 ? 1 : 0);
    expect(stderr).to.equal(expected.map((fault) => `::error file=package.json::${fault}\n`).join(""));
    expect(readFileSync(join(repository, ".github/workflows/release.yml"), "utf8")).to.include(
      'run: node tools/release/ready.js "$GITHUB_REF_NAME" "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"',
    );
  });
});

describe("the workflows", () => {
  const folder = join(repository, ".github/workflows");
  const used = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/uses: (\S+)(.*)/g)].map((found) => found.slice(1)),
  );

  it("pin each action by commit, with its release behind it, the same everywhere", () => {
    expect(used.length).to.be.at.least(24);
    for (const [action, release] of used) {
      expect(action).to.match(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(release, action).to.match(/^ # v\d+\.\d+\.\d+$/);
    }
    const names = new Set(used.map(([action = ""]) => action.split("@")[0]));
    expect(new Set(used.map((one) => one.join(""))).size).to.equal(names.size);
  });

  it("are kept fresh by Dependabot", () => {
    const config = readFileSync(join(repository, ".github/dependabot.yml"), "utf8");
    expect(config).to.match(
      /package-ecosystem: github-actions\n {4}directory: \/\n {4}schedule:\n {6}interval: weekly/,
    );
  });
});
