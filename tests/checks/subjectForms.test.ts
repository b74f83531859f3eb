import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { exampleArgs } from "../support/component";
import { repository } from "../support/folder";
import { construct } from "../support/refusals";

const values: [placeholder: RegExp, value: string][] = [
  [/OWNER|GROUP|TEAM|ORGANISATION/g, "example"],
  [/REPOSITORY|PROJECT|APP/g, "backend"],
  [/ID/g, "1234"],
  [/NAME|BRANCH|MACHINE/g, "main"],
  [/\.\.\./g, "ref:main"],
];
const filled = (text: string) =>
  values.reduce((all, [placeholder, value]) => all.replace(placeholder, value), text);

/** The forms of subjects in docs/trust.md, with values for what stands in capitals; "the same" is the host above. */
function formsOfPage(): [host: string, subject: string][] {
  const lines = readFileSync(join(repository, "docs/trust.md"), "utf8").split("\n");
  const head = lines.findIndex((line) => /^\| issuer \|.*\| subject \|$/.test(line));
  const rows = lines.slice(head + 2);
  let last = "";
  return rows.slice(0, rows.indexOf("")).flatMap((row) => {
    const [, , host = "", , subjects = ""] = row.split("|");
    const marked = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => filled(text));
    last = marked(host)[0] ?? last;
    return marked(subjects).map((subject): [string, string] => [last, subject]);
  });
}

describe("the subjects that docs/trust.md says an issuer sends", () => {
  const github = "token.actions.githubusercontent.com";
  const expected = [
    [github, "repo:example@1234/backend@1234:environment:main"],
    [github, "repo:example@1234/backend@1234:ref:refs/heads/main"],
    [github, "repo:example/backend:environment:main"],
    [github, "repo:example/backend:ref:refs/heads/main"],
    [github, "repository_id:1234:ref:main"],
    [github, "repository:example/backend:ref:main"],
    [github, "repository_owner:example:ref:main"],
    [github, "repository_owner_id:1234:ref:main"],
    ["gitlab.com", "project_path:example/backend:ref_type:branch:ref:main"],
    ["gitlab.com", "project_id:1234:ref:main"],
    ["oidc.vercel.com/example", "owner:example:project:backend:environment:production"],
    ["oidc.fly.io/example", "example:backend:main"],
  ];

  it("are GitHub's with numbers, without and of other claims, and the others'", () => {
    expect(formsOfPage()).to.deep.equal(expected);
  });

  for (const [host = "", subject = ""] of expected) {
    it(`${subject} is taken of ${host}`, async () => {
      const providerArn = `arn:aws:iam::123456789012:oidc-provider/${host}`;
      const oidc = { providerArn, audience: "sts.amazonaws.com", subjects: [subject] };
      expect((await construct({ ...exampleArgs(), oidc })).thrown).to.equal(undefined);
    });
  }

  // The component can be told one of them with a * where the project's name or number is whole.
  for (const subject of ["repo:example@1234/backend@1234:*", "repo:example/backend:*"]) {
    it(`${subject} is taken of ${github}`, async () => {
      const providerArn = `arn:aws:iam::123456789012:oidc-provider/${github}`;
      const oidc = { providerArn, audience: "sts.amazonaws.com", subjects: [subject] };
      expect((await construct({ ...exampleArgs(), oidc })).thrown).to.equal(undefined);
    });
  }
});
