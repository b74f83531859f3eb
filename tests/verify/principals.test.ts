import { expect } from "chai";
import { allowing, isForeign, roleOf, withRoles } from "../../cli/verify/principals";

const [near, far] = ["123456789012", "999999999999"];
const root = { AWS: `arn:aws:iam::${near}:root` };
const like = (PrincipalArn: string, operator = "StringLike") => ({
  [operator]: { "aws:PrincipalArn": PrincipalArn },
});
const variable = "$" + "{aws:PrincipalAccount}";

describe("whom the policy of a bucket or key lets in", () => {
  const cases: [principal: unknown, condition: object | undefined, who: string, isForeign: boolean][] = [
    ["*", undefined, "*", true],
    ["*", like("*role*"), "*role*", true],
    ["*", like("*:role/admin"), "*:role/admin", true],
    ["*", like(`a?n:aws:iam::${far}:role/x`), `a?n:aws:iam::${far}:role/x`, true],
    ["*", like("arn:aws:iam::1234*:role/x"), "arn:aws:iam::1234*:role/x", true],
    ["*", like(`arn:aws:iam::${variable}:role/x`), `arn:aws:iam::${variable}:role/x`, true],
    ["*", like(`arn:aws:iam::${near}:role/x*`), `arn:aws:iam::${near}:role/x*`, false],
    [
      "*",
      like(`arn:*:iam::${near}:role/x`, "ArnLike"),
      `arn:*:iam::${near}:role/x of account ${near}`,
      false,
    ],
    // The path of a role may hold colons.
    ["*", like(`arn:*:iam::${near}:role/x`), `arn:*:iam::${near}:role/x`, true],
    [root, like("*:role/admin"), `*:role/admin of account ${near}`, false],
    [
      "*",
      { ...like("*:role/admin"), StringEquals: { "aws:PrincipalAccount": near } },
      `*:role/admin of account ${near}`,
      false,
    ],
    [
      "*",
      { ...like("*:role/admin"), StringEquals: { "aws:PrincipalAccount": far } },
      `*:role/admin of account ${far}`,
      true,
    ],
    ["*", { ...like("*"), ...like(`arn:aws:iam::${near}:*`, "ArnLike") }, `arn:aws:iam::${near}:*`, false],
    ["*", { StringEquals: { "kms:CallerAccount": near } }, `everybody of account ${near}`, false],
    ["*", { StringLike: { "aws:PrincipalAccount": "*" } }, "everybody of account *", true],
    [{ AWS: far }, undefined, far, true],
    [
      { AWS: `arn:aws:sts::${near}:assumed-role/x/y` },
      undefined,
      `arn:aws:sts::${near}:assumed-role/x/y`,
      false,
    ],
    [{ AWS: "AROAEXAMPLEEXAMPLE123" }, undefined, "AROAEXAMPLEEXAMPLE123", false],
    [{ Service: "s3.amazonaws.com" }, undefined, "Service s3.amazonaws.com", false],
    [{ CanonicalUser: "79a5" }, undefined, "CanonicalUser 79a5", true],
    [
      { Federated: `arn:aws:iam::${near}:saml-provider/x` },
      undefined,
      `Federated arn:aws:iam::${near}:saml-provider/x`,
      false,
    ],
    [
      { Federated: `arn:aws:iam::${far}:saml-provider/x` },
      undefined,
      `Federated arn:aws:iam::${far}:saml-provider/x`,
      true,
    ],
    [{ Federated: "accounts.google.com" }, undefined, "Federated accounts.google.com", true],
  ];
  for (const [Principal, Condition, who, foreign] of cases) {
    it(`${who}: ${foreign ? "may be of another account" : "is of this account"}`, () => {
      const found = allowing({ Statement: [{ Effect: "Allow", Principal, Action: "*", Condition }] });
      expect(found).to.deep.equal([who]);
      expect(isForeign(who, [near ?? ""])).to.equal(foreign);
    });
  }
});

describe("sessions of a role", () => {
  const role = `arn:aws:iam::${near}:role/path/backend`;
  const session = `arn:aws:sts::${near}:assumed-role/backend/any`;

  it("stand as the role, and those of other roles and accounts do not", () => {
    const others = [
      `arn:aws:sts::${near}:assumed-role/other/any`,
      `arn:aws:sts::${far}:assumed-role/backend/any`,
      "*",
    ];
    expect([session, ...others].map((one) => roleOf(one, [role]))).to.deep.equal([role, ...others]);
  });

  it("stand as the role where a statement names them, and not where it spares them", () => {
    const document = (AWS: unknown) => ({
      Version: "2012-10-17",
      Statement: [{ Principal: { AWS } }, { NotPrincipal: { AWS: session } }],
    });
    expect(withRoles(document(session), [role])).to.deep.equal(document(role));
    expect(withRoles(document([session, "x"]), [role])).to.deep.equal(document([role, "x"]));
  });
});
