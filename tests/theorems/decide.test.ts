import { expect } from "chai";
import { statementsOf } from "../../cli/policy/document";
import { all, inside, not } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";
import { engineWith } from "./engine";
import { answerOf, documentOf, on, type Part, when } from "./rows";

/** A request that the first of two statements is about and the second is not. */
function between(...Statement: object[]) {
  const [one, other] = statementsOf({ Version: "2012-10-17", Statement });
  if (!one || !other) throw new Error("There are no two statements.");
  return decide([all(inside(one), not(inside(other)))])[0]?.request.action;
}
const about = (actions: object) => ({ Effect: "Deny", ...actions, Resource: "*" });

describe("services are looked at one at a time", () => {
  const cases: [what: string, one: object, other: object, action: string | undefined][] = [
    ["an action that only NotAction names", { Action: "*" }, { NotAction: ["s3:GetObject"] }, "s3:GetObject"],
    ["one that both leave out", { NotAction: "s3:GetObject" }, { NotAction: ["s3:GetObject"] }, undefined],
    ["one of a service that another names", { NotAction: "s3:*" }, { Action: ["kms:*"] }, "x:x"],
    ["all of a service without some", { Action: "s3:*" }, { NotAction: ["s3:Get*", "kms:*"] }, "s3:Get"],
    ["all without a service", { Action: "*" }, { NotAction: ["s3:*"] }, "s3:x"],
    ["a service by a pattern", { Action: "s3:Get*" }, { Action: "s*:Get*" }, undefined],
  ];
  for (const [what, one, other, action] of cases) {
    it(what, () => {
      expect(between(about(one), about(other))).to.equal(action);
    });
  }
});

describe("a witness has nothing that it can do without", () => {
  const engine = engineWith();
  /** What some of the statements are about, and one that stands for a deny is not. */
  const either = (parts: Part[]) => {
    const { statements } = documentOf(engine, ...parts);
    const of = (effect: string) =>
      statements.filter((one) => one.effect === effect).map(engine.claims.inside);
    return engine.claims.all(
      engine.claims.any(...of("Allow")),
      engine.claims.not(engine.claims.any(...of("Deny"))),
    );
  };
  const mfa = when("Bool", "true", "aws:MultiFactorAuthPresent");
  const tags = { ...when("StringEquals", "a", "aws:RequestTag/t") };
  const cases: [what: string, parts: Part[], answer: string][] = [
    ["a key of the first of two statements", [mfa, {}], "s3:GetObject * *"],
    [
      "three keys",
      [
        { Condition: { ...mfa.Condition, ...tags.Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
        {},
      ],
      "s3:GetObject * *",
    ],
    [
      "one of two keys",
      [{ Condition: { ...mfa.Condition, ...tags.Condition } }, tags],
      "s3:GetObject * aws:RequestTag/t=a *",
    ],
    [
      "keys that AWS sends together",
      [{ Condition: { ...tags.Condition, "ForAnyValue:StringEquals": { "aws:TagKeys": "t" } } }, {}],
      "s3:GetObject * *",
    ],
    [
      "a value that is longer than one has to be",
      [when("StringLike", "*bc"), when("StringLike", "*c")],
      "s3:GetObject * aws:SourceVpc=c *",
    ],
    ["a resource that is longer", [on("a/long/*"), on("a/*")], "s3:GetObject arn:aws:s3:::a/ *"],
    [
      "a key that a shorter action does not need",
      [{ Action: "s3:GetObjectTagging", ...mfa }, { Action: "s3:Get*" }],
      "s3:Get * *",
    ],
    [
      "but for a key that a deny asks for",
      [{}, { Effect: "Deny", ...when("Null", "true") }],
      "s3:GetObject * aws:SourceVpc= *",
    ],
  ];
  for (const [what, parts, answer] of cases) {
    it(what, () => {
      expect(answerOf({ what, answer, claim: () => either(parts) }, engine)).to.equal(answer);
    });
  }
});
