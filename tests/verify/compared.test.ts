import { createHash } from "node:crypto";
import { expect } from "chai";
import { roleOf } from "../../cli/diff/access";
import { documentOf } from "../../cli/policy/document";
import { check, differs } from "../../cli/verify/check";
import { compared } from "../../cli/verify/compared";

const partner = (operator: string, value: string | string[], key = "sts:ExternalId") => ({
  ...{ Sid: "Partner", Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" } },
  ...{ Action: "sts:AssumeRole", Condition: { [operator]: { [key]: value } } },
});
const own = (value: string) => ({
  ...{ Sid: "Own", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" } },
  ...{ Action: "sts:AssumeRole", Condition: { StringEquals: { "sts:ExternalId": value } } },
});
const side = (...Statement: object[]) => {
  const trust = [documentOf("trust", { Version: "2012-10-17", Statement })];
  return { roles: [{ ...roleOf("backend"), trust }], policies: [], others: new Map(), attached: true };
};
const changes = (old: object[], now: object[], secrets?: string[]) =>
  compared(side(...old), side(...now), secrets);

describe("the ID of a difference whose words leave values out", () => {
  const cases: [what: string, one: object[], other: object[], secrets?: string[]][] = [
    [
      "another account's external ID becomes a wildcard",
      [partner("StringLike", "long-random-8d7f6e")],
      [partner("StringLike", "*")],
    ],
    ["it becomes a shorter one", [partner("StringEquals", "abc")], [partner("StringEquals", "ab")]],
    ["one of two is another", [partner("StringLike", ["a", "b"])], [partner("StringLike", ["a", "*"])]],
    [
      "the key is in capitals",
      [partner("StringLike", "a", "STS:EXTERNALID")],
      [partner("StringLike", "*", "STS:EXTERNALID")],
    ],
    ["the program's own is changed twice", [own("value-one")], [own("value-two")]],
    [
      "a value that the stack keeps secret is another",
      [partner("StringLike", "secret-one", "aws:PrincipalTag/x")],
      [partner("StringLike", "secret-two", "aws:PrincipalTag/x")],
      ["secret-one", "secret-two"],
    ],
    [
      "what cannot be compared is another",
      [{ ...partner("StringLike", "a"), Nonsense: 1 }],
      [{ ...partner("StringLike", "*"), Nonsense: 1 }],
    ],
  ];
  for (const [what, one, other, secrets] of cases) {
    it(`is another, and its words are not, where ${what}`, () => {
      const [first, second] = [one, other].map((now) => changes([own("program's")], now, secrets));
      const words = (all: typeof first) => all?.map(({ id: _, ...rest }) => rest);
      expect(words(first)).to.deep.equal(words(second));
      expect(first).to.have.lengthOf.at.least(1);
      expect(first?.map(({ id }) => id)).not.to.include.members(second?.map(({ id }) => id) ?? []);
      expect(JSON.stringify([first, second])).not.to.match(/long-random|secret-(one|two)|value-(one|two)/);
    });
  }

  it("is the same for the same value, whatever both sides change alike", () => {
    const ids = (value: string) =>
      changes([own(value)], [own(value), partner("StringLike", "a")]).map(({ id }) => id);
    expect(ids("rotated")).to.deep.equal(ids("program's"));
    expect(ids("rotated")).to.have.lengthOf(1);
  });

  it("is no fast hash where statements word for word have an external ID", () => {
    const text = JSON.stringify(partner("StringEquals", "1234"));
    const id = check("validation", "trust", { ...differs("x"), exactly: text }).id ?? "";
    const fast = createHash("sha256").update(JSON.stringify(["validation", "trust", "x", text]));
    expect(id).to.match(/^[0-9a-f]{32}$/);
    expect(id.slice(8)).not.to.equal(fast.digest("hex").slice(0, 24));
    const other = check("validation", "trust", { ...differs("x"), exactly: text.replace("1234", "1235") });
    expect(other.id).not.to.equal(id);
  });
});
