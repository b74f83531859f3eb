import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import { review } from "../../review/command";
import { repository, temporaryFolder } from "../support/folder";
import { deploymentOf, exported } from "./reviewed";

const names = [
  "oscal-component-definition.json",
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
        ...["--config", "administratorArn=arn:aws:iam::123456789012:role/deployer"],
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
    const args = [...inRepository, "--stack", "dev", "--date", "2026-11-25T00:00:00Z", ...out()];
    const written = async () => {
      await review(args);
      return names.map((name) => readFileSync(join(folder(), "out", name), "utf8"));
    };
    expect(await written()).to.deep.equal(await written());
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

  it("reads the state from standard input, however slowly it comes", () => {
    const file = join(folder(), "piped.json");
    writeFileSync(file, "{}");
    const command = `(sleep 0.2; cat ${file}) | node --require ts-node/register cli/main.ts review --state -`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: repository, encoding: "utf8" });
    expect(stderr).to.match(/^--state: this is no export of a stack/);
    expect(status).to.equal(2);
  });

  const programOf = (name: string, yaml: string, program?: string) => {
    const place = join(folder(), name);
    mkdirSync(place);
    writeFileSync(join(place, "Pulumi.yaml"), yaml);
    writeFileSync(join(place, "Pulumi.dev.yaml"), "config: {}\n");
    if (program) writeFileSync(join(place, "index.js"), program);
    return ["--cwd", place, "--stack", "dev"];
  };
  const refusals: [what: string, args: () => string[], message: RegExp][] = [
    ["neither --stack nor --state", () => [], /^Give --stack or --state, one of the two/],
    ["both", () => ["--stack", "dev", "--state", "x"], /^Give --stack or --state, one of the two/],
    ["an unknown option", () => ["--stak", "dev"], /'--stak'/],
    [
      "no such stack",
      () => [...inRepository, "--stack", "x"],
      /There is no stack "x".*dev, production, staging/,
    ],
    [
      "a bad date",
      () => [...inRepository, "--stack", "dev", "--date", "soon"],
      /--date: "soon" is not accepted/,
    ],
    ["no program", () => ["--cwd", folder(), "--stack", "dev"], /There is no Pulumi.yaml in .* or above/],
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
    ["no file", () => ["--state", join(folder(), "none.json")], /--state: cannot read ".*none.json"/],
    ["no JSON", () => ["--state", join(repository, "README.md")], /--state: this is not JSON/],
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
