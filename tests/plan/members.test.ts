import { expect } from "chai";
import type { Access } from "../../cli/diff/access";
import { compare } from "../../cli/diff/compare";
import { UsageError } from "../../cli/plan/errors";
import { runOffline } from "../../cli/plan/offline";
import { temporaryFolder } from "../support/folder";
import { accessIn, grant, header, projectIn } from "./programs";

/** Lists of texts, and maps of texts, whose members nobody knows here. */
const lists = {
  "an output of another stack": 'new pulumi.StackReference("acme/data/prod").requireOutput("arns")',
  "an answer of a function": "aws.iam.getRolesOutput().arns",
  "an encrypted list": 'new pulumi.Config().requireSecretObject("arns")',
  "one of several Outputs": 'pulumi.all([aws.iam.getRolesOutput().arns, "a"]).apply(([l]) => l)',
  "what is made of each": "aws.iam.getRolesOutput().arns.apply((l) => l.map((x) => x + '/x'))",
};
/** The same outside of Outputs. */
const plain = {
  "an answer that is waited for": "(await aws.iam.getRoles()).arns",
  "an encrypted list": 'new pulumi.Config().requireObject("arns")',
};
const maps = { "a map": 'aws.cloudformation.getStackOutput({ name: "net" }).outputs' };
const config = "  shop:arns:\n    secure: v1:abcdefgh:ijklmnop\n";

/** Callbacks that take some members, and after them those that take all. */
const ofLists: [narrow: string, wide: string][] = [
  ["([a]) => [a]", "(l) => l"],
  ["([a, b]) => [a, b]", "(l) => l.map((x) => x)"],
  ["([a, b]) => [a, b]", "([a, ...others]) => [a, ...others]"],
  ["(l) => [l[0], l[1]]", "(l) => l"],
  ["(l) => [l.at(-1)]", "(l) => l"],
  ["(l) => l.slice(0, 2)", "(l) => l.map((x) => x)"],
  ["(l) => l.slice(1, 3)", "(l) => l.slice(1)"],
  ["(l) => l.length > 2 ? [l[0]] : l", "(l) => l"],
  [
    "(l) => { const o = []; for (const x of l) { o.push(x); if (o.length === 2) break; } return o; }",
    "(l) => [...l]",
  ],
  ["(l) => { const o = []; for (let i = 0; i < 2; i++) o.push(l[i]); return o; }", "(l) => l"],
  ["(l) => { const o = []; for (const [i, x] of l.entries()) if (i < 2) o.push(x); return o; }", "(l) => l"],
  ["(l) => l.map((x, i) => (i < 2 ? x : 'a'))", "(l) => l.map((x) => x)"],
  ["(l) => l.map((...of) => (of[1] < 2 ? of[0] : 'a'))", "(l) => l.map((x) => x)"],
  ["(l) => l.flatMap((x, i) => (i < 2 ? [x] : []))", "(l) => l.flatMap((x) => [x])"],
  ["(l) => { const o = []; l.forEach((x, i) => { if (i < 2) o.push(x); }); return o; }", "(l) => l"],
  ["(l) => { const o = []; for (const i in l) if (i < 2) o.push(l[i]); return o; }", "(l) => l"],
  ["(l) => l.filter((x) => !x.endsWith('-phi'))", "(l) => l"],
  ["(l) => [l.reverse()[0]]", "(l) => l"],
  ["(l) => [l.pop()]", "(l) => l"],
];
const ofMaps: [narrow: string, wide: string][] = [
  ["(m) => [Object.values(m)[0]]", "(m) => Object.values(m)"],
  [
    "(m) => Object.entries(m).filter(([k]) => !k.startsWith('phi')).map(([, v]) => v)",
    "(m) => Object.values(m)",
  ],
  [
    "(m) => Object.keys(m).filter((k) => k !== 'phi').map((k) => m[k])",
    "(m) => Object.keys(m).map((k) => m[k])",
  ],
  ["(m) => { for (const [k, v] of Object.entries(m)) return [v]; }", "(m) => Object.values(m)"],
  ["(m) => Object.values(m).slice(0, 1)", "(m) => Object.values(m)"],
];

describe("which members a callback takes of what has any number of them", () => {
  const root = temporaryFolder();
  const project = (index: string) => projectIn(root(), { index: `${header}${index}`, config });
  const inside = (list: string, callback: string) => grant(`${list}.apply(${callback})`);
  const outside = (list: string, callback: string) =>
    `module.exports = async () => { const made = (${callback})(${list}); ${grant("made")} };`;

  for (const [where, sources, pairs, program] of [
    ["", lists, ofLists, inside],
    ["", maps, ofMaps, inside],
    ["outside of an Output, ", plain, ofLists, outside],
  ] as const) {
    const accessOf = (list: string, callback: string) => accessIn(project(program(list, callback)));
    for (const [what, list] of Object.entries(sources)) {
      for (const [narrow, wide] of pairs) {
        it(`is compared, or refused, of ${where}${what}: ${narrow}`, async () => {
          const before = await accessOf(list, narrow).catch((error: Error) => error);
          if (before instanceof UsageError) return expect(before.message).to.match(/not known offline/);
          expect(before).not.to.be.instanceOf(Error);
          const [after, again] = [await accessOf(list, wide), await accessOf(list, narrow)];
          expect(compare(before as Access, after).some(({ grew }) => grew)).to.equal(true);
          expect(compare(before as Access, again)).to.deep.equal([]);
        });
      }
    }
  }

  /** What makes something of each member, or of those that it names. */
  const kept: [list: string, callback: string, shown: string[]][] = [
    ...Object.values(lists).flatMap((list): [string, string, string[]][] => [
      [list, "(l) => l.map((x) => [x])", ["[0]", "[1 and so on]"]],
      [list, "([a]) => [a]", ["[0]"]],
      [list, "(l) => [l[0]]", ["[0]"]],
      [list, "([a, ...others]) => [...others]", ["[1 and so on]"]],
      [list, "(l) => l.map((x) => x).slice().concat()", ["[0]", "[1 and so on]"]],
      [list, "(l) => { const o = []; for (const x of l) o.push(x); return o; }", ["[0]", "[1 and so on]"]],
      [list, "(l) => JSON.parse(JSON.stringify(l.map((x) => x)))", ["[0]", "[1 and so on]"]],
      [list, "(l) => Promise.all(l)", ["[0]", "[1 and so on]"]],
      [list, "(l) => pulumi.all([...l])", ["[0]", "[1 and so on]"]],
    ]),
    [maps["a map"], "(m) => Object.values(m)", ["outputs, a value"]],
    [maps["a map"], "(m) => Object.entries(m).map(([, v]) => v)", ["outputs, a value"]],
    [maps["a map"], "(m) => Object.values({ ...m })", ["outputs, a value"]],
    [maps["a map"], "(m) => [m.first]", ["outputs.first"]],
  ];
  for (const [list, callback, expected] of kept) {
    it(`is all of them, or one by its number: ${list}.apply(${callback})`, async () => {
      const folder = project(`exports.out = ${list}.apply(${callback});`);
      const { outputs, shown } = await runOffline({ folder, stack: "t", standIn: {}, config: [] });
      const found = shown(outputs).out as string[];
      expect(found).to.have.lengthOf(expected.length);
      for (const [at, one] of expected.entries()) expect(String(found[at])).to.include(one);
      expect(JSON.stringify(found)).not.to.include("callback");
    });
  }
});
