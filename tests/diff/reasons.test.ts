import { expect } from "chai";
import { allow, deny, onlyIf, tag } from "./cases/case";
import { changesBetween } from "./changes";

const document = (Statement: object, Version = "2012-10-17") => ({ Version, Statement });
const named = (one: object) => ({ Sid: "S", ...one });
const own = `arn:aws:s3:::c/${tag}/*`;
const shared = "arn:aws:s3:::b/*";
const [plain, both] = [{ Resource: shared }, { Resource: [shared, own] }];
const session = `a session without a value for ${tag}`;

describe("why something grew, or grew not, where the lines before and now are alike", () => {
  const changes: [what: string, old: object, now: object, notes: (string | undefined)[]][] = [
    [
      "a deny gets a resource with a variable",
      document(deny(plain)),
      document(deny(both)),
      [`a variable stands in it now: ${session} may escape the whole statement`, undefined],
    ],
    [
      "a deny gets one beside a narrower one",
      document(named(deny({ Resource: "arn:aws:s3:::b/x/*" }))),
      document(named(deny(both))),
      [`a variable stands in it now: ${session} may escape the whole statement`, undefined, undefined],
    ],
    [
      "a deny loses it",
      document(named(deny(both))),
      document(named(deny(plain))),
      [
        undefined,
        `a variable no longer stands in it: before, ${session} may have escaped the whole statement`,
      ],
    ],
    [
      "a grant loses it",
      document(named(allow(both))),
      document(named(allow(plain))),
      [
        `a variable no longer stands in it: before, ${session} may have got nothing by the whole statement`,
        undefined,
      ],
    ],
    [
      "a grant gets it",
      document(named(allow(plain))),
      document(named(allow(both))),
      [undefined, `a variable stands in it now: ${session} may get nothing by the whole statement`],
    ],
    [
      "the Version reads variables no more",
      document(named(allow({ Resource: own }))),
      document(named(allow({ Resource: own })), "2008-10-17"),
      ["another Version: variables are not read now", "another Version: variables are not read now"],
    ],
    [
      "the Version reads variables",
      document(named(deny({ Resource: own })), "2008-10-17"),
      document(named(deny({ Resource: own }))),
      ["another Version: variables are read now", "another Version: variables are read now"],
    ],
    [
      "an external ID is another",
      document(named(onlyIf({ StringEquals: { "sts:ExternalId": "a" } }))),
      document(named(onlyIf({ StringEquals: { "sts:ExternalId": "b" } }))),
      ["the values that are not shown are others", "the values that are not shown are others"],
    ],
  ];
  for (const [what, old, now, notes] of changes) {
    it(what, () => {
      expect(changesBetween(old, now).map(({ note }) => note)).to.deep.equal(notes);
    });
  }
});
