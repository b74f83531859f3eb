import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import { review } from "../../cli/review/command";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";
import { deploymentOf, exported } from "./reviewed";

const names = [
  ...["oscal-catalog.json", "oscal-component-definition.json", "promises.csv"],
  ...["review.csv", "review.html", "review.json", "review.md"],
];

describe("hipaa-iam review", () => {
  const folder = temporaryFolder();
  const out = () => ["--out", join(folder(), "out")];
  const inRepository = ["--cwd", repository];
  const example = (name: string) => ["--cwd", join(repository, "examples", name)];

  // The examples take this package from dist/, which another suite may be making just now.
  const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = loader._resolveFilename;
  before(() => {
    loader._resolveFilename = (request, ...rest) =>
      request === "hipaa-iam" ? join(repository, "components/index.ts") : resolve(request, ...rest);
  });
  after(() => {
    loader._resolveFilename = resolve;
  });

  const programs: [what: string, args: string[], components: number, roles: number][] = [
    ["this repository's program", [...inRepository, "--stack", "production"], 1, 2],
    [
      "a program that makes buckets and keys",
      [
        ...[...example("complete"), "--stack", "dev", "--config", "externalId=only-we-know"],
        ...[
          "--account",
          "123456789012",
          "--config",
          "administratorArn=arn:aws:iam::123456789012:role/deployer",
        ],
      ],
      ...([1, 1] as const),
    ],
    [
      "a program of many accounts and Regions",
      [
        ...[...example("fleet"), "--stack", "example", "--config"],
        'hipaa-fleet:externalIds={"production":"only-we-know","dev":"only-we-know-dev","staging":"only-we-know-too"}',
      ],
      ...([4, 4] as const),
    ],
  ];
  for (const [what, args, components, roles] of programs) {
    it(`reviews ${what}`, async () => {
      const { exitCode, stdout, stderr } = await review([...args, ...out()]);
      expect(stderr).to.equal("");
      expect(exitCode).to.equal(0);
      expect(stdout).to.match(
        new RegExp(`^${components} components?, ${roles} roles?, \\d+ statements, 0 without`),
      );
      expect(readdirSync(join(folder(), "out")).sort()).to.deep.equal(names);
      const written = names.map((name) => readFileSync(join(folder(), "out", name), "utf8")).join();
      expect(written).not.to.include("only-we-know");
    });
  }

  it("tells accounts and Regions of a fleet apart", () => {
    // Written by the last of the above.
    const { components } = JSON.parse(readFileSync(join(folder(), "out/review.json"), "utf8"));
    expect(
      components.map(({ accountId, region, environment }: Record<string, string>) => [
        ...[accountId, region, environment],
      ]),
    ).to.deep.equal([
      ["111111111111", "us-east-1", "production"],
      ["111111111111", "us-west-2", "production"],
      ["222222222222", "us-east-1", "dev"],
      ["222222222222", "us-east-1", "staging"],
    ]);
  });

  it("takes the date, and writes the same files for it", async () => {
    const args = [
      ...inRepository,
      "--stack",
      "dev",
      "--date",
      "2026-11-25T00:00:00Z",
      "--by",
      "me",
      ...out(),
    ];
    const written = async () => {
      await review(args);
      return names.map((name) => readFileSync(join(folder(), "out", name), "utf8"));
    };
    expect(await written()).to.deep.equal(await written());
  });

  it("keeps the time of an OSCAL file that says the same, unless another is asked for", async () => {
    const place = join(folder(), "since");
    const said = async (...args: string[]) => {
      const { exitCode } = await review([...inRepository, "--stack", "dev", "--out", place, ...args]);
      expect(exitCode).to.equal(0);
      const text = readFileSync(join(place, "oscal-component-definition.json"), "utf8");
      return JSON.parse(text)["component-definition"].metadata["last-modified"];
    };
    const [first, second] = ["2026-11-25T00:00:00.000Z", "2026-11-26T00:00:00.000Z"];
    expect(await said("--date", first)).to.equal(first);
    expect(await said()).to.equal(first);
    expect(await said("--date", second)).to.equal(second);
    const now = await said("--config", "backupsWriteOnce=false");
    expect(now > second).to.equal(true);
  });

  const dates: [given: string, taken: string][] = [
    ["2026-11-25", "2026-11-25T00:00:00.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
    ["2026-11-25T10:30:00.25Z", "2026-11-25T10:30:00.250Z"],
    ["2026-11-25t23:30:00-01:00", "2026-11-26T00:30:00.000Z"],
  ];
  it("takes days, which begin at midnight UTC, and times with a zone", async () => {
    writeFileSync(join(folder(), "dated.json"), exported(await deploymentOf(), true));
    for (const [given, taken] of dates) {
      const place = join(folder(), "dated");
      await review(["--state", join(folder(), "dated.json"), "--out", place, "--date", given]);
      const text = readFileSync(join(place, "oscal-component-definition.json"), "utf8");
      expect(JSON.parse(text)["component-definition"].metadata["last-modified"]).to.equal(taken);
    }
  });

  it("takes its own files for no change of the program, and writes the same page again", async () => {
    const program = `
      const { HipaaIamComponent } = require("hipaa-iam");
      new HipaaIamComponent("app", ${JSON.stringify(exampleArgs())});`;
    const [cwd, place = "", ...stack] = programOf("repository", "name: x\nruntime: nodejs\n", program);
    const git = (...words: string[]) => {
      const identity = ["-c", "user.name=me", "-c", "user.email=me@example.com"];
      const { status, stdout } = spawnSync("git", [...identity, ...words], { cwd: place, encoding: "utf8" });
      expect(status).to.equal(0);
      return stdout.trim();
    };
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    const commit = git("rev-parse", "HEAD");
    const page = async (out: string) => {
      const target = join(place, out);
      const args = [cwd ?? "", place, ...stack, "--out", target, "--date", "2026-11-25", "--by", "me"];
      expect((await review(args)).stderr).to.equal("");
      return readFileSync(join(target, "review.html"), "utf8");
    };
    for (const out of ["access-review", "."]) {
      const first = await page(out);
      expect(first).to.include(`<dt>of commit</dt><dd>${commit}</dd>`);
      expect(await page(out)).to.equal(first);
      for (const name of names) rmSync(join(place, out, name));
    }
    mkdirSync(join(place, "access-review"), { recursive: true });
    writeFileSync(join(place, "access-review/notes.txt"), "of others");
    const changed = await page("access-review");
    expect(changed).to.include(`<dd>${commit} with changes that are not committed</dd>`);
    expect(changed).to.include(
      `, commit ${commit.slice(0, 12)} with changes that are not committed, hipaa-iam `,
    );
  });

  it("says on the page who made it, of which commit, with which version of the package", async () => {
    const place = join(folder(), "made");
    const args = [
      "--stack",
      "dev",
      "--out",
      place,
      "--by",
      "A. <Reviewer>",
      "--date",
      "2026-11-25T10:30:00Z",
    ];
    await review([...inRepository, ...args]);
    const page = readFileSync(join(place, "review.html"), "utf8");
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const git = (...words: string[]) =>
      spawnSync("git", words, { cwd: repository, encoding: "utf8" }).stdout.trim();
    const commit = git("rev-parse", "HEAD");
    for (const fact of ["25 November 2026 at 10:30 UTC", "A. &lt;Reviewer&gt;", `hipaa-iam ${version}`]) {
      expect(page).to.include(`<dd>${fact}</dd>`);
    }
    if (commit) expect(page).to.include(`<dt>of commit</dt><dd>${commit}`);
    writeFileSync(join(folder(), "made.json"), exported(await deploymentOf(), true));
    await review(["--state", join(folder(), "made.json"), "--out", place]);
    expect(readFileSync(join(place, "review.html"), "utf8")).not.to.include("<dt>of commit</dt>");
  });

  it("writes the sheet with the separator that is asked for", async () => {
    const place = join(folder(), "sheet");
    await review([...inRepository, "--stack", "dev", "--out", place, "--csv-separator", "semicolon"]);
    expect(readFileSync(join(place, "review.csv"), "utf8")).to.match(/^sep=;\r\n"number";"stack";/);
  });

  it("leaves other files in the folder as they are", async () => {
    const kept = join(folder(), "kept");
    mkdirSync(kept);
    writeFileSync(join(kept, "notes.txt"), "mine");
    await review([...inRepository, "--stack", "dev", "--out", kept]);
    expect(readdirSync(kept).sort()).to.deep.equal(["notes.txt", ...names].sort());
    expect(readdirSync(folder()).filter((name) => name.startsWith(".access-review"))).to.deep.equal([]);
  });

  it("reads the state of a stack", async () => {
    const file = join(folder(), "state.json");
    writeFileSync(file, exported(await deploymentOf(), true));
    const { stdout } = await review(["--state", file, ...out()]);
    expect(stdout).to.match(/^1 component, 1 role, \d+ statements, 0 without a known reason/);
  });

  const times: [what: string, manifest: object | undefined, said: string][] = [
    [
      "as old as it is",
      { time: "2026-11-24T09:30:00.123+01:00" },
      "the state of the stack, as Pulumi wrote it on 24 November 2026 at 08:30 UTC",
    ],
    ["without a time", undefined, "the state of the stack"],
    ["that nobody wrote", { time: "0001-01-01T00:00:00Z" }, "the state of the stack"],
    ["with a time that is none", { time: "<b>" }, "the state of the stack"],
  ];
  for (const [what, manifest, said] of times) {
    it(`says on the page and at the foot of each sheet from which state it was made: one ${what}`, async () => {
      const state = JSON.parse(exported(await deploymentOf(), true)) as { deployment: object };
      const file = join(folder(), "written.json");
      writeFileSync(file, JSON.stringify({ deployment: { ...state.deployment, manifest } }));
      const place = join(folder(), "written");
      await review(["--state", file, "--out", place, "--by", "A"]);
      const page = readFileSync(join(place, "review.html"), "utf8");
      expect(page).to.include(`<dt>from</dt><dd>${said}</dd>`);
      expect(page).to.include(` by A from ${said}, hipaa-iam `);
    });
  }

  it("reads the state from standard input, however slowly it comes", () => {
    const file = join(folder(), "piped.json");
    writeFileSync(file, "{}");
    const command = `(sleep 0.2; cat ${file}) | node tools/run.js cli/main.ts review --state -`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: repository, encoding: "utf8" });
    expect(stderr).to.match(/^--state: this is no export of a stack/);
    expect(status).to.equal(2);
  });

  const programOf = (name: string, yaml: string, program?: string, file = "index.js") => {
    const place = join(folder(), name);
    mkdirSync(place);
    writeFileSync(join(place, "Pulumi.yaml"), yaml);
    writeFileSync(join(place, "Pulumi.dev.yaml"), "config: {}\n");
    if (program) writeFileSync(join(place, file), program);
    return ["--cwd", place, "--stack", "dev"];
  };
  const stateWith = (name: string, plaintext: string) => {
    const file = join(folder(), name);
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext };
    const resource = { urn: "urn:pulumi:dev::x::a:b:C::d", type: "a:b:C", inputs: { secret } };
    writeFileSync(file, JSON.stringify({ deployment: { resources: [resource] } }));
    return ["--state", file];
  };
  const declared = "name: x\nruntime: nodejs\nconfig:\n  key: { secret: true }\n";
  const sdk = JSON.stringify(require.resolve("@pulumi/pulumi"));
  const throwing = (thrown: string) =>
    `const value = new (require(${sdk}).Config)().require("key"); throw ${thrown};`;
  const refusals: [what: string, args: () => string[], message: RegExp][] = [
    ["neither --stack nor --state", () => [], /^Give --stack or --state, one of the two/],
    ["both", () => ["--stack", "dev", "--state", "x"], /^Give --stack or --state, one of the two/],
    ["an unknown option", () => ["--stak", "dev"], /'--stak'/],
    [
      "no such stack",
      () => [...inRepository, "--stack", "x"],
      /There is no stack "x".*dev, production, staging/,
    ],
    ...[
      ...["soon", "", "1", "2026", "2026-11", "25 November 2026", "2026-11-25T10:30:00", "2026-11-25T10:30Z"],
      ...["2026-02-30", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00+02:00", "2026-13-01", "2026-11-00"],
      ...[
        "2026-11-25T24:00:00Z",
        "2026-11-25T10:60:00Z",
        "2026-11-25T10:30:00+24:00",
        "2026-11-25 10:30:00Z",
      ],
      ...[
        "+002026-11-25",
        "1899-12-31",
        "3000-01-01",
        "1900-01-01T00:00:00+01:00",
        "2026-11-25Z",
        " 2026-11-25",
      ],
    ].map((date): [string, () => string[], RegExp] => [
      `the date "${date}"`,
      () => [...inRepository, "--stack", "dev", `--date=${date}`],
      /^--date: ".*" is not accepted\. Give a day .* such as 2026-11-25, or .* 2026-11-25T10:30:00Z or /,
    ]),
    [
      "a separator that there is not",
      () => [...inRepository, "--stack", "dev", "--csv-separator", "pipe"],
      /--csv-separator: "pipe" is not accepted\. Give comma, semicolon or tab\./,
    ],
    [
      "no program",
      () => ["--cwd", folder(), "--stack", "dev"],
      /There is no Pulumi.yaml in .* or above\. Give the folder with --cwd\.\n$/,
    ],
    ["a bad config", () => [...inRepository, "--stack", "dev", "--config", "x"], /--config: give KEY=VALUE/],
    [
      "what the component refuses, in its words",
      () => [...inRepository, "--stack", "dev", "--config", "kmsMasterKeyArn=alias/x"],
      /HipaaIamComponent "hipaa-iam": 1 input is not accepted.\n {2}- kmsMasterKeyArn: 'alias\/x' is not accepted/,
    ],
    ["another language", () => programOf("go", "name: x\nruntime: go\n"), /runtime "go" are not run here/],
    ["an empty folder", () => programOf("empty", "name: x\nruntime: nodejs\n"), /There is no program in/],
    [
      "a program without the component",
      () => programOf("none", "name: x\nruntime: nodejs\n", "exports.x = 1;"),
      /There is no HipaaIamComponent in the stack dev/,
    ],
    [
      "a program that throws",
      () => programOf("throws", "name: x\nruntime: nodejs\n", 'throw new Error("its own words");'),
      /^its own words\n$/,
    ],
    [
      "a program that throws a secret of config, without it",
      () => [
        ...programOf("tells", declared, throwing('new Error("not " + value)')),
        ...["--config", "key=only-we-know"],
      ],
      /^not \(secret\)\n$/,
    ],
    [
      "a program that throws a part of a secret, and no Error",
      () => [
        ...programOf("tells-part", declared, throwing('"not " + JSON.parse(value).dev[0]')),
        ...["--config", 'key={"dev":["only-we-know"]}'],
      ],
      /^not \(secret\)\n$/,
    ],
    [
      "a program that throws a secret within JSON",
      () => [
        ...programOf("tells-json", declared, throwing('new Error("not " + JSON.stringify({ value }))')),
        ...["--config", 'key=only "we"\nknow'],
      ],
      /^not {"value":"\(secret\)"}\n$/,
    ],
    [
      "a program that throws what only it made a secret",
      () =>
        programOf(
          "tells-own",
          "name: x\nruntime: nodejs\n",
          `const pulumi = require(${sdk});
           class Own extends pulumi.CustomResource {}
           new Own("a:b:C", "d", { key: pulumi.secret("only-we-know") });
           module.exports = async () => {
             await new Promise((resolve) => setTimeout(resolve, 100));
             throw new Error("not only-we-know");
           };`,
        ),
      /^not \(secret\)\n$/,
    ],
    ["no file", () => ["--state", join(folder(), "none.json")], /--state: cannot read ".*none.json"/],
    ["no JSON", () => ["--state", join(repository, "README.md")], /--state: this is not JSON/],
    [
      "a secret that is not JSON, without it",
      () => stateWith("no-json.json", "only-we-know"),
      /^--state: the plaintext of a secret is not JSON\. Give what `pulumi stack export --show-secrets` prints\.\n$/,
    ],
    [
      "no export",
      () => ["--state", join(repository, "package.json")],
      /--state: this is no export of a stack/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const target = join(folder(), "never");
      const { exitCode, stdout, stderr } = await review([...args(), "--out", target]);
      expect([exitCode, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(message);
      expect(readdirSync(folder())).not.to.include("never");
    });
  }

  const modules: [what: string, file: string, manifest: object][] = [
    ["by the package", "index.js", { type: "module" }],
    ["by the file's name", "index.mjs", {}],
    ["by what it says", "index.js", {}],
    ["whose main of package.json, as npm init writes it, is not there", "index.mjs", { main: "index.js" }],
  ];
  for (const [what, file, manifest] of modules) {
    it(`runs an ES module with a top-level await, one ${what}, each time`, async () => {
      const place = file + Object.keys(manifest);
      const program = `
        import { createRequire } from "node:module";
        const { HipaaIamComponent } = createRequire(import.meta.url)("hipaa-iam");
        new HipaaIamComponent("app", await Promise.resolve(${JSON.stringify(exampleArgs())}));`;
      const args = programOf(place, "name: x\nruntime: nodejs\n", program, file);
      writeFileSync(join(folder(), place, "package.json"), JSON.stringify(manifest));
      for (const _ of [1, 2]) {
        const { exitCode, stdout, stderr } = await review([...args, ...out()]);
        expect([exitCode, stderr]).to.deep.equal([0, ""]);
        expect(stdout).to.match(/^1 component, 1 role, \d+ statements, 0 without/);
      }
    });
  }

  it("writes into a folder of another disk than the one above it", async function () {
    const disk = mkdtempOn("/dev/shm");
    if (!disk) return this.skip();
    try {
      symlinkSync(disk, join(folder(), "mounted"));
      const args = ["--stack", "dev", "--out", join(folder(), "mounted")];
      const { exitCode, stderr } = await review([...inRepository, ...args]);
      expect([exitCode, stderr]).to.deep.equal([0, ""]);
      expect(readdirSync(disk).sort()).to.deep.equal(names);
    } finally {
      rmSync(disk, { recursive: true });
    }
  });

  it("refuses no folder", async () => {
    const { exitCode, stderr } = await review([...inRepository, "--stack", "dev", "--out", ""]);
    expect([exitCode, stderr]).to.deep.equal([2, '--out: "" is not accepted. Give a folder.\n']);
  });

  it("refuses a folder that cannot be written to, or has a folder of a file's name", async () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    const taken = join(folder(), "taken");
    mkdirSync(join(taken, "review.md"), { recursive: true });
    for (const [target, message] of [
      [file, /--out: cannot write to ".*file"/],
      [join(file, "below"), /--out: cannot write to/],
      ["/proc/below/it", /--out: cannot write to "\/proc\/below\/it": (ENOENT|EROFS|EACCES)/],
      [taken, /review.md is a folder there/],
    ] as const) {
      const { exitCode, stderr } = await review([...inRepository, "--stack", "dev", "--out", target]);
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(message);
    }
    expect(readdirSync(taken)).to.deep.equal(["review.md"]);
  });
});

/** A new folder on a disk; undefined where there is no such disk. */
function mkdtempOn(disk: string): string | undefined {
  try {
    return mkdtempSync(`${disk}/hipaa-iam-`);
  } catch {
    return undefined;
  }
}
