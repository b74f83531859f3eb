import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "@pulumi/aws/iam";
import Ajv from "ajv";
import { expect } from "chai";
import { refusalsOf } from "../../cli/review/cover";
import { filesOf } from "../../cli/review/files";
import { openOf } from "../../cli/review/open";
import type { Review } from "../../cli/review/review";
import { reviewOf } from "../../cli/review/reviewing";
import { readState } from "../../cli/review/state";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { repository, temporaryFolder } from "../support/folder";
import { csvRecords } from "./csvRecords";
import { allStatements, attach, changed, deploymentOf, exported, reviewed } from "./reviewed";
import { writing } from "./writing";

describe("the files of a review", () => {
  const folder = temporaryFolder();
  let review: Review;
  let files: Record<string, string>;

  before(async () => {
    const args = { enableRdsMonitoring: true, tenantKeyProvisioning: "provisioner" };
    review = await reviewed(args, (component) =>
      attach(component, { Sid: "Theirs", Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    );
    files = filesOf(review, writing);
  });

  const read = (name: string) => files[name] ?? "";

  it("are these", () => {
    expect(Object.keys(files)).to.deep.equal([
      ...["review.html", "review.csv", "promises.csv", "review.json", "review.md"],
      ...["oscal-component-definition.json", "oscal-catalog.json"],
    ]);
  });

  it("are the same each time, but for what the page and review.md say of their making, and the date of the OSCAL file", () => {
    const made = { date: "2027-01-01T00:00:00.000Z", by: "", version: "1.2.4", commit: "", written: "" };
    const later = filesOf(review, { ...writing, made, lastModified: made.date });
    const other = Object.keys(files).filter((name) => later[name] !== files[name]);
    const oscal = "oscal-component-definition.json";
    expect(other).to.deep.equal(["review.html", "review.md", oscal]);
    expect(later[oscal]?.replace("2027-01-01", "2026-11-25")).to.equal(files[oscal]);
    const lines = (text = "") => text.split("\n");
    const [text, since] = [lines(files["review.md"]), lines(later["review.md"])];
    expect(since.filter((line, index) => line !== text[index]).length).to.equal(1);
    expect(filesOf(review, writing)).to.deep.equal(files);
  });

  it("the page's head and the foot of its sheets say when, by whom, with what and from what it was made", () => {
    const page = read("review.html");
    for (const fact of [
      ...["25 November 2026 at 00:00 UTC", "A. Reviewer", "the program, run offline", "hipaa-iam 1.2.3"],
      "0123456789abcdef",
    ]) {
      expect(page.slice(page.indexOf("<header>"), page.indexOf("</header>"))).to.include(`<dd>${fact}</dd>`);
    }
    const [, foot = ""] = /@bottom-left { content: "([^"]*)"/.exec(page) ?? [];
    expect(foot).to.equal(
      "Access review of stack test. Made on 25 November 2026 at 00:00 UTC by A. Reviewer " +
        "from the program, run offline, commit 0123456789ab, hipaa-iam 1.2.3.",
    );
    expect(page).to.include("counter(page)");
    expect(read("review.md").split("\n")[2]).to.equal(foot);
    const commit = `${writing.made.commit.repeat(2)} with changes that are not committed`;
    const changed = filesOf(review, { ...writing, made: { ...writing.made, commit } })["review.html"];
    expect(changed).to.include(", commit 0123456789ab with changes that are not committed, hipaa-iam 1.2.3.");
  });

  it("the page begins with what somebody can sign", () => {
    const page = read("review.html");
    const cover = page.slice(page.indexOf('<section class="cover"'), page.indexOf("</section>"));
    const headings = [...cover.matchAll(/<h\d[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(headings).to.deep.equal([
      ...["Summary", "Who, and which data", "What is refused whatever else is granted", "What is open"],
      ...["What was proven and verified", "Decision"],
    ]);
    expect(cover).to.include("with the external ID");
    expect(cover).to.include("<b>Documents</b>: list names, read, write, delete");
    expect(cover).to.include("<li>No backup and no audit log disappears, whatever else the role is granted");
    expect(cover).to.match(/<li>1 statement of hipaa-app-backend-dev: no reason known/);
    expect(cover).to.match(
      /<li>Each of hipaa-app-backend-dev and dev-key-provisioner trusts its whole account: whoever/,
    );
    expect(cover).to.include("<li>Not proven: no proofs are attached to this review.</li>");
    expect(cover).to.include("<li>Not verified: nothing was asked of AWS for this review.</li>");
    expect(cover).to.include("<dt>Signature</dt>");
    // A box and its word stay on one line.
    for (const box of ["accepted", "accepted with the remarks below", "refused"]) {
      expect(cover).to.include(`<span>☐ ${box}</span>`);
    }
    const told = filesOf({ ...review, proven: ["P <1>"], verified: ["V"], warnings: ["W"] }, writing);
    expect(told["review.html"]).to.include("<ul><li>P &lt;1&gt;</li><li>V</li></ul>");
    expect(told["review.html"]).to.include('<ul class="open"><li>Warning: W</li>');
  });

  const open: [what: string, args: Record<string, unknown>, lines: RegExp[], not: RegExp[]][] = [
    ["nothing of these by default", {}, [], [/overwrite/, /AWS may keep/, /mantle/, /not its own/]],
    [
      "write-once that is off",
      { backupsWriteOnce: false, auditLogsAppendOnly: false },
      [
        /can overwrite an existing backup: backupsWriteOnce is off/,
        /existing audit log: auditLogsAppendOnly is off/,
      ],
      [],
    ],
    ["only the one that is off", { backupsWriteOnce: false }, [/existing backup/], [/existing audit log/]],
    [
      "models for which AWS keeps prompts",
      { bedrockModelPatterns: ["anthropic.claude-sonnet-5-5", "anthropic.claude-fable-5-1"] },
      [/AWS may keep, for up to 30 days, what \S+ sends to anthropic\.claude-fable-5-1 and/],
      [],
    ],
    [
      "the mantle endpoint",
      { bedrockMantle: {} },
      [/endpoint bedrock-mantle: no guardrail/],
      [/AWS may keep/],
    ],
    [
      "other accounts that are trusted whole",
      {
        trustedPrincipalArns: ["arn:aws:iam::210987654321:root"],
        organizationId: "o-abcdefghij",
        externalId: "only-we-know",
      },
      [/trusts the whole account 210987654321, which is not its own: whoever/],
      [/its whole account/],
    ],
    [
      "no account where roles are named, for tenants too",
      {
        trustedPrincipalArns: ["arn:aws:iam::123456789012:role/ecs"],
        tenantIsolation: { tagKey: "TenantId" },
      },
      [],
      [/whoever administers/],
    ],
    [
      "the provisioner's tagging in words that fit it",
      { tenantKeyProvisioning: "provisioner" },
      [/dev-key-provisioner can tag a key .* It cannot use it then, but the backend's role can/],
      [/backend-dev can tag/],
    ],
    ["the backend's own tagging", {}, [/hipaa-app-backend-dev can tag a key .*, and can then use it/], []],
    [
      "the policy of AWS's own that nobody reads here",
      { enableRdsMonitoring: true },
      [/AWS keeps the text of arn:aws:iam::aws:policy\/\S+, on dev-rds-monitoring-role: it is not shown/],
      [],
    ],
    [
      "that no boundary caps the backend",
      {},
      [/hipaa-app-backend-dev has no permissions boundary/],
      [/AWS keeps the text/],
    ],
    [
      "no lack of a boundary where there is one",
      { permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary" },
      [],
      [/has no permissions boundary/],
    ],
  ];
  for (const [what, args, lines, not] of open) {
    it(`what is open names ${what}`, async () => {
      const found = openOf(await reviewed(args)).join("\n");
      for (const line of lines) expect(found).to.match(line);
      for (const line of not) expect(found).not.to.match(line);
    });
  }

  it("what is open names a public external ID of production, also from a state, which holds no warnings", async () => {
    const shown = (externalId: string) =>
      deploymentOf({ environment: "production", externalId }).then((deployment) => ({
        ...deployment,
        warnings: [],
      }));
    for (const externalId of ["railway-hipaa-app", "railway-hipaa-app-production"]) {
      for (const showSecrets of [true, false]) {
        const file = join(folder(), "state.json");
        writeFileSync(file, exported(await shown(externalId), showSecrets));
        const found = openOf(reviewOf(await readState(file))).filter((line) => line.includes("externalId:"));
        expect(found).to.have.lengthOf(showSecrets ? 1 : 0);
        if (showSecrets) expect(found[0]).to.match(/^Warning: externalId: production has (a|the) public /);
      }
    }
    expect(openOf(reviewOf(await shown("only-we-know"))).join()).not.to.include("externalId");
    const { warnings } = await reviewed({ environment: "production" });
    expect(warnings.filter((line) => line.startsWith("externalId"))).to.have.lengthOf(1);
  });

  it("review.md says what is open, what is refused and what was proven, in the words of the first sheet", () => {
    const told = filesOf({ ...review, proven: ["P"], warnings: ["W"] }, writing)["review.md"] ?? "";
    const under = (heading: string) => {
      const [, text = ""] = told.split(`\n## ${heading}\n\n`);
      return (text.split("\n\n")[0] ?? "").split("\n").map((line) => line.replaceAll("\\", ""));
    };
    const bullets = (texts: string[]) => texts.map((text) => `- ${text}`);
    expect(under("What is open")).to.deep.equal(bullets(openOf({ ...review, warnings: ["W"] })));
    const refused = under("What is refused whatever else is granted");
    expect(refused)
      .to.have.length.above(5)
      .and.deep.equal(bullets(refusalsOf(review)));
    expect(under("What was proven and verified")[0]).to.equal("- P");
  });

  const trusting = async (principals: Record<string, unknown>) =>
    reviewOf(
      changed(await deploymentOf(), (one) =>
        one.Sid === "AssumeWithExternalId" ? [{ ...one, ...principals }] : [one],
      ),
    );
  const anybody: [principals: Record<string, unknown>, line: string | undefined][] = [
    [{}, undefined],
    [{ Principal: "*", Condition: undefined }, "Anybody may assume ROLE (AssumeWithExternalId)."],
    [
      { Principal: { AWS: ["210987654321", "*"] }, Sid: "", Condition: {} },
      "Anybody may assume ROLE (a statement without name).",
    ],
    [
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a" } } },
      "Anybody may assume ROLE, where the caller's organisation is o-a (AssumeWithExternalId).",
    ],
    [
      { Principal: undefined, NotPrincipal: { AWS: "210987654321" }, Condition: {} },
      "Anybody but AWS: 210987654321 may assume ROLE (AssumeWithExternalId).",
    ],
    [{ Principal: "*", Action: "sts:TagSession" }, undefined],
    [{ Principal: "*", Effect: "Deny" }, undefined],
  ];
  for (const [principals, line] of anybody) {
    it(`what is open begins with anybody where the trust lets anybody in: ${JSON.stringify(principals)}`, async () => {
      const lines = openOf({ ...(await trusting(principals)), warnings: ["W"] });
      expect(lines[0]).to.equal(line?.replace("ROLE", "hipaa-app-backend-dev") ?? "Warning: W");
      expect(lines.filter((one) => one.startsWith("Anybody")).length).to.equal(line ? 1 : 0);
    });
  }

  it("the summary marks whom nobody can explain as it marks what, and the table says whom a * stands for", async () => {
    const mark = '<li class="warning">Anybody';
    const made = filesOf(await trusting({ Principal: { AWS: "*" } }), writing);
    expect(made["review.html"]).to.include(`${mark}, with the external ID (no reason known)</li>`);
    expect(made["review.html"]).to.include(
      '<code>AWS:<wbr> *</code><br><span class="quiet">Anybody, of any account.</span>',
    );
    expect(made["review.md"]).to.match(/\| AWS: \\\*<br>Anybody, of any account\. \|/);
    expect(filesOf(await trusting({}), writing)["review.html"]).not.to.include('<li class="warning">');
  });

  it("what is open asks who added several statements, and the summary names one role as one", async () => {
    const edited = changed(await deploymentOf(), (one) =>
      one.Sid === "ListKeys" ? ["First", "Second"].map((Sid) => ({ ...one, Sid })) : [one],
    );
    const several = reviewOf(edited);
    expect(openOf(several)).to.include(
      "2 statements of hipaa-app-backend-dev: no reason known. Ask who added them.",
    );
    expect(openOf(review)).to.include(
      "1 statement of hipaa-app-backend-dev: no reason known. Ask who added it.",
    );
    expect(filesOf(several, writing)["review.html"]).to.include(
      "<p>Stack test, role hipaa-app-backend-dev:</p>",
    );
    expect(read("review.html")).to.include("<p>Stack test, roles hipaa-app-backend-dev, dev-key-");
  });

  it("what is open names a permissions boundary that was not read, and none that is in the stack", async () => {
    const arn = "arn:aws:iam::123456789012:policy/hipaa";
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    const lines = async (args: object, beside: () => void) =>
      openOf(await reviewed(args, beside)).filter((line) => line.startsWith("The permissions boundary"));
    const bounded = { permissionsBoundaryArn: arn };
    expect(await lines(bounded, () => {})).to.deep.equal([
      `The permissions boundary ${arn}, of hipaa-app-backend-dev, cannot be shown: ` +
        "The text of this policy is not in this stack.",
    ]);
    expect(await lines(bounded, () => new iam.Policy("hipaa", { name: "hipaa", policy }))).to.deep.equal([]);
    expect(await lines({}, () => {})).to.deep.equal([]);
  });

  it("an account by its ID alone is told as its ARN is, in every file", async () => {
    const made = filesOf(await trusting({ Principal: { AWS: "210987654321" } }), writing);
    const note =
      "The account 210987654321: every user and role of it whose own policies let them assume the role";
    expect(made["review.html"]).to.include(
      `<code>AWS:<wbr> 210987654321</code><br><span class="quiet">${note}`,
    );
    expect(made["review.html"]).to.include("Users and roles of account 210987654321 whose own policies");
    expect(made["review.md"]).to.include(`| AWS: 210987654321<br>${note}`);
    expect(read("review.md")).to.include("iam::123456789012:root<br>The account 123456789012: every user");
  });

  it("an ARN in a condition may go on in the next line behind a part of it", async () => {
    const made = await trusting({
      Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::1:role/a" } },
    });
    expect(filesOf(made, writing)["review.html"]).to.include(
      "the caller is arn:<wbr>aws:<wbr>iam::<wbr>1:<wbr>role/<wbr>a</li>",
    );
  });

  it("knows the provisioner's trust where the backend comes with a token", async () => {
    const oidc = {
      providerArn: "arn:aws:iam::123456789012:oidc-provider/token.example.org",
      ...{ audience: "sts.amazonaws.com", subjects: ["repo:example/backend:*"] },
    };
    const made = await reviewed({ tenantKeyProvisioning: "provisioner", oidc });
    expect(allStatements(made).filter(({ reason }) => reason === "")).to.deep.equal([]);
  });

  it("the page says of the account as a principal what it is, once for each", () => {
    const page = read("review.html");
    const notes = page.match(
      /:<wbr>root<\/code><br><span class="quiet">The account 123456789012: every user/g,
    );
    expect(notes?.length).to.equal(2);
  });

  it("the page has conditions as one sentence, and who may assume a role apart from what it may do", () => {
    const page = read("review.html");
    const rows = [...page.matchAll(/data-label="Only if"><ul>(.*?)<\/ul>/g)].map(([, list = ""]) =>
      list.split("</li>"),
    );
    const several = rows.filter(({ length }) => length > 2);
    expect(several.length).to.be.above(5);
    for (const items of several) {
      expect(items[0]).not.to.include("<b>and</b>");
      for (const item of items.slice(1, -1)) expect(item).to.match(/^<li><b>and<\/b> /);
    }
    const captions = [...page.matchAll(/<caption>(Who may assume|What \S+ may do|What \S+ is refused)/g)];
    const kinds = captions.map(([, caption = ""]) => caption.replace(/What \S+ /, ""));
    expect(kinds).to.deep.equal([
      ...["Who may assume", "Who may assume", "Who may assume"],
      ...["may do", "may do", "is refused", "is refused"],
    ]);
    const [trust = ""] = page.split("<caption>Who may assume").slice(1);
    expect(trust.slice(0, trust.indexOf("</table>"))).to.include("sts:<wbr>Assume<wbr>Role");
  });

  it("the table of provisions is in the rule's order, names roles, and leads to each statement", () => {
    const table = read("review.html").split('<table class="provisions">')[1] ?? "";
    const provisions = [...table.matchAll(/<th scope="row">([^<]+)/g)].map(([, provision]) => provision);
    expect(provisions).to.deep.equal(Object.keys(hipaaProvisions));
    const links = [...table.matchAll(/href="#statement-(\d+)"/g)].map(([, number]) => Number(number));
    const served = Object.keys(hipaaProvisions).flatMap((provision) =>
      allStatements(review)
        .filter(({ provisions }) => provisions.includes(provision))
        .map(({ number }) => number),
    );
    expect(links).to.deep.equal(served);
    expect(table).to.include("<li>dev-key-provisioner: <a");
  });

  it("the sheet of spreadsheets has the separator that is asked for, and says so where it is no comma", () => {
    const lines = csvRecords(read("review.csv"));
    for (const [separator, mark] of [
      ["semicolon", ";"],
      ["tab", "\t"],
    ] as const) {
      const text = filesOf(review, { ...writing, separator })["review.csv"] ?? "";
      expect(text.slice(0, 7)).to.equal(`sep=${mark}\r\n`);
      expect(csvRecords(text.slice(7), mark)).to.deep.equal(lines);
    }
  });

  it("have each statement exactly once", () => {
    const numbers = allStatements(review).map(({ number }) => number);
    const found = (name: string, pattern: RegExp) =>
      [...read(name).matchAll(pattern)].map(([, number]) => Number(number)).sort((a, b) => a - b);
    expect(numbers.length).to.equal(40);
    expect(found("review.html", /<tr id="statement-(\d+)"/g)).to.deep.equal(numbers);
    expect(found("review.md", /^\| (\d+) \|/gm)).to.deep.equal(numbers);
    expect(
      csvRecords(read("review.csv"))
        .slice(1)
        .map(([number]) => Number(number)),
    ).to.deep.equal(numbers);
    expect(found("review.json", /"number": (\d+)/g)).to.deep.equal(numbers);
  });

  it("have each document of the page as it is", () => {
    const texts = [...read("review.html").matchAll(/<pre[^>]*>(.*?)<\/pre>/gs)].map(([, text = ""]) =>
      JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&")),
    );
    const documents = review.components.flatMap(({ roles }) => roles.flatMap((role) => role.documents));
    expect(texts.map(({ Statement }) => Statement)).to.deep.equal(
      documents
        .filter(({ unread }) => unread === "")
        .map(({ statements }) => statements.map(({ json }) => json)),
    );
  });

  it("review.json is what its schema says, and the schema says all", () => {
    const schema = JSON.parse(readFileSync(join(repository, "cli/review/review.schema.json"), "utf8"));
    const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
    expect(validate(JSON.parse(read("review.json"))), JSON.stringify(validate.errors)).to.equal(true);
    const without = JSON.parse(read("review.json"));
    delete without.components[0].roles[0].documents[0].statements[0].reason;
    expect(validate(without)).to.equal(false);
    expect(validate({ ...JSON.parse(read("review.json")), more: 1 })).to.equal(false);
  });

  it("the page needs nothing from elsewhere, and runs nothing", () => {
    expect(read("review.html")).not.to.match(/<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=|src=/i);
    const links = [...read("review.html").matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
    const ids = [...read("review.html").matchAll(/ id="([^"]*)"/g)].map(([, id]) => `#${id}`);
    expect(links.filter((href) => !ids.includes(href))).to.deep.equal([]);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("the page has a language, one title, headings without gaps, and tables with captions and scopes", () => {
    const html = read("review.html");
    expect(html).to.match(/^<!DOCTYPE html>\n<html lang="en">/);
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1).length).to.equal(1);
    const gaps = levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1);
    expect(gaps).to.deep.equal([]);
    const count = (pattern: RegExp) => [...html.matchAll(pattern)].length;
    expect(count(/<table/g)).to.equal(count(/<caption>/g));
    expect(count(/<th /g)).to.equal(count(/<th [^>]*scope="(col|row)"/g));
  });
});

describe("the summary of ten components", () => {
  /** A stack of ten, each in an account of its own or all in one. */
  async function tenOf(args: (at: number) => Record<string, unknown>, isApart = false): Promise<string> {
    const made = [];
    for (let at = 0; at < 10; at++) {
      const { components, ...review } = await reviewed({
        nameSuffix: `c${at}`,
        externalId: "x7",
        ...args(at),
      });
      const text = JSON.stringify(components).replaceAll("123456789012", isApart ? `12345678900${at}` : "$&");
      made.push({ ...review, components: JSON.parse(text) as Review["components"] });
    }
    const [first] = made as [Review];
    const warnings = made.flatMap((one) => one.warnings);
    const components = made.flatMap((one) => one.components);
    const page = filesOf({ ...first, warnings, components }, writing)["review.html"] ?? "";
    return page.slice(page.indexOf('<section class="cover"'), page.indexOf("</section>"));
  }
  const rowsIn = (cover: string) => cover.split('<th scope="row">').length - 1;
  const openIn = (cover: string) => /<ul class="open">(.*)<\/ul>/.exec(cover)?.[1]?.match(/<li>/g)?.length;

  it("has one row and one line for what is the same of all", async () => {
    const [one, ten] = [await tenOf(() => ({})), await tenOf(() => ({}), true)];
    for (const cover of [one, ten]) {
      expect([rowsIn(cover), openIn(cover)]).to.deep.equal([1, 5]);
      expect(cover).to.include("<li>Each of the 10 roles trusts its whole account: whoever");
      expect(cover).to.include("<p>Stack test, the 10 roles above:</p>");
      for (let at = 0; at < 10; at++) expect(cover).to.include(`<li>hipaa-app-backend-dev-c${at}`);
    }
    expect(one).to.include(
      "Users and roles of account 123456789012 whose own policies let them assume the role",
    );
    expect(ten).to.include("Users and roles of the role&#39;s own account whose own");
    expect(ten).to.include("<li>hipaa-app-backend-dev-c7 (account 123456789007, us-east-1)</li>");
  });

  it("names whom a line or a row is about, where they are some, or all but some", async () => {
    const cover = await tenOf((at) => ({
      ...(at < 2 && { backupsWriteOnce: false }),
      ...(at > 2 && { auditLogsAppendOnly: false }),
    }));
    expect([rowsIn(cover), openIn(cover)]).to.deep.equal([3, 7]);
    const name = (at: number) => `hipaa-app-backend-dev-c${at}`;
    expect(cover).to.include(`<li>Each of ${name(0)} and ${name(1)} can overwrite an existing backup:`);
    expect(cover).to.include(
      `<li>Each of the 10 roles but ${name(0)}, ${name(1)} and ${name(2)} can overwrite an existing audit log:`,
    );
  });

  it("tells roles of one name apart by their accounts", async () => {
    const cover = await tenOf((at) => ({ nameSuffix: "c", backupsWriteOnce: at !== 4 }), true);
    expect(cover).to.include("<li>hipaa-app-backend-dev-c of account 123456789004 can overwrite");
    expect(cover).to.include("<li>Each of the 10 roles trusts its whole account:");
  });
});
