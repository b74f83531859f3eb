import { expect } from "chai";
import { allowing, isForeign, roleOf, withRoles } from "../../cli/verify/principals";

const [near, far] = ["123456789012", "999999999999"];
const root = { AWS: `arn:aws:iam::${near}:root` };
const like = (PrincipalArn: string, operator = "StringLike") => ({
  [operator]: { "aws:PrincipalArn": PrincipalArn },
});
const variable = "$" + "{aws:PrincipalAccount}";

const any = "for any account";
const trail = (account: string) => `arn:aws:cloudtrail:us-east-1:${account}:trail/x`;
const logs = "kms:EncryptionContext:aws:logs:arn";
/** A service acts for whoever asks it. */
const services: [condition: object | undefined, who: string, isForeign: boolean][] = [
  [undefined, any, true],
  [{ StringEquals: { "aws:SourceAccount": near } }, `of account ${near}`, false],
  [{ StringEquals: { "AWS:SOURCEACCOUNT": [near] } }, `of account ${near}`, false],
  [{ StringEquals: { "aws:SourceAccount": far } }, `of account ${far}`, true],
  [{ StringLike: { "aws:SourceAccount": "*" } }, any, true],
  [{ StringEqualsIfExists: { "aws:SourceAccount": near } }, any, true],
  [{ StringNotEquals: { "aws:SourceAccount": far } }, any, true],
  [{ StringEquals: { "aws:SourceArn": trail(`${near}`) } }, `of account ${near}`, false],
  [{ StringEquals: { "aws:SourceArn": trail(`${far}`) } }, `of account ${far}`, true],
  [{ ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:*:${near}:trail/*` } }, `of account ${near}`, false],
  [{ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } }, any, true],
  // The resource of an ARN may hold colons.
  [{ StringLike: { "aws:SourceArn": `arn:aws:logs:*:${near}:*` } }, any, true],
  // Whose a bucket is its ARN does not say.
  [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::x" } }, any, true],
  [
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::x" }, StringEquals: { "aws:SourceAccount": near } },
    `of account ${near}`,
    false,
  ],
  [{ StringEquals: { "aws:SourceArn": [trail(`${near}`), "arn:aws:s3:::x"] } }, any, true],
  [{ StringEquals: { "aws:SourceOrgID": "o-1234567890" } }, any, true],
  [{ ArnEquals: { [logs]: `arn:aws:logs:us-east-1:${near}:*` } }, `of account ${near}`, false],
  [{ ArnEquals: { [logs]: `arn:aws:logs:us-east-1:${far}:*` } }, `of account ${far}`, true],
  [{ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }, any, true],
];

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
    ...services.map(([condition, who, foreign]): [unknown, object | undefined, string, boolean] => [
      { Service: "s3.amazonaws.com" },
      condition,
      `Service s3.amazonaws.com ${who}`,
      foreign,
    ]),
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
