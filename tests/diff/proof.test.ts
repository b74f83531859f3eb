import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { asText } from "../../cli/diff/report";
import { accessWith } from "./changes";

type Statement = Record<string, unknown>;
const document = (...Statement: Statement[]) => ({ Version: "2012-10-17", Statement });
const allow = (Sid: string, Action: unknown, more: Statement = {}) => ({
  ...{ Sid, Effect: "Allow", Action, Resource: "arn:aws:s3:::a/*" },
  ...more,
});
const deny = (Sid: string, Action: unknown, more: Statement = {}) => ({
  ...allow(Sid, Action, more),
  Effect: "Deny",
});
const changes = (old: Statement[], now: Statement[]) =>
  compare(accessWith(document(...old)), accessWith(document(...now)), true);
const kinds = (old: Statement[], now: Statement[]) => changes(old, now).map(({ what }) => what);
const roleOf = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const onlyIf = (Condition: object) => ({ Condition });
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
const variable = "${aws:PrincipalTag/t}";
const own = `arn:aws:s3:::a/${variable}/*`;

/** Values that operators tell apart in more ways the more there are of them. */
const fourKinds = {
  ...{ StringLike: { "aws:X": "*a*" }, StringNotLike: { "aws:X": "*b*" } },
  ...{ StringLikeIfExists: { "aws:X": "*c*" }, StringNotLikeIfExists: { "aws:X": "*d*" } },
};
const { StringNotLikeIfExists: _, ...threeKinds } = fourKinds;
/** Two grants by whether a key is there, and one of both. */
const joined = (kinds: object): [old: Statement[], now: Statement[]] => [
  ["true", "false"].map((given) => allow(given, "s3:Get*", onlyIf({ ...kinds, Null: { "aws:Y": given } }))),
  [allow("S", "s3:Get*", onlyIf(kinds))],
];

