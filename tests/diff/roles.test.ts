import { expect } from "chai";
import { type Access, type Role, roleOf } from "../../cli/diff/access";
import { compare } from "../../cli/diff/compare";
import { documentOf } from "../../cli/policy/document";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const document = (Statement: object, name = "p") => documentOf(name, { Version: "2012-10-17", Statement });
const role = (parts: Partial<Role> = {}): Access => accessOf([{ ...roleOf("r"), ...parts }]);
const accessOf = (roles: Role[], parts: Partial<Access> = {}): Access => ({
  ...{ roles, policies: [], others: new Map(), attached: true },
  ...parts,
});
const trust = [documentOf("t", { Statement: [] })];
const withPolicy = (one: unknown) => accessOf([], { policies: [documentOf("p", one)] });
const others = (text: string) =>
  accessOf([], { others: new Map([["u (aws:iam/userPolicy:UserPolicy)", text]]) });
const aws = "arn:aws:iam::aws:policy/ReadOnlyAccess";

const cases: [what: string, old: Access, now: Access, grown: string[], others: string[]][] = [
  [
    "a role is added",
    accessOf([]),
    role({ trust, policies: [document(statement)] }),
    ["role added", "grant added"],
    [],
  ],
  [
    "what a role of another stack is given goes, a deny with it",
    role({ policies: [document({ ...statement, Effect: "Deny" })] }),
    accessOf([]),
    ["deny lost"],
    [],
  ],
  [
    "a role goes, and its denies with it",
    role({ trust, policies: [document({ ...statement, Effect: "Deny" })] }),
    accessOf([]),
    [],
    ["role removed"],
  ],
  [
    "sessions grow longer",
    role({ maxSessionDuration: 3600 }),
    role({ maxSessionDuration: 3601 }),
    ["sessions longer"],
    [],
  ],
  [
    "sessions grow shorter",
    role({ maxSessionDuration: 7200 }),
    role({ maxSessionDuration: 3600 }),
    [],
    ["sessions shorter"],
  ],
  ["how long is not told", role({ maxSessionDuration: 3600 }), role(), [], []],
  ["a boundary is set", role(), role({ boundary: aws }), [], ["permissions boundary set"]],
  ["a boundary goes", role({ boundary: aws }), role(), ["permissions boundary removed"], []],
  [
    "another boundary",
    role({ boundary: aws }),
    role({ boundary: `${aws}2` }),
    ["permissions boundary changed"],
    [],
  ],
  ["a policy of AWS is attached", role(), role({ unread: [aws] }), ["policy attached"], []],
  ["a policy of AWS is detached", role({ unread: [aws] }), role(), ["policy detached"], []],
  ["a policy of AWS stays", role({ unread: [aws] }), role({ unread: [aws] }), [], []],
  [
    "a policy is added that only denies",
    accessOf([]),
    withPolicy({ Version: "2012-10-17", Statement: { ...statement, Effect: "Deny" } }),
    [],
    ["deny added"],
  ],
  [
    "a policy goes that denies",
    withPolicy({ Version: "2012-10-17", Statement: { ...statement, Effect: "Deny" } }),
    accessOf([]),
    ["deny lost"],
    [],
  ],
  ["what is not read stays", others("a"), others("a"), [], []],
  ["what is not read changes", others("a"), others("b"), ["not comparable"], []],
  ["what is not read is added", accessOf([]), others("a"), ["not comparable"], []],
  ["what is not read goes", others("a"), accessOf([]), ["not comparable"], []],
];

/** Documents that IAM would not take, or of which it is not known what it makes of them. */
const unreadable: [document: unknown, why: string][] = [
  [[], "the document is a list and not an object"],
  [{ Statement: statement, Statements: [] }, 'the document has "Statements", which IAM does not know'],
  [{ Version: "2026-01-01", Statement: statement }, "the Version is none that IAM knows"],
  [{ Version: "2012-10-17" }, "there is no Statement"],
  [{ Statement: [1] }, "statement 1 is a number and not an object"],
  [{ Statement: { ...statement, action: "*" } }, 'statement 1 has "action", which IAM does not know'],
  [
    { Statement: { ...statement, Effect: "allow" } },
    "statement 1 has an Effect that is neither Allow nor Deny",
  ],
  [{ Statement: { ...statement, NotAction: "*" } }, "statement 1 has both Action and NotAction"],
  [{ Statement: { ...statement, Action: undefined } }, "statement 1 has no Action"],
  [{ Statement: { ...statement, Resource: undefined } }, "statement 1 has no Resource"],
  [{ Statement: { ...statement, Action: [] } }, "Action of statement 1 is an empty list"],
  [{ Statement: { ...statement, Action: ["s3:*", null] } }, "Action of statement 1 is null and not text"],
  [{ Statement: { ...statement, Principal: {} } }, "Principal of statement 1 is empty"],
  [
    { Statement: { ...statement, Condition: { StringEquals: "a" } } },
    "StringEquals of statement 1 is text and not an object",
  ],
  [
    { Statement: { ...statement, Condition: { StringEquals: { a: [] } } } },
    "a of statement 1 is an empty list",
  ],
  [
    { Statement: { ...statement, Condition: { StringEquals: { a: "1", A: "2" } } } },
    "StringEquals of statement 1 has a key twice",
  ],
];

describe("roles are compared", () => {
  for (const [what, old, now, grown, others] of cases) {
    it(what, () => {
      const changes = compare(old, now);
      const kinds = (wanted: boolean) =>
        changes.filter(({ grew }) => grew === wanted).map((change) => change.what);
      expect([kinds(true), kinds(false)]).to.deep.equal([grown, others]);
    });
  }

  for (const [content, why] of unreadable) {
    it(`a document that cannot be read is growth unless it stays: ${why}`, () => {
      const [empty, bad] = [withPolicy({ Statement: [] }), withPolicy(content)];
      expect(compare(bad, bad)).to.deep.equal([]);
      for (const [old, now] of [[empty, bad] as const, [bad, empty] as const]) {
        const [change, ...more] = compare(old, now);
        expect(more).to.deep.equal([]);
        expect(change).to.deep.include({
          what: "not comparable",
          grew: true,
          note: `p cannot be read: ${why}`,
        });
      }
    });
  }

  it("what stands for too many combinations is growth unless it stays", () => {
    const numbers = Array.from({ length: 200 }, (_, at) => `${at}`);
    const Condition = { StringEquals: { a: numbers, b: numbers } };
    const [old, now] = [
      role({ policies: [document(statement)] }),
      role({ policies: [document({ ...statement, Condition })] }),
    ];
    expect(compare(now, now)).to.deep.equal([]);
    expect(compare(old, now).map(({ what, grew }) => [what, grew])).to.deep.equal([["not comparable", true]]);
  });
});
