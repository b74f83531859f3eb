import { expect } from "chai";
import { changesBetween, kindsOf } from "./changes";

const id = "111111111111";
const root = `arn:aws:iam::${id}:root`;
const role = `arn:aws:iam::${id}:role/r`;
const policy = (Principal: unknown, parts: object = {}) => ({
  Version: "2012-10-17",
  Statement: { Sid: "S", Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "*", ...parts },
});
const changed = "grant changed, not shown to be narrower";

const cases: [what: string, old: unknown, now: unknown, expected: string[]][] = [
  ["a role for the account's ID", { AWS: id }, { AWS: role }, [changed, "grant narrowed"]],
  ["a role for the account's root", { AWS: root }, { AWS: role }, [changed, "grant narrowed"]],
  [
    "a user for the account's root",
    { AWS: root },
    { AWS: role.replace("role", "user") },
    [changed, "grant narrowed"],
  ],
  ["a role besides the account", { AWS: root }, { AWS: [root, role] }, ["grant widened"]],
  ["the account for a role", { AWS: role }, { AWS: root }, [changed, "grant narrowed"]],
  ["a role no more", { AWS: [root, role] }, { AWS: root }, ["grant narrowed"]],
  ["a role for everybody", "*", { AWS: role }, ["grant narrowed"]],
  ["the account's ID for its root", { AWS: root }, { AWS: id }, []],
  ["the same role", { AWS: role }, { AWS: [role] }, []],
];

describe("whom the policy of a resource grants to is compared", () => {
  for (const [what, old, now, expected] of cases) {
    it(what, () => {
      const found = kindsOf(changesBetween(policy(old), policy(now)));
      expect(found).to.have.members(expected);
    });
  }

  it("whom it refuses: the account holds its roles", () => {
    const deny = (Principal: unknown) => policy(Principal, { Effect: "Deny" });
    expect(kindsOf(changesBetween(deny({ AWS: root }), deny({ AWS: [root, role] })))).to.deep.equal([]);
    expect(kindsOf(changesBetween(deny({ AWS: root }), deny({ AWS: role })))).to.deep.equal([
      "deny weakened",
    ]);
  });

  it("everybody but some: no other list is the same", () => {
    const but = (AWS: string[]) => policy(undefined, { NotPrincipal: { AWS } });
    expect(kindsOf(changesBetween(but([root, role]), but([role, root])))).to.deep.equal([]);
    expect(kindsOf(changesBetween(but([role, root]), but([role])))).to.deep.equal([
      changed,
      "grant narrowed",
    ]);
  });

  it("where no resource is said, as in a registry's policy, too", () => {
    const [old, now] = [root, role].map((AWS) => policy({ AWS }, { Resource: undefined }));
    expect(kindsOf(changesBetween(old, now))).to.deep.equal([changed, "grant narrowed"]);
  });
});