describe("growth that is none is proven to be none", () => {
  const none: [what: string, old: Statement[], now: Statement[]][] = [
    [
      "several grants together hold it",
      ["yes", "no"].map((value, at) =>
        allow(`S${at}`, "s3:GetObject", onlyIf({ StringEquals: { "aws:X": value } })),
      ),
      [allow("S", "s3:GetObject", onlyIf({ StringEquals: { "aws:X": ["no", "yes"] } }))],
    ],
    [
      "whether a key is there or not",
      [allow("S", "s3:Get*")],
      [
        allow("A", "s3:Get*", onlyIf({ Null: { "aws:X": "true" } })),
        allow("B", "s3:Get*", onlyIf({ Null: { "aws:X": "false" } })),
      ],
    ],
    ["whether a key is there or not, with three kinds of value of another", ...joined(threeKinds)],
    [
      "a number below the bound, from it, or nothing",
      [
        allow("A", "s3:Get*", onlyIf({ NumericLessThan: { "aws:X": "5" } })),
        allow("B", "s3:Get*", onlyIf({ NumericGreaterThanEqualsIfExists: { "aws:X": "5" } })),
      ],
      [allow("S", "s3:Get*", onlyIf({ NumericLessThanIfExists: { "aws:X": "9" } }))],
    ],
    [
      "denies that are split by what they refuse",
      [deny("S", ["s3:Put*", "s3:Get*"], { Resource: "*" })],
      [
        deny("A", "s3:*", { Resource: "arn:aws:s3:::a/*" }),
        deny("B", ["s3:Put*", "s3:Get*"], { Resource: undefined, NotResource: "arn:aws:s3:::a/*" }),
      ],
    ],
  ];
  /** Conditions on a key that AWS makes, of which one holds for whatever AWS may send, or for no key. */
  const complete: [one: object, other: object][] = [
    ...["aws:MultiFactorAuthPresent", "aws:SecureTransport"].map((key): [object, object] => [
      { Bool: { [key]: "true" } },
      { BoolIfExists: { [key]: "false" } },
    ]),
    ...["aws:MultiFactorAuthAge", "aws:EpochTime"].map((key): [object, object] => [
      { NumericLessThan: { [key]: "300" } },
      { NumericGreaterThanEqualsIfExists: { [key]: "300" } },
    ]),
    [
      { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
      { DateGreaterThanEqualsIfExists: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
    ],
    [
      { IpAddress: { "aws:SourceIp": ["0.0.0.0/0", "::/0"] } },
      { IpAddressIfExists: { "aws:SourceIp": "10.0.0.0/8" } },
    ],
    [{ StringLike: { "aws:CurrentTime": "?*" } }, { Null: { "aws:CurrentTime": "true" } }],
    [{ StringLike: { "aws:SourceIp": "*" } }, { StringEqualsIfExists: { "aws:SourceIp": "10.0.0.1" } }],
  ];
  for (const conditions of complete) {
    const split = (kind: typeof allow) =>
      conditions.map((one, at) => kind(`S${at}`, "s3:*", { Resource: "*", ...onlyIf(one) }));
    const whole = { Resource: "*" };
    none.push(
      [`grants of all: ${JSON.stringify(conditions)}`, split(allow), [allow("S", "s3:*", whole)]],
      [`a deny of all: ${JSON.stringify(conditions)}`, [deny("S", "s3:*", whole)], split(deny)],
    );
  }
  /** Of keys that AWS documents to have one value. */
  const impossible: [what: string, conditions: object][] = [
    [
      "a truth",
      { Bool: { "aws:SecureTransport": "true" }, BoolIfExists: { "aws:SecureTransport": "false" } },
    ],
    [
      "dates",
      {
        DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        DateGreaterThan: { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
      },
    ],
    ["numbers", { NumericLessThan: { "s3:max-keys": "1" }, NumericGreaterThan: { "s3:max-keys": "5" } }],
    [
      "addresses",
      {
        IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
        NotIpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] },
      },
    ],
    [
      "texts of a tag",
      { StringLike: { "aws:PrincipalTag/t": "a*" }, StringEquals: { "aws:PrincipalTag/t": "b" } },
    ],
    [
      "texts of a tag, where it is there",
      {
        StringEqualsIfExists: { "aws:ResourceTag/t": "a" },
        StringNotLike: { "aws:ResourceTag/t": "a" },
        Null: { "aws:ResourceTag/t": "false" },
      },
    ],
  ];
  for (const [what, Condition] of impossible) {
    it(`conditions that cannot hold together: ${what}`, () => {
      expect(changes([], [allow("Never", "s3:*", { Condition })]).filter(({ grew }) => grew)).to.deep.equal(
        [],
      );
    });
  }
  for (const [what, old, now] of none) {
    it(what, () => {
      expect(changes(old, now).filter(({ grew }) => grew)).to.deep.equal([]);
    });
  }

  const still: [what: string, old: Statement[], now: Statement[], expected: string[]][] = [
    [
      "one of the values is not held",
      [allow("A", "s3:GetObject", onlyIf({ StringEquals: { "aws:X": "yes" } }))],
      [allow("S", "s3:GetObject", onlyIf({ StringEquals: { "aws:X": ["no", "yes"] } }))],
      ["grant added"],
    ],
    ["more kinds of value than the engine looks at", ...joined(fourKinds), ["grant widened"]],
    [
      "a grant that a deny refuses",
      [allow("A", "s3:GetObject"), deny("D", "s3:Put*")],
      [allow("A", "s3:GetObject"), allow("B", "s3:PutObject"), deny("D", "s3:Put*")],
      ["grant added"],
    ],
    [
      "a deny of what nothing allows",
      [allow("A", "s3:GetObject"), deny("D", "s3:Put*")],
      [allow("A", "s3:GetObject")],
      ["deny lost"],
    ],
    [
      "several values where a key with one would not fulfil both",
      [],
      [allow("S", "s3:Get*", onlyIf({ StringEquals: { "aws:X": "a" }, StringLike: { "aws:X": "b" } }))],
      ["grant added"],
    ],
    ...[
      {
        "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
        "ForAnyValue:StringLike": { "aws:TagKeys": "b*" },
      },
      {
        "ForAllValues:StringEquals": { "aws:TagKeys": "a" },
        "ForAllValues:StringLike": { "aws:TagKeys": "b*" },
      },
      { StringEquals: { "aws:TagKeys": "a" }, StringLike: { "aws:TagKeys": "b" } },
      { Bool: { "aws:TagKeys": "true" }, BoolIfExists: { "aws:TagKeys": "false" } },
      {
        "ForAllValues:StringEquals": { "aws:PrincipalTag/t": "a" },
        "ForAllValues:StringLike": { "aws:PrincipalTag/t": "b*" },
      },
      {
        "ForAnyValue:StringEquals": { "aws:PrincipalTag/t": "a" },
        StringLike: { "aws:PrincipalTag/t": "b*" },
      },
      { StringEqualsIfExists: { "aws:PrincipalTag/t": "a" }, StringNotEquals: { "aws:PrincipalTag/t": "a" } },
      {
        DateLessThanIfExists: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        DateNotEquals: { "aws:CurrentTime": "2025-06-01T00:00:00Z" },
      },
    ].map((Condition): (typeof still)[number] => [
      `conditions that can hold together: ${JSON.stringify(Condition)}`,
      [],
      [allow("S", "s3:*", { Condition })],
      ["grant added"],
    ]),
    [
      "a list of truths, which may be empty",
      [
        allow("A", "s3:*", onlyIf({ "ForAnyValue:Bool": { "aws:SecureTransport": "true" } })),
        allow("B", "s3:*", onlyIf({ "ForAnyValue:BoolIfExists": { "aws:SecureTransport": "false" } })),
      ],
      [allow("A", "s3:*")],
      ["grant widened"],
    ],
    [
      "a tag, which may be empty",
      [
        allow("A", "s3:*", onlyIf({ StringLike: { "aws:PrincipalTag/t": "*" } })),
        allow("B", "s3:*", onlyIf({ StringEqualsIfExists: { "aws:PrincipalTag/t": "b" } })),
      ],
      [allow("A", "s3:*")],
      ["grant widened"],
    ],
    [
      "what IAM may not take for the same",
      [allow("S", "s3:Get*", onlyIf({ Bool: { "aws:X": "true" } }))],
      [allow("S", "s3:Get*", onlyIf({ Bool: { "aws:X": "True" } }))],
      ["grant changed, not shown to be narrower", "grant narrowed"],
    ],
    [
      "a tag that is compared as true may be any text",
      [allow("S", "s3:Get*", onlyIf({ Bool: { "aws:PrincipalTag/x": "true" } }))],
      [
        allow("S", "s3:Get*", onlyIf({ Bool: { "aws:PrincipalTag/x": "true" } })),
        allow("T", "s3:Get*", onlyIf({ StringEquals: { "aws:PrincipalTag/x": "yes" } })),
      ],
      ["grant added"],
    ],
    [
      "a variable's value may have wildcards",
      [allow("S", "s3:Get*", { Resource: own })],
      [
        allow("S", "s3:Get*", { Resource: own, ...onlyIf({ Null: { "aws:PrincipalTag/t": "false" } }) }),
        allow("T", "s3:Get*", { Resource: "arn:aws:s3:::a/b" }),
      ],
      ["grant added", "grant narrowed"],
    ],
  ];
  for (const [what, old, now, expected] of still) {
    it(`and nothing more: ${what}`, () => {
      expect(kinds(old, now)).to.deep.equal(expected);
    });
  }
});

describe("growth is shown by a request", () => {
  const lineOf = (old: Statement[], now: Statement[]) => {
    const grown = changes(old, now).filter(({ grew }) => grew);
    const text = asText({ grown, accepted: [], others: [], stale: [] });
    return text.match(/(now allowed, before not|denied before, now not|no request is shown): .*/)?.[0];
  };
  const unsendable =
    "no request is shown: none is found that AWS could send: no action or resource has this form, or who asks and its condition keys, or two of these keys, contradict each other";
  const cases: [what: string, old: Statement[], now: Statement[], line: string][] = [
    [
      "a grant that is effective",
      [allow("A", "s3:GetObject")],
      [allow("A", ["s3:GetObject", "s3:GetObjectTagging"])],
      "now allowed, before not: s3:GetObjectTagging on arn:aws:s3:::a/",
    ],
    [
      "with what it needs",
      [],
      [allow("A", "s3:GetObject", onlyIf({ StringEquals: { "aws:PrincipalTag/team": "red" } }))],
      "now allowed, before not: s3:GetObject on arn:aws:s3:::a/ if aws:PrincipalTag/team = red",
    ],
    [
      "a grant of which a deny leaves some",
      [deny("D", "s3:GetObject", { Resource: "arn:aws:s3:::a/b/*" })],
      [
        allow("A", "s3:GetObject", { Resource: "arn:aws:s3:::a/b*" }),
        deny("D", "s3:GetObject", { Resource: "arn:aws:s3:::a/b/*" }),
      ],
      "now allowed, before not: s3:GetObject on arn:aws:s3:::a/b",
    ],
    [
      "a grant of which a deny leaves nothing",
      [deny("D", "s3:Get*")],
      [allow("A", "s3:GetObject"), deny("D", "s3:Get*")],
      "now allowed, before not: s3:GetObject on arn:aws:s3:::a/; refused all the same, today, by D",
    ],
    [
      "a deny that is lost of what a grant allows",
      [allow("A", "s3:*"), deny("D", "s3:Put*")],
      [allow("A", "s3:*")],
      "denied before, now not: s3:Put on arn:aws:s3:::a/; A allows it",
    ],
    [
      "a deny that is lost of what nothing allows",
      [deny("D", "s3:PutObject")],
      [deny("E", "s3:GetObject")],
      "denied before, now not: s3:PutObject on arn:aws:s3:::a/; nothing here allows it",
    ],
    [
      "several values of a key where AWS does not say that it has one",
      [],
      [allow("S", "s3:Get*", onlyIf({ StringEquals: { "aws:X": "a" }, StringLike: { "aws:X": "b" } }))],
      "now allowed, before not: s3:Get on arn:aws:s3:::a/ if aws:X = a and b",
    ],
    [
      "an action's name and the form of a resource, with several values too",
      [],
      [
        allow("S", "s3:*", {
          Resource: "*",
          ...onlyIf({ StringEquals: { "aws:X": "a" }, StringLike: { "aws:X": "b" } }),
        }),
      ],
      "now allowed, before not: s3:x on * if aws:X = a and b",
    ],
    ...([
      [
        "the role whose ARN a condition names asks",
        [deny("D", "s3:Get*", onlyIf({ ArnNotEquals: { "aws:PrincipalArn": [roleOf("a")] } }))],
        [deny("D", "s3:Get*", onlyIf({ ArnNotEquals: { "aws:PrincipalArn": [roleOf("a"), roleOf("b")] } }))],
        `denied before, now not: s3:Get on arn:aws:s3:::a/ by ${roleOf("b")} if aws:PrincipalArn = ${roleOf("b")}; nothing here allows it`,
      ],
      ...["*", { AWS: "123456789012" }].map((Principal) => [
        `and of those whom the policy of a resource names, ${JSON.stringify(Principal)}`,
        [],
        [allow("A", "s3:Get*", { Principal, ...onlyIf({ ArnEquals: { "aws:PrincipalArn": roleOf("b") } }) })],
        `now allowed, before not: s3:Get on arn:aws:s3:::a/ by ${roleOf("b")} if aws:PrincipalArn = ${roleOf("b")}`,
      ]),
      [
        "somebody of the account that a condition names",
        [],
        [allow("A", "s3:Get*", onlyIf({ StringEquals: { "aws:PrincipalAccount": "210987654321" } }))],
        "now allowed, before not: s3:Get on arn:aws:s3:::a/ by arn:aws:iam::210987654321:user/somebody if aws:PrincipalAccount = 210987654321",
      ],
      ...[
        [{ AWS: roleOf("a") }, { ArnEquals: { "aws:PrincipalArn": roleOf("b") } }],
        [{ AWS: "123456789012" }, { StringEquals: { "aws:PrincipalAccount": "210987654321" } }],
        [
          "*",
          {
            StringEquals: { "aws:PrincipalArn": roleOf("a") },
            StringLike: { "aws:PrincipalArn": roleOf("b") },
          },
        ],
      ].map(([Principal, Condition]) => [
        `none where who asks and a condition contradict each other: ${JSON.stringify([Principal, Condition])}`,
        [],
        [allow("A", "s3:Get*", { Principal, Condition })],
        unsendable,
      ]),
      ...[
        ["s3:", "*"],
        ["s3:GetObject", "a-name"],
      ].map(([action, Resource]) => [
        `none where no action or resource has the form: ${action} on ${Resource}`,
        [],
        [allow("A", action, { Resource })],
        unsendable,
      ]),
    ] as typeof cases),
    [
      "or why none is, of a variable",
      [allow("S", "s3:Get*", { Resource: own })],
      [
        allow("S", "s3:Get*", { Resource: own }),
        allow("T", "s3:Get*", {
          Resource: "arn:aws:s3:::a/b/*",
          ...onlyIf({ StringEquals: { "aws:PrincipalTag/t": "b" } }),
        }),
      ],
      `no request is shown: none is found, but IAM's documentation leaves open what ${variable} may stand for`,
    ],
    [
      "of values",
      [allow("S", "s3:Get*", onlyIf({ Bool: { "aws:SecureTransport": "true" } }))],
      [allow("S", "s3:Get*", onlyIf({ Bool: { "aws:SecureTransport": "True" } }))],
      "no request is shown: none is found, but IAM's documentation leaves open what Bool aws:SecureTransport True asks for",
    ],
    [
      "of conditions that are too many",
      ...joined(fourKinds),
      "no request is shown: the values of aws:x are told apart in too many ways",
    ],
  ];
  for (const [what, old, now, line] of cases) {
    it(what, () => {
      expect(lineOf(old, now)).to.equal(line);
    });
  }

  it("whom a trust policy lets in, without the external ID", () => {
    const trust = (AWS: string) =>
      document({
        ...{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" },
        Condition: { StringEquals: { "sts:ExternalId": "only-we-know" } },
      });
    const [old, now] = ["111111111111", "222222222222"].map((id) =>
      accessWith(trust(`arn:aws:iam::${id}:root`), "trust"),
    );
    if (!old || !now) throw new Error("There are no two sides.");
    const [first] = compare({ ...old, secrets: ["only-we-know"] }, now, true);
    expect(first?.witness?.request.principal).to.equal("arn:aws:iam::222222222222:user/somebody");
    expect(first?.witness?.request.context).to.deep.equal({ "sts:ExternalId": "(not shown)" });
  });

  it("nothing is shown where there is another secret in a document", () => {
    const [old, now] = [[], [allow("A", "s3:*", { Resource: "arn:aws:s3:::canary/*" })]].map((one) =>
      accessWith(document(...one)),
    );
    if (!old || !now) throw new Error("There are no two sides.");
    const secrets = ["arn:aws:s3:::canary/*"];
    const [hidden] = compare({ ...old, secrets }, now, true);
    expect(hidden?.witness).to.equal(undefined);
    expect(hidden?.unshown).to.equal("these policies hold a secret");
    expect(compare(old, now, true)[0]?.witness?.request.resource).to.equal("arn:aws:s3:::canary/");
  });
});
