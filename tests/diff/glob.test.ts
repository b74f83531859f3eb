import { expect } from "chai";
import fc from "fast-check";
import { contains, globOf, overlap, withinSegments } from "../../cli/policy/glob";
import { seed } from "./soundness";

const wild = (text: string) => globOf(text, { wildcards: true, variables: true });

/** Every text of some characters, up to a length. */
function textsOf(characters: string[], length: number): string[] {
  if (length === 0) return [""];
  const shorter = textsOf(characters, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((text) => characters.map((one) => text + one))])];
}
/** As long as it takes to tell the patterns apart that are tried. */
const texts = textsOf(["a", ":", "z"], 6);

const regex = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);

describe("patterns with wildcards", () => {
  before(() => console.log(`    FC_SEED=${seed}`));

  const patterns = fc
    .array(fc.constantFrom("a", ":", "*", "?"), { maxLength: 4 })
    .map((parts) => parts.join(""));

  it("one contains another if and only if it matches all that the other does", () => {
    let contained = 0;
    const property = fc.property(patterns, patterns, (outer, inner) => {
      const [a, b] = [regex(outer), regex(inner)];
      const isContained = texts.every((text) => !b.test(text) || a.test(text));
      if (isContained) contained++;
      expect(contains(wild(outer), wild(inner))).to.equal(isContained);
    });
    fc.assert(property, { numRuns: 1000, seed });
    expect(contained).to.be.within(50, 950);
  });

  it("two overlap if and only if something matches both", () => {
    const property = fc.property(patterns, patterns, (one, other) => {
      const [a, b] = [regex(one), regex(other)];
      expect(overlap(wild(one), wild(other))).to.equal(texts.some((text) => a.test(text) && b.test(text)));
    });
    fc.assert(property, { numRuns: 300, seed });
  });

  const v = "$" + "{aws:username}";
  const table: [outer: string, inner: string, expected: boolean][] = [
    ["a/*", `a/${v}`, true],
    [`a/${v}`, `a/${v}`, true],
    [`a/${v}*`, `a/${v}`, true],
    [`a/${v}`, "a/*", false],
    [`a/${v}`, "a/b", false],
    ["a/?", `a/${v}`, false],
    ["a/b", `a/${v}`, false],
    [`a/${v}`, "a/$" + "{aws:userid}", false],
    ["a/*", "a/$" + "{*}", true],
    ["a/$" + "{*}", "a/*", false],
    ["a/$" + "{*}", "a/$" + "{*}", true],
    ["a/?", "a/$" + "{?}", true],
    ["a/?", "a/\u00e9", false], // Who counts bytes takes it for two.
    ["a/*", "a/\u00e9", true],
    ["a*?", "a?*", true],
    ["*a*b*", "*b*a*", false],
    [`${"*a".repeat(40)}*`, `${"?".repeat(200)}`, false],
  ];
  for (const [outer, inner, expected] of table) {
    it(`${outer} contains ${inner}: ${expected}`, () => {
      expect(contains(wild(outer), wild(inner))).to.equal(expected);
    });
  }

  it("what takes too long counts as not contained", () => {
    const hard = `${"*a".repeat(30)}${"?".repeat(60)}`;
    const start = Date.now();
    expect(contains(wild(`${hard}b`), wild(`${hard}b`.replaceAll("a", "?")))).to.equal(false);
    expect(Date.now() - start).to.be.below(5000);
  });

  it("within segments a star stops at colons, but at the end of one", () => {
    const within = (text: string) => withinSegments(wild(text));
    expect(contains(within("a*z"), within("a:z"))).to.equal(false);
    expect(contains(within("a*"), within("a:z"))).to.equal(true);
    expect(contains(within("a*:z"), within("a:a:z"))).to.equal(true);
    expect(contains(within("a*z"), within("a*z"))).to.equal(true);
    expect(contains(within("a*z"), within(`a${v}z`))).to.equal(false);
  });
});
