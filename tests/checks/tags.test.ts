import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exampleArgs, runComponent } from "../support/component";
import { expectRefused, messagesOf, refusal } from "../support/refusals";

const manyTags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));

const accepted = "letters, digits, spaces or _.:/=+-@";
const badKey = (shown: string) =>
  `the key '${shown}' is not accepted. Give 1 to 128 ${accepted} that do not start with aws:.`;
const lostKey = (shown: string) =>
  `the key '${shown}' is not accepted, as Pulumi's SDK cannot carry it. Give another key.`;
const badValue = (shown: string) => `${shown} is not accepted. Give a string of at most 256 ${accepted}.`;
const sameKey = (twin: string) =>
  `the key differs from '${twin}' only in case, which IAM takes for the same. Give one of them.`;

describe("a bad tag key is refused before anything is registered", () => {
  const rows: [why: string, tags: Record<string, unknown>, faults: [key: string, reason: string][]][] = [
    ["it starts with aws:", { "aws:x": "y" }, [["aws:x", badKey("aws:x")]]],
    ["it starts with aws: in upper case", { "AWS:x": "y" }, [["AWS:x", badKey("AWS:x")]]],
    ["it is empty", { "": "y" }, [["", badKey("")]]],
    ["129 characters", { ["k".repeat(129)]: "y" }, [["k".repeat(129), badKey("k".repeat(129))]]],
    ["another character", { "a#b": "y" }, [["a#b", badKey("a#b")]]],
    ["the SDK would lose it", JSON.parse('{"__proto__":"y"}'), [["__proto__", lostKey("__proto__")]]],
    ["the SDK would fail on it", { toString: "y" }, [["toString", lostKey("toString")]]],
    ["a line break", { "a\n": "y" }, [["a\n", badKey("a\\n")]]],
    ["the component's own in other case", { environment: "y" }, [["environment", sameKey("Environment")]]],
    [
      "two keys that differ in case",
      { Team: "a", team: "b" },
      [
        ["Team", sameKey("team")],
        ["team", sameKey("Team")],
      ],
    ],
    [
      "a key and its value are bad",
      { "#": "#" },
      [
        ["#", badValue("'#'")],
        ["#", badKey("#")],
      ],
    ],
    ["a bad key, with a value known later", { "aws:x": pulumi.output("y") }, [["aws:x", badKey("aws:x")]]],
  ];
  for (const [why, tags, faults] of rows) {
    it(why, () =>
      expectRefused(
        { ...exampleArgs(), tags },
        faults.map(([key, reason]) => ({ propertyPath: `tags[${JSON.stringify(key)}]`, reason })),
      ),
    );
  }
});

describe("a bad tag value is refused", () => {
  const rows: [why: string, value: unknown, shown: string][] = [
    ["257 characters", "v".repeat(257), `'${"v".repeat(200)}'... 57 more characters`],
    ["another character", "a#b", "'a#b'"],
    ["a number", 5, "5"],
    ["true", true, "true"],
    ["an object", { a: "b" }, "{ a: 'b' }"],
  ];
  for (const [why, value, shown] of rows) {
    const fault = { propertyPath: 'tags["Team"]', reason: badValue(shown) };
    it(`${why}, as a plain value`, () => expectRefused({ ...exampleArgs(), tags: { Team: value } }, [fault]));
    it(`${why}, as an Output`, async () => {
      const run = await runComponent({ tags: { Team: pulumi.output(value) } });
      expect(messagesOf(run)).to.deep.equal([refusal([fault])]);
    });
  }
});

describe("more than 50 tags in all are refused", () => {
  const tooMany = (given: number, all: number) => ({
    propertyPath: "tags",
    reason:
      `${given} tags make ${all} with the component's own Environment, ManagedBy, Module and Name, ` +
      "and IAM takes 50. Give at most 46 other tags.",
  });

  it("47 and the component's four", () =>
    expectRefused({ ...exampleArgs(), tags: manyTags(47) }, [tooMany(47, 51)]));
  it("tags that the component's replace do not count twice", () =>
    expectRefused({ ...exampleArgs(), tags: { ...manyTags(47), Name: "x" } }, [tooMany(48, 51)]));
  it("with values known later too", () =>
    expectRefused({ ...exampleArgs(), tags: { ...manyTags(46), late: pulumi.output("x") } }, [
      tooMany(47, 51),
    ]));

  it("50 in all are accepted", async () => {
    const run = await runComponent({ tags: { ...manyTags(46), Name: "lost", Module: "lost" } });
    expect(messagesOf(run)).to.deep.equal([]);
    const role = run.resources.find(({ name }) => name === "app-role");
    expect(Object.keys(role?.inputs.tags ?? {})).to.have.length(50);
  });
});
