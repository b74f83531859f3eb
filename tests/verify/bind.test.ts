import { expect } from "chai";
import { Unknowns } from "../../cli/plan/unknowns";
import { type Bound, bind, filled, isLike } from "../../cli/verify/bind";

const core = new Unknowns().of("iam.Role caller, end of name");
const uuid = "0a0a0a0a-0000-5000-8000-000000000001";
const name = "unknown(iam.Role caller, end of name)";
const secret = "unknown(config shop:externalId, encrypted as 1a2b3c4d)";
const read = "unknown(iam.Role.get[deployer, deploy], arn)";
const other = "unknown(StackReference acme/data/prod, output arn)";
const keyId = "unknown(kms.Key master, keyId)";
const role = (rest: string, account = "111111111111") => `arn:aws:iam::${account}:role/${rest}`;

describe("a value that only a deployment knows is taken from the account", () => {
  const cases: [what: string, marker: string, stand: string, live: string, taken: string | undefined][] = [
    ["the end of a name, of Pulumi", name, core, "1a2b3c4", "1a2b3c4"],
    [
      "the end of a name, of a prefix",
      name,
      core,
      "20261130061234567800000001",
      "20261130061234567800000001",
    ],
    ["nothing", name, core, "", undefined],
    ["the end of another's name", name, core, "admin", undefined],
    ["the end of a name, and more", name, core, "1a2b3c4d", undefined],
    ["a name in a path", name, core, "1a2b3c4/x", undefined],
    ["a wildcard", name, core, "*", undefined],
    ["a text", secret, core, "only-we-know", "only-we-know"],
    ["a text with a wildcard", secret, core, "only-*", undefined],
    ["a text with another", secret, core, "only-?", undefined],
    ["a text with a variable", secret, core, `\${aws:username}`, undefined],
    ["two values", secret, core, 'a","b', undefined],
    ["the ID of a key", keyId, uuid, "mrk-1", "mrk-1"],
    ["a role of the account", read, role(core), role("path/deploy"), role("path/deploy")],
    ["a role of another account", read, role(core), role("deploy", "999999999999"), undefined],
    ["everybody of the account", read, role(core), "arn:aws:iam::111111111111:root", undefined],
    ["everybody", read, role(core), "*", undefined],
    ["what another stack says", other, role(core), role("x", "999999999999"), role("x", "999999999999")],
  ];
  for (const [what, marker, stand, live, taken] of cases) {
    it(`${taken === undefined ? "not " : ""}${what}: ${live}`, () => {
      const bound: Bound = new Map();
      bind({ text: `{"a":"x-${stand}"}`, shown: `{"a":"x-${marker}"}` }, [`{"a":"x-${live}"}`], bound);
      expect([...bound]).to.deep.equal(taken === undefined ? [] : [[marker, taken]]);
    });
  }

  const open = (text: string) => ({
    text: text.replaceAll("NAME", core),
    shown: text.replaceAll("NAME", name),
  });
  const bindings: [what: string, program: string[], live: string[], taken: string | undefined][] = [
    ["where one text fits", ['{"a":"NAME"}'], ['{"a":"0000001"}', '{"b":"0000002"}'], "0000001"],
    ["not where two fit", ['{"a":"NAME"}'], ['{"a":"0000001"}', '{"a":"0000002"}'], undefined],
    [
      "not where a second value stands beside",
      ['{"a":["NAME"]}'],
      ['{"a":["0000001","0000002"]}'],
      undefined,
    ],
    ["twice the same in one text", ['{"a":"NAME","b":"NAME"}'], ['{"a":"0000001","b":"0000001"}'], "0000001"],
    ["not two in one text", ['{"a":"NAME","b":"NAME"}'], ['{"a":"0000001","b":"0000002"}'], undefined],
    [
      "the first of two texts",
      ['{"a":"NAME"}', '{"b":"NAME"}'],
      ['{"a":"0000001"}', '{"b":"0000002"}'],
      "0000001",
    ],
    [
      "by a text that comes before",
      ['{"a":"NAME"}', '{"b":"NAME"}'],
      ['{"a":"0000001"}', '{"b":"0000001"}', '{"b":"0000002"}'],
      "0000001",
    ],
  ];
  for (const [what, program, live, taken] of bindings) {
    it(what, () => {
      const bound: Bound = new Map();
      for (const text of program) bind(open(text), live, bound);
      expect(bound.get(name)).to.equal(taken);
    });
  }

  it("stands in each text then, and what was not taken stays", () => {
    const both = { text: `a ${core} ${uuid} ${core}`, shown: `a ${name} ${keyId} ${name}` };
    expect(filled(both, new Map([[name, "0000001"]]))).to.equal(`a 0000001 ${uuid} 0000001`);
    expect(filled(both, new Map())).to.equal(both.text);
  });

  it("names of policies are the program's only if their ends are such as Pulumi makes", () => {
    const pattern = `arn:aws:iam::111111111111:policy/extra-${name}`;
    expect(isLike("arn:aws:iam::111111111111:policy/extra-1a2b3c4", pattern)).to.equal(true);
    expect(isLike("arn:aws:iam::111111111111:policy/extra-admin", pattern)).to.equal(false);
  });
});
