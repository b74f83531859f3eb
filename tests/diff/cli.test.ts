import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { run } from "../../cli/diff/cli";
import { temporaryFolder } from "../support/folder";

const document = (Action: string | string[], Effect = "Allow") => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Read", Effect, Action, Resource: "arn:aws:s3:::a/*" }],
});
const narrow = JSON.stringify(document("s3:GetObject"));
const wide = JSON.stringify(document("s3:Get*"));
const wider = JSON.stringify(document("s3:*"));
/** Of the growth from narrow to wide. */
const id = "ed5751e217feba0ceb4452e9ae6d0d36";

describe("hipaa-iam diff", () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    const path = join(folder(), name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  /** Two folders with one policy each. */
  const sides = (old: string, now: string) => {
    const [from, to] = [write("old/p.json", old), write("new/p.json", now)];
    return [join(from, ".."), join(to, "..")] as const;
  };
  const exitCode = async (...args: string[]) => (await run(args)).exitCode;

  it("says what grew, in words, and exits with 3", async () => {
    expect(await run([...sides(narrow, wide)])).to.deep.equal({
      exitCode: 3,
      stderr: "",
      stdout: `Access grew: 1 change to look at.

Access grew (1)

policy p
  grant widened (Read)
      s3:Get* on arn:aws:s3:::a/*
      before: s3:GetObject on arn:aws:s3:::a/*
      now allowed, before not: s3:Get on arn:aws:s3:::a/
      id ${id}
`,
    });
  });

  it("says it in Markdown", async () => {
    const { stdout, exitCode } = await run([...sides(narrow, wide), "--markdown"]);
    expect(exitCode).to.equal(3);
    expect(stdout).to.equal(`### Access grew: 1 change to look at.

### Access grew (1)

**\`policy p\`**

- grant widened (\`Read\`)
  - \`s3:Get*\` on \`arn:aws:s3:::a/*\`
  - before: \`s3:GetObject\` on \`arn:aws:s3:::a/*\`
  - now allowed, before not: \`s3:Get\` on \`arn:aws:s3:::a/\`
  - id ${id}
`);
  });

  it("says it for machines", async () => {
    const { stdout, exitCode } = await run([...sides(narrow, wide), "--json"]);
    expect(exitCode).to.equal(3);
    const permission = { resources: ["arn:aws:s3:::a/*"], principals: ["*"], conditions: [""] };
    expect(JSON.parse(stdout)).to.deep.equal({
      grew: true,
      grown: [
        {
          ...{ of: "policy p", what: "grant widened", grew: true, id, statements: ["Read"] },
          access: [{ actions: ["s3:Get*"], ...permission }],
          beside: [{ actions: ["s3:GetObject"], ...permission }],
          witness: {
            by: [],
            request: {
              ...{ action: "s3:Get", resource: "arn:aws:s3:::a/", principal: "*" },
              ...{ accountId: "123456789012", context: {} },
            },
          },
        },
      ],
      ...{ accepted: [], others: [], stale: [] },
    });
  });

  it("exits with 0 where nothing grew", async () => {
    expect(await run([...sides(narrow, narrow)])).to.deep.equal({
      ...{ exitCode: 0, stderr: "", stdout: "Access did not change.\n" },
    });
    const { stdout, exitCode } = await run([...sides(wide, narrow)]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^Access did not grow\.\n\nWhat else changed \(1\)\n/);
    expect(stdout).to.match(/grant narrowed \(Read\)\n {6}s3:Get\* on .*\n {6}now: s3:GetObject on/);
  });

  it("compares two single documents, whatever their files are called, and those of folders by their names", async () => {
    const [old, now, other] = [
      write("old.json", narrow),
      write("new.json", wide),
      write("alone/old.json", wide),
    ];
    expect((await run([old, write("same.json", narrow)])).stdout).to.equal("Access did not change.\n");
    expect((await run([old, now])).stdout).to.match(/^policy new\n {2}grant widened \(Read\)$/m);
    expect((await run([join(other, ".."), now])).stdout).to.match(/^policy new\n {2}grant added \(Read\)$/m);
    const trust = (id: string) => ({
      ...{ Version: "2012-10-17" },
      Statement: { Effect: "Allow", Principal: { AWS: id }, Action: "sts:AssumeRole" },
    });
    const [before, after] = ["111111111111", "222222222222"].map((id) =>
      write(`trust-${id}.json`, JSON.stringify(trust(id))),
    );
    expect((await run([before ?? "", after ?? ""])).stdout).to.match(/^role trust-222222222222\n/m);
    expect((await run([before ?? "", after ?? ""])).stdout).not.to.include("role removed");
  });

  it("an empty value is told as such", async () => {
    const prefixed = (...values: string[]) => {
      const [statement] = document("s3:ListBucket").Statement;
      const Condition = { StringEquals: { "s3:prefix": values } };
      return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Condition }] });
    };
    const { stdout } = await run([...sides(prefixed("b/"), prefixed("", "a/"))]);
    expect(stdout).to.include("if s3:prefix StringEquals (empty) or s3:prefix StringEquals a/\n");
  });

  it("what comes from documents is no Markdown and moves no cursor", async () => {
    const hostile = JSON.stringify({
      ...{ Version: "2012-10-17" },
      Statement: {
        Sid: "@team `x` <img src=x>\u001b[2J\n# Approved",
        Effect: "Allow",
        Action: "a:``b",
        Resource: "*",
      },
    });
    const inMarkdown = await run([...sides(narrow, hostile), "--markdown"]);
    expect(inMarkdown.stdout).to.include(
      "grant added (``@team `x` <img src=x>\\u001b[2J\\u000a# Approved``)",
    );
    expect(inMarkdown.stdout).to.include("  - ```a:``b``` on `*`\n");
    const { stdout } = await run([...sides(narrow, hostile)]);
    expect(stdout).to.include("grant added (@team `x` <img src=x>\\u001b[2J\\u000a# Approved)\n");
  });

  describe("--allow", () => {
    const entry = (parts: object = {}) => JSON.stringify([{ id, reason: "Ticket 7", ...parts }]);
    const allowed = (old: string, now: string, text: string) =>
      run([...sides(old, now), "--allow", write("allow.yaml", text)]);

    it("accepts the growth that it names", async () => {
      const { stdout, exitCode } = await allowed(narrow, wide, `- id: ${id}\n  reason: Ticket 7\n`);
      expect(exitCode).to.equal(0);
      expect(stdout).to.match(/^Access grew by nothing but what is accepted\.\n/);
      expect(stdout).to.include(`id ${id}\n      accepted: Ticket 7\n`);
    });

    it("accepts it whatever the statement is called and however it is written", async () => {
      const renamed = JSON.stringify({
        Version: "2012-10-17",
        Statement: { ...document(["s3:Get*"]).Statement[0], Sid: "Other" },
      });
      expect((await allowed(narrow, renamed, entry())).exitCode).to.equal(0);
    });

    it("accepts no more than it names", async () => {
      expect((await allowed(narrow, wider, entry())).exitCode).to.equal(3);
      const elsewhere = wide.replace("a/*", "*");
      expect((await allowed(narrow, elsewhere, entry())).exitCode).to.equal(3);
      const more = JSON.stringify(document(["s3:Get*", "s3:PutObject"]));
      expect((await allowed(narrow, more, entry())).exitCode).to.equal(3);
      const { stdout, exitCode } = await allowed(narrow, more.replace("a/*", "*"), entry());
      expect(exitCode).to.equal(3);
      expect(stdout).to.include(`Accepted growth that is not there (1)\n\n  ${id}: Ticket 7\n`);
    });

    it("a deny that is accepted to be weakened is not accepted to be lost", async () => {
      const guard = (Resource: string) =>
        JSON.stringify({
          Version: "2012-10-17",
          Statement: { Sid: "D", Effect: "Deny", Action: "s3:*", Resource },
        });
      const [old, weak, weaker] = [guard("*"), guard("arn:aws:s3:::a/*"), guard("arn:aws:s3:::a/b/*")];
      const { stdout } = await run([...sides(old, weak), "--json"]);
      const weakened = JSON.parse(stdout).grown[0].id;
      expect((await allowed(old, weak, entry({ id: weakened }))).exitCode).to.equal(0);
      expect((await allowed(old, weaker, entry({ id: weakened }))).exitCode).to.equal(3);
      expect((await allowed(old, narrow, entry({ id: weakened }))).exitCode).to.equal(3);
    });

    it("says which entries match nothing", async () => {
      const { stdout, exitCode } = await allowed(narrow, narrow, entry());
      expect(exitCode).to.equal(0);
      expect(stdout).to.include(`Accepted growth that is not there (1)\n\n  ${id}: Ticket 7\n`);
    });

    const bad: [what: string, text: string, message: string][] = [
      ["not YAML", "- [", "Flow sequence"],
      ["no list", "id: x", "it is no list"],
      ["no id", entry({ id: undefined }), "entry 1 has no id of a growth"],
      ["an id that could match more", entry({ id: id.slice(0, 8) }), "entry 1 has no id of a growth"],
      ["no reason", entry({ reason: " " }), "entry 1 has no reason"],
      ["what nothing reads", entry({ until: "2027" }), 'entry 1 has "until", which nothing reads'],
      ["one twice", `[${entry().slice(1, -1)}, ${entry().slice(1, -1)}]`, `${id} stands twice`],
    ];
    for (const [what, text, message] of bad) {
      it(`refuses a file with ${what}`, async () => {
        const { stderr, exitCode } = await allowed(narrow, wide, text);
        expect(exitCode).to.equal(2);
        expect(stderr).to.include(message);
      });
    }

    it("takes a file with nothing in it", async () => {
      expect((await allowed(narrow, wide, "# Nothing is accepted.\n")).exitCode).to.equal(3);
    });
  });

  describe("exits with 2 for what cannot be compared", () => {
    const bad: [what: string, args: () => string[], message: string][] = [
      ["one side", () => ["a"], "Give OLD and NEW."],
      ["three", () => ["a", "b", "c"], "Give OLD and NEW."],
      ["an unknown option", () => ["a", "b", "--allo"], "Unknown option '--allo'"],
      ["two forms", () => ["a", "b", "--json", "--markdown"], "Give --markdown or --json, not both."],
      ["a missing path", () => ["/nowhere", "/nowhere"], 'There is no file and no folder "/nowhere".'],
      ["no JSON", () => [write("x.json", "{"), "b"], 'x.json": '],
      ["text that is JSON", () => [write("x.json", '"Statement"'), "b"], 'x.json" is none of these'],
      ["an object of another sort", () => [write("x.json", "{}"), "b"], 'x.json" is none of these'],
      [
        "a key twice",
        () => [write("x.json", narrow.replace('"Effect"', '"Action":"s3:*","Effect"')), "b"],
        "a key stands twice in one object",
      ],
      ["an empty folder", () => [join(write("none/x", ""), ".."), "b"], "has no role and no policy document"],
      [
        "a folder with another file",
        () => [join(write("mixed/x.json", "{}"), ".."), "b"],
        'x.json" is no policy document',
      ],
      [
        "a document in a folder below",
        () => [join(write("deep/p.json", narrow), ".."), join(write("deep/x/y/q.json", wide), "../../..")],
        'deep/x" is a folder: what is in it is not read.',
      ],
      [
        "a folder that is linked",
        () => {
          const place = join(write("linked/p.json", narrow), "..");
          symlinkSync(join(write("elsewhere/q.json", wide), ".."), join(place, "x.json"));
          return [place, place];
        },
        'linked/x.json" is a folder: what is in it is not read.',
      ],
      [
        "two documents of one name",
        () => [join(write("twins/p.json", narrow), ".."), join(write("twins/p.JSON", narrow), "..")],
        "has two policies called p.",
      ],
      [
        "an empty stack",
        () => [write("x.json", '{"version":3,"deployment":{"resources":[]}}'), "b"],
        "has no role and no policy document",
      ],
      ["an unknown stack", () => ["stack:nope", "b"], 'There is no stack "nope"'],
      [
        "two of a kind each",
        () => [
          write("x.json", narrow),
          write("plan.json", '{"resources":[{"type":"aws:iam/role:Role","inputs":{"name":"r"}}]}'),
        ],
        "Give two of a kind.",
      ],
      [
        "a missing file of accepted growth",
        () => [...sides(narrow, wide), "--allow", "/nowhere"],
        "--allow: ",
      ],
    ];
    for (const [what, args, message] of bad) {
      it(what, async () => {
        const { stdout, stderr, exitCode } = await run(args());
        expect(stderr).to.include(message);
        expect([exitCode, stdout]).to.deep.equal([2, ""]);
      });
    }

    it("a stack outside of a program", async () => {
      const before = process.cwd();
      process.chdir(folder());
      const { stderr, exitCode } = await run(["stack:dev", "b"]).finally(() => process.chdir(before));
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(
        /^There is no Pulumi.yaml in .* or above\. Run it in the folder of the program\.\n$/,
      );
    });

    it("but reads a document whatever the case of its ending", async () => {
      const [old] = sides(narrow, narrow);
      const now = join(write("upper/p.JSON", wide), "..");
      expect(await exitCode(old, now)).to.equal(3);
      expect((await run([join(old, "p.json"), join(now, "p.JSON")])).stdout).to.include("grant widened");
    });

    it("but reads a file that begins with a byte order mark", async () => {
      expect(await exitCode(...sides(`\uFEFF${narrow}`, narrow))).to.equal(0);
    });

    it("says how it is used", async () => {
      const { stdout, exitCode } = await run(["--help"]);
      expect(exitCode).to.equal(0);
      expect(stdout).to.match(/^Usage: hipaa-iam diff OLD NEW/);
      // The package has no such script.
      expect(stdout.match(/npm run .*/g)).to.deep.equal([
        "npm run plan -- --json` prints it in the repository of hipaa-iam",
      ]);
    });
  });
});
