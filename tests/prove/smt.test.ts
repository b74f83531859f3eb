import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { statementsOf } from "../../cli/policy/document";
import { prove } from "../../cli/prove/command";
import { all, inside, not } from "../../cli/theorems/claim";
import { problemOf } from "../../cli/theorems/smt/problem";
import { deploymentOf, exported } from "../review/reviewed";
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
      "seconds since 1970 are always a number",
      grant("*", { NumericLessThan: { "aws:EpochTime": "1.5" } }),
      "(assert |aws:epochtime is of its type|)",
    ],
    [
      "what AWS makes is no empty text",
      grant("*", { StringLike: { "aws:CurrentTime": "2*" } }),
      '(assert (distinct |aws:currenttime| ""))',
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
    [
      "dates of years of four digits",
      grant("*", { DateLessThan: { "aws:X": "2026-01-01T00:00:00Z" } }),
      "(assert (=> |aws:x is of its type| (<= (- 62167219200000000000) |aws:x| 253402300799999999999)))",
    ],
    [
      "a date whose zone leads to another year may hold or not",
      grant("*", { DateLessThan: { "aws:X": "9999-12-31T23:59:59-05:00" } }),
      "|1 One DateLessThan aws:X 9999-12-31T23:59:59-05:00 of One cannot be read|",
    ],
  ];
  for (const [what, statement, term] of terms) {
    it(what, () => {
      expect(problem(statement, grant("arn:aws:s3:::other")).join("\n")).to.include(term);
    });
  }

  const refused: [what: string, Condition: object, key: string, why: string][] = [
    [
      "an address",
      { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      "aws:SourceIp",
      "is also compared as an address",
    ],
    ["a number", { NumericLessThan: { "aws:X": "5" } }, "aws:X", "is also compared as a number"],
    ["a date", { DateLessThan: { "aws:X": "2026-01-01T00:00:00Z" } }, "aws:X", "is also compared as a date"],
    [
      "several values",
      { "ForAnyValue:StringLike": { "aws:CalledVia": "a*" } },
      "aws:CalledVia",
      "has several values",
    ],
  ];
  for (const [what, Condition, key, why] of refused) {
    it(`none where a variable's key is ${what}`, () => {
      const ask = () => problem(grant("*", Condition), grant(`arn:aws:s3:::logs/\u0024{${key}}`));
      expect(ask).to.throw(`the variable \u0024{${key.toLowerCase()}} cannot be read: its key ${why}`);
    });
  }

  it("are without what another policy says of other services, and the command says how many it could not write", async () => {
    const deployment = await deploymentOf({}, (iam) => {
      const Statement = [grant(`arn:aws:s3:::team-*/home/${tenant}/*`)];
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      new aws.iam.RolePolicy("more", { role: iam.appIamRoleName, policy });
    });
    const [state, place] = [join(folder(), "state.json"), join(folder(), "team")];
    writeFileSync(state, exported(deployment, true));
    const { stdout } = await prove(["--state", state, "--smt", place]);
    const written = readdirSync(place).filter((name) => name.endsWith(".smt2"));
    expect(written).to.include.members(["backend-list-keys.smt2", "backend-invoke-models.smt2"]);
    expect(written).not.to.include("backend-read-backup.smt2");
    const page = readFileSync(join(place, "README.md"), "utf8");
    const missing = page.match(/^- .*: a variable stands between wildcards$/gm) ?? [];
    expect(missing).to.have.length.greaterThan(3);
    expect(stdout).to.include(
      `${written.length} questions written to ${place}; its README.md says how to have them answered. ${missing.length} could not be written: it says why.`,
    );
  });

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
