import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { run } from "../../cli/diff/cli";
import { compare } from "../../cli/diff/compare";
import { accessOfReview } from "../../cli/diff/review";
import { temporaryFolder } from "../support/folder";

interface Parts {
  trust?: object[];
  policies?: object[];
  boundary?: string;
  unread?: string;
  managed?: string[];
}

const contentOf = ({ trust = [], policies = [], boundary = "", unread = "", managed = [] }: Parts) => {
  const documentOf = (kind: string, some: object[], name = kind) => ({
    ...{ name, kind, unread: "", statements: some.map((json) => ({ json })) },
  });
  const documents = [
    documentOf("trust policy", trust),
    { ...documentOf("inline policy", policies), unread },
    ...managed.map((name) => ({ ...documentOf("managed policy", [], name), unread: "It is AWS's." })),
  ];
  return { components: [{ roles: [{ name: "r", permissionsBoundary: boundary, documents }] }] };
};
const review = (parts: Parts) => accessOfReview(contentOf(parts));

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const assume = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" };
const asking = (operator: string, value: unknown = "(secret)", key = "sts:ExternalId") => ({
  ...assume,
  Condition: { [operator]: { [key]: value } },
});

/** The same on both sides: whether it is growth. */
const cases: [what: string, parts: Parts, grew: boolean][] = [
  ["nothing", { trust: [assume], policies: [allow] }, false],
  ["an external ID", { trust: [asking("StringEquals")] }, false],
  [
    "external IDs, in another case",
    { trust: [asking("StringEquals", ["(secret)"], "STS:externalid")] },
    false,
  ],
  ["an external ID that may be a pattern", { trust: [asking("StringLike")] }, true],
  ["an external ID in part", { trust: [asking("StringEquals", "a(secret)")] }, true],
  ["an external ID that is refused", { trust: [{ ...asking("StringEquals"), Effect: "Deny" }] }, true],
  ["an external ID of a policy", { policies: [{ ...allow, ...asking("StringEquals") }] }, true],
  [
    "the origin of the ARN of a secret",
    { policies: [{ ...allow, Resource: "unknown(secretsmanager.Secret s [name s], arn)" }] },
    false,
  ],
  [
    "a policy that is told by its origin",
    { unread: "Its text is not known offline: unknown(iam.Policy.get[pol, reader], policy)." },
    false,
  ],
  [
    "a text that is encrypted",
    { policies: [{ ...allow, Resource: "(secret, encrypted in the state)" }] },
    true,
  ],
  ["one of several texts that are secret", { policies: [{ ...allow, Resource: "(secret 2)" }] }, true],
  ["another key", { trust: [asking("StringEquals", "(secret)", "aws:SourceVpc")] }, true],
  ["a principal", { trust: [{ ...assume, Principal: { AWS: "(secret)" } }] }, true],
  [
    "a whole statement",
    { policies: [{ Sid: "(secret)", Effect: "Allow", Action: "(secret)", Resource: "(secret)" }] },
    true,
  ],
  [
    "a whole deny",
    { policies: [{ Sid: "(secret)", Effect: "Deny", Action: "(secret)", Resource: "(secret)" }] },
    true,
  ],
  ["a Sid", { policies: [{ ...allow, Sid: "(secret)" }] }, false],
  ["a part of a resource", { policies: [{ ...allow, Resource: "arn:aws:s3:::(secret)/*" }] }, true],
  ["what is no statement", { policies: [{ ...allow, Effect: "(secret)" }] }, true],
  ["a document", { unread: "The text is encrypted in this export." }, true],
  ["a boundary", { boundary: "(secret)" }, true],
  ["a boundary that is encrypted", { boundary: "(secret, encrypted in the state)" }, true],
  ["an ARN", { managed: ["arn:aws:iam::(secret):policy/p"] }, true],
];

describe("what a review conceals", () => {
  const folder = temporaryFolder();

  for (const [what, parts, grew] of cases) {
    it(`${what}: ${grew ? "growth" : "none"}`, () => {
      const grown = () => compare(review(parts), review(parts)).filter((change) => change.grew);
      expect(grown().length > 0).to.equal(grew);
      const ids = grown().map(({ id }) => id);
      expect(ids, "the same each time").to.deep.equal(grown().map(({ id }) => id));
      for (const id of ids) expect(id).to.match(/^[0-9a-f]{32}$/);
    });
  }

  it("one more of what is concealed is another growth", () => {
    const hidden = { Sid: "(secret)", Effect: "Allow", Action: "(secret)", Resource: "(secret)" };
    const [one, two] = [review({ policies: [hidden] }), review({ policies: [hidden, hidden] })];
    const ids = (from: typeof one, to: typeof one) => compare(from, to).map(({ id }) => id);
    expect(new Set([ids(one, one)[0], ids(one, two)[0], ids(two, two)[0]]).size).to.equal(3);
  });

  it("can be accepted", async () => {
    const [file, allowed] = [join(folder(), "review.json"), join(folder(), "allow.yaml")];
    writeFileSync(file, JSON.stringify(contentOf({ policies: [{ ...allow, Action: "(secret)" }] })));
    const { stdout, exitCode } = await run([file, file]);
    expect(exitCode).to.equal(3);
    const [, id] = /id ([0-9a-f]{32})/.exec(stdout) ?? [];
    writeFileSync(allowed, `- id: ${id}\n  reason: Ticket 7\n`);
    expect((await run([file, file, "--allow", allowed])).exitCode).to.equal(0);
    writeFileSync(
      file,
      JSON.stringify(contentOf({ policies: [{ ...allow, NotAction: "(secret)", Action: undefined }] })),
    );
    expect((await run([file, file, "--allow", allowed])).exitCode).to.equal(3);
  });
});
