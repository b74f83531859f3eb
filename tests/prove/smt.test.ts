import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { statementsOf } from "../../cli/policy/document";
import { prove } from "../../cli/prove/command";
import { all, inside, not } from "../../cli/theorems/claim";
import { problemOf } from "../../cli/theorems/smt/problem";
import { temporaryFolder } from "../support/folder";

/** The question whether the first of some statements lets a request through that the second does not. */
function problem(...statements: object[]): string[] {
  const [one, other] = statementsOf({ Version: "2012-10-17", Statement: statements });
  if (!one || !other) throw new Error("There are no two statements.");
  const text = problemOf(all(inside(one), not(inside(other))), {
    ...{ name: "one role", facts: [] },
    principal: "arn:aws:sts::123456789012:assumed-role/role/session",
  });
  return text.split("\n").filter((line) => !/^(;|\(declare|\(set-logic)/.test(line));
}

const grant = (Resource: string, Condition = {}) => ({
  Sid: "One",
  Effect: "Allow",
  Action: "s3:Get*",
  Resource,
  Condition,
});
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
const tenant = "${aws:PrincipalTag/t}";

describe("questions in SMT-LIB", () => {
  const folder = temporaryFolder();

  const terms: [what: string, statement: object, term: string][] = [
    [
      "wildcards",
      grant("arn:aws:s3:::b/?*"),
      '(str.in_re resource (re.++ (str.to_re "arn:aws:s3:::b/") re.allchar re.all))',
    ],
    [
      "a variable: its key is there, and the text before it and its value begin the resource",
      grant(`arn:aws:s3:::b/${tenant}/*`),
      '(str.prefixof (str.++ "arn:aws:s3:::b/" |aws:principaltag/t|) resource)',
    ],
    ["absence", grant("*", { Null: { "aws:X": "true" } }), "(not |has aws:x|)"],
    [
      "a negated operator holds where the key is not there",
      grant("*", { StringNotEquals: { "aws:X": "a" } }),
      '(not (and |has aws:x| (= |aws:x| "a")))',
    ],
    [
      "any case",
      grant("*", { StringEqualsIgnoreCase: { "aws:X": "a1" } }),
      '(str.in_re |aws:x| (re.++ (re.union (str.to_re "a") (str.to_re "A")) (str.to_re "1")))',
    ],
    [
      "each of several values",
      grant("*", { "ForAllValues:StringEquals": { "aws:X": "a" } }),
      '(or (not |has aws:x 1|) (= |aws:x 1| "a"))',
    ],
    [
      "numbers in billionths, where the value is one",
      grant("*", { NumericLessThan: { "aws:X": "1.5" } }),
      "(and |aws:x is of its type| (< |aws:x| 1500000000))",
    ],
    [
      "what cannot be read may hold or not",
      grant("*", { IpAddress: { "aws:SourceIp": "unknown(eip)/32" } }),
      "|1 One IpAddress aws:SourceIp unknown(eip)/32 of One cannot be read|",
    ],
    [
      "networks as ranges",
      grant("*", { IpAddress: { "aws:SourceIp": "10.0.0.0/24" } }),
      "(<= 167772160 |aws:sourceip| 167772415)",
    ],
  ];
  for (const [what, statement, term] of terms) {
    it(what, () => {
      expect(problem(statement, grant("arn:aws:s3:::other")).join("\n")).to.include(term);
    });
  }

  it("hipaa-iam prove --smt writes one for each promise, and a page for whoever has them answered", async () => {
    const place = join(folder(), "questions");
    const { stdout, stderr, exitCode } = await prove(["--stack", "production", "--smt", place, "--json"]);
    expect([stderr, exitCode]).to.deep.equal(["", 0]);
    const { promises } = JSON.parse(stdout) as { promises: { says: string; answer: string }[] };
    const files = readdirSync(place).filter((name) => name.endsWith(".smt2"));
    expect(files).to.have.length(promises.length);
    const page = readFileSync(join(place, "README.md"), "utf8");
    for (const name of files) {
      const text = readFileSync(join(place, name), "utf8");
      expect(text).to.match(/^; .+\n; Expected: (un)?sat\.\n\(set-logic QF_SLIA\)\n/);
      expect(text).to.match(/\n\(assert [^\n]+\n\(check-sat\)\n$/);
      expect(page).to.include(`| ${name} | ${/Expected: (\w+)/.exec(text)?.[1]} |`);
      // Each opening is closed, outside of texts, names and comments.
      const bare = text.replace(/^;.*$/gm, "").replace(/"[^"]*"|\|[^|]*\|/g, "");
      expect(bare.split("(").length, name).to.equal(bare.split(")").length);
      expect(text, "the external ID").not.to.match(/railway-hipaa-app/);
    }
  });

  it("refuses no folder", async () => {
    expect((await prove(["--stack", "dev", "--smt", ""])).stderr).to.match(/^--smt: "" is not accepted/);
  });
});
