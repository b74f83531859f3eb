import { expect } from "chai";
import { statementsOf } from "../../cli/policy/document";
import { all, inside, not } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";

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
