import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { asLines } from "../../cli/diff/report";
import { accessWith, changesBetween, kindsOf } from "./changes";

const root = "arn:aws:iam::111111111111:root";
const role = "arn:aws:iam::111111111111:role/deploy";
const trusts = (Principal: unknown, Condition?: object) => ({
  Version: "2012-10-17",
  Statement: [
    { Sid: "S", Effect: "Allow", Principal, Action: "sts:AssumeRole", ...(Condition && { Condition }) },
  ],
});
const introduced = (id: string) => trusts({ AWS: root }, { StringEquals: { "sts:ExternalId": id } });

const cases: [what: string, old: unknown, now: unknown, expected: string[]][] = [
  ["the account's ID in place of its root", trusts({ AWS: root }), trusts({ AWS: "111111111111" }), []],
  ["everybody, written in two ways", trusts("*"), trusts({ AWS: ["*"] }), []],
  ["a role of the account", trusts({ AWS: root }), trusts({ AWS: role }), ["trust narrowed"]],
  ["the account of a role", trusts({ AWS: role }), trusts({ AWS: root }), ["trust widened"]],
  [
    "the account in another partition",
    trusts({ AWS: root }),
    trusts({ AWS: root.replace("aws", "aws-cn") }),
    ["trust added", "trust removed"],
  ],
  [
    "a session of the role",
    trusts({ AWS: role }),
    trusts({ AWS: "arn:aws:sts::111111111111:assumed-role/deploy/x" }),
    ["trust removed"],
  ],
  [
    "a role of another account",
    trusts({ AWS: root }),
    trusts({ AWS: role.replaceAll("1", "2") }),
    ["trust added", "trust removed"],
  ],
  [
    "another account besides",
    trusts({ AWS: root }),
    trusts({ AWS: [root, "222222222222"] }),
    ["trust added"],
  ],
  ["everybody", trusts({ AWS: root }), trusts("*"), ["trust widened"]],
  [
    "a service besides",
    trusts({ AWS: root }),
    trusts({ AWS: root, Service: "ec2.amazonaws.com" }),
    ["trust added"],
  ],
  [
    "a service in place of everybody",
    trusts("*"),
    trusts({ Service: "ec2.amazonaws.com" }),
    ["trust narrowed"],
  ],
  [
    "a service called as an account",
    trusts({ AWS: "111111111111" }),
    trusts({ Service: "111111111111" }),
    ["trust added", "trust removed"],
  ],
  ["an external ID more", trusts({ AWS: root }), introduced("a"), ["trust narrowed"]],
  ["an external ID less", introduced("a"), trusts({ AWS: root }), ["trust widened"]],
  [
    "another external ID",
    introduced("a"),
    introduced("b"),
    ["trust changed, not shown to be narrower", "trust narrowed"],
  ],
  ["external IDs that are not told", introduced("(secret)"), introduced("(secret)"), ["not comparable"]],
];

describe("who may assume a role is compared", () => {
  for (const [what, old, now, expected] of cases) {
    it(what, () => {
      expect(kindsOf(changesBetween(old, now, "trust"))).to.deep.equal(expected);
    });
  }

  it("an external ID is not shown, nor can it be found from the ID of the growth", () => {
    const [one, other] = ["b", "c"].map((id) => changesBetween(introduced("a"), introduced(id), "trust"));
    expect(JSON.stringify(one)).to.equal(JSON.stringify(other));
    expect(one?.[0]?.access[0]?.conditions).to.deep.equal(["sts:ExternalId StringEquals (not shown)"]);
    expect(one?.[0]?.note).to.equal("the values that are not shown are others");
  });

  const but = (all: string[], parts: object = {}) => ({
    Version: "2012-10-17",
    Statement: { Effect: "Deny", NotPrincipal: { AWS: all }, Action: "sts:AssumeRole", ...parts },
  });
  const others: [what: string, old: unknown, now: unknown, expected: string[]][] = [
    ["the account besides", but([role]), but([role, root]), ["deny of trust lost", "deny of trust added"]],
    ["the account no more", but([role, root]), but([role]), ["deny of trust lost", "deny of trust added"]],
    [
      "the account in place of the role",
      but([role]),
      but([root]),
      ["deny of trust lost", "deny of trust added"],
    ],
    [
      "the role in place of the account",
      but([root]),
      but([role]),
      ["deny of trust lost", "deny of trust added"],
    ],
    ["the same in another order and twice", but([role, root]), but([root, role, root]), []],
    [
      "the same for more actions",
      but([role]),
      but([role], { Action: "sts:*" }),
      ["deny of trust strengthened"],
    ],
    ["the same for fewer actions", but([role], { Action: "sts:*" }), but([role]), ["deny of trust weakened"]],
    [
      "of a grant",
      but([role, root], { Effect: "Allow" }),
      but([role], { Effect: "Allow" }),
      ["trust added", "trust removed"],
    ],
  ];
  for (const [what, old, now, expected] of others) {
    it(`everybody but some is compared as it is written: ${what}`, () => {
      expect(kindsOf(changesBetween(old, now, "trust"))).to.deep.equal(expected);
    });
  }
});

describe("a trust in everybody is told as one", () => {
  const before = `before: sts:AssumeRole for AWS:${root}`;
  const id = "sts:ExternalId StringEquals (not shown)";
  const told: [what: string, old: unknown, now: unknown, lines: string[]][] = [
    [
      "in place of the account",
      trusts({ AWS: root }),
      trusts("*"),
      [
        "trust widened (S)",
        "sts:AssumeRole for everybody",
        before,
        "now allowed, before not: sts:AssumeRole by somebody whom no statement names",
      ],
    ],
    [
      "on a condition",
      introduced("a"),
      trusts({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "a" } }),
      [
        "trust widened (S)",
        `sts:AssumeRole for everybody if ${id}`,
        `${before} if ${id}`,
        "now allowed, before not: sts:AssumeRole by somebody whom no statement names if sts:ExternalId = (not shown)",
      ],
    ],
    [
      "no more",
      trusts("*"),
      trusts({ AWS: root }),
      ["trust narrowed (S)", "sts:AssumeRole for everybody", `now: sts:AssumeRole for AWS:${root}`],
    ],
    [
      "who is denied",
      { Version: "2012-10-17", Statement: [] },
      { Version: "2012-10-17", Statement: { Effect: "Deny", Principal: "*", Action: "sts:*" } },
      ["deny of trust added", "sts:* for everybody"],
    ],
  ];
  for (const [what, old, now, lines] of told) {
    it(what, () => {
      const changes = compare(accessWith(old, "trust"), accessWith(now, "trust"), true);
      expect(changes.flatMap(asLines)).to.deep.equal(lines);
    });
  }

  it("but a policy of a role is for nobody else, wherever it holds", () => {
    const grant = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    };
    const changes = changesBetween({ Version: "2012-10-17", Statement: [] }, grant);
    expect(changes.flatMap(asLines)).to.deep.equal(["grant added", "s3:ListAllMyBuckets on *"]);
  });
});
