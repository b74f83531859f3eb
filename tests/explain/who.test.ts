import { expect } from "chai";
import { roleOf } from "../../cli/diff/access";
import { questionOfEvent } from "../../cli/explain/cloudTrail";
import { explain } from "../../cli/explain/explain";
import { asText, groupsOf, outcomeOf } from "../../cli/explain/report";
import { documentOf } from "../../cli/policy/document";
import { letThrough, overwriting, used } from "./events";

const account = "123456789012";
const allow = { Sid: "A", Effect: "Allow", Action: "*", Resource: "*" };
const policies = [documentOf("p", { Version: "2012-10-17", Statement: [allow] })];
const role = { ...roleOf("hipaa-app-backend-dev"), policies };
const access = { roles: [role], policies: [], others: new Map(), attached: true };
const told = (event: object, named?: string) =>
  explain(questionOfEvent(event as Record<string, unknown>), access, named);
const write = letThrough(overwriting);
const refusal = { errorCode: "AccessDenied", errorMessage: "Access Denied" };
const root = `arn:aws:iam::${account}:root`;
const session = overwriting.userIdentity.arn;

/** Every type of the page, with what an event has of it. */
const others: [type: string, identity: object, who: string][] = [
  ["Root", { principalId: account, arn: root, accountId: account }, root],
  ["IAMUser", { arn: `arn:aws:iam::${account}:user/me` }, `arn:aws:iam::${account}:user/me`],
  ["IAMUser", { userName: "me" }, "a user of IAM"],
  [
    "FederatedUser",
    {
      arn: `arn:aws:sts::${account}:federated-user/me`,
      sessionContext: {
        sessionIssuer: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/hipaa-app-backend-dev` },
      },
    },
    `arn:aws:sts::${account}:federated-user/me`,
  ],
  ["Role", { arn: `arn:aws:iam::${account}:role/admin` }, `arn:aws:iam::${account}:role/admin`],
  [
    "WebIdentityUser",
    { identityProvider: "accounts.google.com" },
    "who shows a token of accounts.google.com",
  ],
  ["SAMLUser", { identityProvider: "idp" }, "who shows an assertion of idp"],
  [
    "AWSAccount",
    { principalId: "AIDAEXAMPLE", accountId: "999999999999" },
    "AIDAEXAMPLE of the account 999999999999",
  ],
  [
    "AWSAccount",
    { principalId: "", accountId: "ANONYMOUS_PRINCIPAL" },
    "nobody who is known (the request is not signed)",
  ],
  ["AWSService", { invokedBy: "cloudtrail.amazonaws.com" }, "the service cloudtrail.amazonaws.com"],
  ["AWSService", {}, "a service of AWS"],
  [
    "IdentityCenterUser",
    { accountId: account, onBehalfOf: { userId: "1" } },
    "a user of IAM Identity Center",
  ],
  ["Directory", { userName: "me" }, "a user of a directory"],
  ["Unknown", { principalId: "", arn: "", accountId: account }, "an identity that CloudTrail does not know"],
  ["Tomorrow", {}, "an identity of the type Tomorrow"],
];

describe("explain, of who asked", () => {
  for (const [type, identity, who] of others) {
    const event = { ...write, userIdentity: { type, ...identity } };
    it(`${type} (${who}) is not the role`, () => {
      const { unknown, advice, role, ...explanation } = told(event);
      expect(outcomeOf({ unknown, advice, role, ...explanation })).to.equal("not known");
      expect([unknown, advice, role]).to.deep.equal([
        [`${who} is no session of a role in these policies: hipaa-app-backend-dev.`],
        ...["", undefined],
      ]);
    });
    it(`${type} (${who}), refused, is told to assume the role, a service of AWS is not`, () => {
      const { advice } = told({ ...event, ...refusal });
      const isService = "invokedBy" in identity;
      expect(advice.includes("assume the role first")).to.equal(!isService);
    });
    it(`${type} (${who}): for a role that is named, what AWS said to another counts as nothing`, () => {
      const { evaluation, unknown, question, request } = told({ ...event, ...refusal }, role.name);
      expect([evaluation?.decision, question.refused]).to.deep.equal(["allowed", undefined]);
      expect(request?.principal).to.include(":assumed-role/hipaa-app-backend-dev/");
      expect(unknown).to.include(`what AWS said: ${who} asked it, and not ${role.name}.`);
    });
  }

  const maybe: [what: string, identity: object | undefined, who: string][] = [
    ["none at all", undefined, "somebody whom the event does not name"],
    ["a session without its ARN", { type: "AssumedRole" }, "somebody whom the event does not name"],
    [
      "a role's session, as the owner of a bucket or key in another account sees it",
      { type: "AWSAccount", principalId: "AROAEXAMPLE:s", accountId: account },
      `AROAEXAMPLE:s of the account ${account}`,
    ],
  ];
  for (const [what, userIdentity, who] of maybe) {
    const event = { ...write, ...refusal, userIdentity };
    it(`${what} may be the role, and is not guessed to be`, () => {
      const { unknown, evaluation } = told(event);
      expect(evaluation).to.equal(undefined);
      expect(unknown).to.deep.equal([
        `Whether ${who} is the role (hipaa-app-backend-dev), the event does not tell: if it is, give --role.`,
      ]);
    });
    it(`${what} is the role where --role says so, and what AWS said counts`, () => {
      const { evaluation, question } = told(event, role.name);
      expect([evaluation?.decision, question.refused]).to.deep.equal(["allowed", true]);
    });
  }

  it("a service that acts in the role's name is the role", () => {
    const userIdentity = { ...used.userIdentity, invokedBy: "s3.amazonaws.com" };
    expect(told({ ...used, userIdentity }).evaluation?.decision).to.equal("allowed");
    const issuer = { type: "AssumedRole", sessionContext: used.userIdentity.sessionContext };
    expect(told({ ...used, userIdentity: issuer }).evaluation?.decision).to.equal("allowed");
  });

  it("many others are one reason, and none of them is counted as the role", () => {
    const of = (at: number) => ({ type: "AWSAccount", principalId: `AIDA${at}`, accountId: "999999999999" });
    const many = Array.from({ length: 30 }, (_, at) => told({ ...write, userIdentity: of(at) }));
    const all = [...many, told({ ...write, userIdentity: { ...used.userIdentity, arn: session } })];
    expect(groupsOf(all).map(({ count, decision }) => [count, decision])).to.deep.equal([
      [30, "not known"],
      [1, "allowed"],
    ]);
    expect(asText(all)).to.include(
      "30 × AIDA0 of the account 999999999999, AIDA1 of the account 999999999999, AIDA2 of the account 999999999999 and others is no session of a role",
    );
  });
});
