import { expect } from "chai";
import { allow, deny, tag, x } from "./cases/case";
import { keys } from "./cases/keys";
import { patterns } from "./cases/patterns";
import { values } from "./cases/values";
import { answerOn, changesBetween, kindsOf } from "./changes";

const document = (statements: unknown, Version = "2012-10-17") => ({ Version, Statement: statements });

describe("two documents are compared by what they mean", () => {
  for (const [title, rows] of Object.entries({ ...patterns, ...values, ...keys })) {
    describe(title, () => {
      for (const [what, old, now, expected] of rows) {
        it(what, () => {
          const named = (statements: unknown) =>
            document([statements].flat().map((one) => ({ Sid: "S", ...(one as object) })));
          const found = kindsOf(changesBetween(named(old), named(now)));
          expect([...new Set(found)]).to.have.members(expected);
        });
      }
    });
  }

  it("the older version of the language has no variables", () => {
    const statement = allow({ Resource: `arn:aws:s3:::a/${tag}` });
    const found = changesBetween(document(statement), document(statement, "2008-10-17"));
    expect(kindsOf(found)).to.deep.equal(["grant added", "grant removed"]);
    expect(changesBetween(document(allow({})), document(allow({}), "2008-10-17"))).to.deep.equal([]);
  });

  for (const operator of [
    "StringEquals",
    "StringLike",
    "StringNotEquals",
    "ForAnyValue:StringLike",
    "ArnLike",
    "X",
  ]) {
    for (const character of ["*", "?", "$"]) {
      it(`nor has it a text for ${character} alone, in ${operator}`, () => {
        const value = `arn:aws:s3:::a$${`{${character}}`}`;
        const statements = [allow, deny].map((of) => of({ Condition: { [operator]: { [x]: value } } }));
        for (const statement of statements) {
          const [newer, older] = [document(statement), document(statement, "2008-10-17")];
          const without = { Statement: statement };
          for (const [old, now] of [
            [newer, older],
            [older, newer],
            [newer, without],
            [without, newer],
          ])
            expect(answerOn(changesBetween(old, now))).to.equal("growth");
          expect(changesBetween(older, without)).to.deep.equal([]);
        }
      });
    }
  }
});
