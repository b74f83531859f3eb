import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { roleOf } from "../../cli/diff/access";
import { checksOf } from "../../cli/explain/asked";
import { questionOfEvent } from "../../cli/explain/cloudTrail";
import { explainCommand } from "../../cli/explain/command";
import { explain } from "../../cli/explain/explain";
import { nothingTold } from "../../cli/explain/question";
import { errorsIn } from "../../cli/explain/read";
import { keysOf, outcomeOf } from "../../cli/explain/report";
import { planStack } from "../../cli/plan/plan";
import { documentOf } from "../../cli/policy/document";
import { toPolicyDocument } from "../../components/policies/document";
import { trustStatements } from "../../components/policies/trust";
import { repository, temporaryFolder } from "../support/folder";
import { assuming } from "./events";

const account = "123456789012";
const arn = `arn:aws:iam::${account}:role/hipaa-app-backend-dev`;
const issuer = "token.actions.githubusercontent.com";
const subject = "repo:a/b:ref:refs/heads/main";
const audience = "sts.amazonaws.com";
const provider = `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const oidc = { providerArn: provider, audience, subjects: [subject] };
const rolesAnywhere = {
  trustAnchorArn: `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab`,
  subjectCommonName: "backend",
};

function accessWith(options: object) {
  const own = { partition: "aws", accountId: account, externalId: "id", ...options };
  const scope = { trustedPrincipalArns: undefined, organizationId: undefined, ...own };
  const statements = trustStatements(scope as Parameters<typeof trustStatements>[0]);
  const trust = [documentOf("trust", JSON.parse(JSON.stringify(toPolicyDocument(statements))))];
  expect(trust[0]?.fault).to.equal(undefined);
  const role = { ...roleOf("hipaa-app-backend-dev"), trust };
  return { roles: [role], policies: [], others: new Map(), attached: true };
}

type Told = [outcome: string, by: string[], said: string | RegExp];
function outcomeWith(options: object, question: Parameters<typeof explain>[0]): Told {
  const told = explain(question, accessWith(options), undefined);
  const by =
    told.open.length > 0 ? keysOf(told.open) : (told.evaluation?.by ?? []).map((one) => one.statement.sid);
  return [outcomeOf(told), by, told.advice];
}
function expectTold([outcome, by, said]: Told, [wanted, keys, advice]: Told) {
  expect([outcome, by]).to.deep.equal([wanted, keys]);
  if (typeof advice === "string") expect(said).to.equal(advice);
  else expect(said).to.match(advice);
}

/** A plan keeps the whole trust policy secret, as it may hold an external ID. */
describe("explain, of a stack with a provider of tokens", () => {
  const folder = temporaryFolder();
  it("shows the issuer that the stack's config shows", async () => {
    const plan = join(folder(), "plan.json");
    writeFileSync(
      plan,
      JSON.stringify(await planStack(repository, "dev", {}, [`oidc=${JSON.stringify(oidc)}`])),
    );
    const context = [`${issuer}:aud=${audience}`, `${issuer}:sub=repo:a/b:pull_request`];
    const told = context.flatMap((one) => ["--context", one]);
    const asked = ["--action", "sts:AssumeRoleWithWebIdentity", "--resource", arn, ...told];
    const { stdout, exitCode } = await explainCommand([...asked, "--from", plan]);
    expect(stdout).to.include(
      `where the subject of the token of ${issuer} is ${subject}: ${issuer}:sub was repo:a/b:pull_request;`,
    );
    expect(exitCode).to.equal(3);
  });
});

describe("explain, of a role that is assumed by a token or a certificate", () => {
  const asked = (action: string, context: Record<string, string>) => {
    const { checks } = checksOf(action, arn);
    return { ...nothingTold, checks: checks.map((one) => ({ ...one, context })) };
  };
  const token = (sub = subject, aud = audience, of = issuer) => ({ [`${of}:sub`]: sub, [`${of}:aud`]: aud });
  const host = { "aws:PrincipalTag/x509Subject/CN": rolesAnywhere.subjectCommonName };
  const anchor = { "aws:SourceArn": rolesAnywhere.trustAnchorArn, "aws:SourceAccount": account };
  const withToken = "sts:AssumeRoleWithWebIdentity";
  const actions: [
    what: string,
    options: object,
    action: string,
    context: Record<string, string>,
    told: Told,
  ][] = [
    ["the right token", { oidc }, withToken, token(), ["allowed", ["AssumeWithToken"], ""]],
    [
      ...(["another subject", { oidc }, withToken, token("repo:a/b:pull_request")] as const),
      [
        "implicit deny",
        [],
        /subject of the token of .* is repo:a\/b:ref:refs\/heads\/main .*it is repo:a\/b:pull_request/,
      ],
    ],
    [
      ...(["another audience", { oidc }, withToken, token(subject, "me")] as const),
      ["implicit deny", [], /audience of the token .* is sts\.amazonaws\.com .*it is me/],
    ],
    [
      "no claims",
      { oidc },
      withToken,
      {},
      ["implicit deny", [], /audience .*it is not sent.*subject .*it is not sent/],
    ],
    [
      ...(["another issuer", { oidc }, withToken, token(subject, audience, "gitlab.com")] as const),
      ["implicit deny", [], `show a token of ${provider}: the role's trust policy takes no others`],
    ],
    [
      ...(["a token without the option", {}, withToken, token()] as const),
      [
        "implicit deny",
        [],
        "set oidc, or assume the role with its external ID: the role's trust policy takes no tokens",
      ],
    ],
    [
      ...(["an assertion", { oidc }, "sts:AssumeRoleWithSAML", {}] as const),
      [
        "implicit deny",
        [],
        "assume the role in another way: the role's trust policy takes no SAML assertions",
      ],
    ],
    [
      ...(["a certificate", { rolesAnywhere }, "sts:AssumeRole", { ...host, ...anchor }] as const),
      ["allowed", ["AssumeWithCertificate"], ""],
    ],
    [
      ...([
        "another host's",
        { rolesAnywhere },
        "sts:AssumeRole",
        { ...anchor, "aws:PrincipalTag/x509Subject/CN": "me" },
      ] as const),
      ["implicit deny", [], "show a certificate of backend (it is me)"],
    ],
    [
      ...(["a user, where only a token opens it", { oidc }, "sts:AssumeRole", {}] as const),
      [
        "implicit deny",
        [],
        "list who asks in trustedPrincipalArns: the role's trust policy takes no users and roles",
      ],
    ],
    [
      ...(["nothing, where only hosts assume it", { rolesAnywhere }, "sts:AssumeRole", {}] as const),
      ["implicit deny", [], /show a certificate of backend \(it is not sent\)/],
    ],
    [
      ...(["a certificate without the option", {}, "sts:AssumeRole", { ...host, ...anchor }] as const),
      ["implicit deny", [], "set rolesAnywhere: the role's trust policy takes no certificates"],
    ],
    [
      ...([
        "a role of another account",
        { trustedPrincipalArns: ["arn:aws:iam::999999999999:role/r"] },
        "sts:AssumeRole",
      ] as const),
      { "sts:ExternalId": "id", "aws:PrincipalArn": "arn:aws:iam::999999999999:role/r" },
      ["allowed", ["AssumeAsNamedPrincipal"], ""],
    ],
  ];
  for (const [what, options, action, context, told] of actions)
    it(`--action: ${what}`, () => expectTold(outcomeWith(options, asked(action, context)), told));

  /** As AWS writes it: who asked is the provider, the audience and the subject in a row. */
  const shown = (sub: string, of = provider, aud = audience) => ({
    ...assuming,
    eventName: "AssumeRoleWithWebIdentity",
    userIdentity: {
      type: "WebIdentityUser",
      principalId: `${of}:${aud}:${sub}`,
      userName: sub,
      identityProvider: of,
    },
    requestParameters: { roleArn: arn, roleSessionName: "s", durationSeconds: 3600 },
    resources: [{ accountId: account, type: "AWS::IAM::Role", ARN: arn }],
    ...{ errorCode: undefined, errorMessage: undefined },
  });
  const refused = { errorCode: "AccessDenied", errorMessage: `Not authorized to perform ${withToken}` };
  const service = (invokedBy: string) => ({
    ...{ ...shown(subject), eventName: "AssumeRole" },
    userIdentity: { type: "AWSService", invokedBy },
  });
  const certificate = (cert: string | undefined, more: object = {}) => ({
    ...shown(subject),
    ...{ eventSource: "rolesanywhere.amazonaws.com", eventName: "CreateSession" },
    userIdentity: { type: "Unknown", principalId: "", arn: "", accountId: account, userName: "" },
    requestParameters: { cert, roleArn: arn, trustAnchorArn: rolesAnywhere.trustAnchorArn, profileArn: "p" },
    ...more,
  });
  const unknownHost = { ...refused, errorMessage: `Unable to assume role for ${arn}` };
  const events: [what: string, options: object, event: () => object, told: Told][] = [
    ["the right token", { oidc }, () => shown(subject), ["allowed", ["AssumeWithToken"], ""]],
    ["its issuer by name", { oidc }, () => shown(subject, issuer), ["allowed", ["AssumeWithToken"], ""]],
    [
      ...(["another subject", { oidc }, () => ({ ...shown("repo:a/b:pull_request"), ...refused })] as const),
      ["implicit deny", [], /subject of the token.*it is repo:a\/b:pull_request/],
    ],
    [
      "without the token's claims",
      { oidc },
      () => ({
        ...shown(subject),
        ...refused,
        userIdentity: { type: "WebIdentityUser", identityProvider: provider },
      }),
      ["implicit deny", [], /what was sent is not known.*what was sent is not known/],
    ],
    [
      "a claim that no event has",
      { oidc: { ...oidc, claims: { repository_id: "1" } } },
      () => shown(subject),
      ["depends on what is not told", [`${issuer}:repository_id`], ""],
    ],
    [
      "tags in the token",
      { oidc, tenantIsolation: { tagKey: "TenantId" } },
      () => {
        const event = shown(subject);
        return {
          ...event,
          requestParameters: { ...event.requestParameters, principalTags: { TenantId: "1" } },
        };
      },
      ["allowed", ["AssumeWithToken"], ""],
    ],
    [
      "another tag in the token",
      { oidc, tenantIsolation: { tagKey: "TenantId" } },
      () => {
        const event = { ...shown(subject), ...refused };
        return { ...event, requestParameters: { ...event.requestParameters, principalTags: { a: "1" } } };
      },
      ["implicit deny", [], /TenantId/],
    ],
    [
      "an assertion",
      { oidc },
      () => ({
        ...{ ...shown(subject), errorCode: "AccessDenied", eventName: "AssumeRoleWithSAML" },
        userIdentity: { type: "SAMLUser", userName: "me", identityProvider: "idp" },
        requestParameters: { roleArn: arn, principalArn: `arn:aws:iam::${account}:saml-provider/idp` },
      }),
      [
        "implicit deny",
        [],
        "assume the role in another way: the role's trust policy takes no SAML assertions",
      ],
    ],
    [
      "the service of certificates",
      { rolesAnywhere },
      () => service("rolesanywhere.amazonaws.com"),
      [
        "depends on what is not told",
        ["aws:SourceAccount", "aws:PrincipalTag/x509Subject/CN", "aws:SourceArn"],
        "",
      ],
    ],
    [
      ...([
        "another service",
        {},
        () => ({ ...service("ec2.amazonaws.com"), errorCode: "AccessDenied" }),
      ] as const),
      ["implicit deny", [], /the role's trust policy takes no service such as ec2\.amazonaws\.com/],
    ],
    [
      "a service of the European Sovereign Cloud",
      {},
      () => ({ ...service("ec2.amazonaws.eu"), errorCode: "AccessDenied" }),
      ["implicit deny", [], /the role's trust policy takes no service such as ec2\.amazonaws\.eu/],
    ],
    [
      "another account",
      { trustedPrincipalArns: ["arn:aws:iam::999999999999:role/r"] },
      () => {
        const userIdentity = { type: "AWSAccount", principalId: "AROAX:s", accountId: "999999999999" };
        const requestParameters = { roleArn: arn, roleSessionName: "s", externalId: "id" };
        return { ...service(""), userIdentity, requestParameters };
      },
      ["depends on what is not told", ["aws:PrincipalArn"], ""],
    ],
    [
      "who cannot be named",
      {},
      () => ({ ...service(""), userIdentity: { type: "IdentityCenterUser" } }),
      ["not known", [], ""],
    ],
    [
      "a certificate that the event lacks",
      { rolesAnywhere },
      () => certificate(undefined),
      ["depends on what is not told", ["aws:PrincipalTag/x509Subject/CN"], ""],
    ],
    [
      "a certificate",
      { rolesAnywhere },
      () => certificate(made("backend")),
      ["allowed", ["AssumeWithCertificate"], ""],
    ],
    [
      "another host's",
      { rolesAnywhere },
      () => certificate(made("me"), unknownHost),
      ["implicit deny", [], "show a certificate of backend (it is me)"],
    ],
  ];
  for (const [what, options, event, told] of events)
    it(`of an event: ${what}`, () =>
      expectTold(outcomeWith(options, questionOfEvent(event() as Record<string, unknown>)), told));

  const texts: [what: string, options: object, text: string, told: Told][] = [
    [
      "what STS says to a token",
      { oidc },
      `An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: ${refused.errorMessage}`,
      [
        "implicit deny",
        [],
        /subject of the token of .* is repo:a\/b:ref:refs\/heads\/main .*what was sent is not known/,
      ],
    ],
    [
      ...([
        "the same without the option",
        {},
        `Could not assume role with OIDC: ${refused.errorMessage}`,
      ] as const),
      ["implicit deny", [], /^set oidc/],
    ],
    [
      "what Roles Anywhere says to a host",
      { rolesAnywhere },
      `AccessDeniedException: ${unknownHost.errorMessage}.`,
      ["implicit deny", [], /show a certificate of backend \(what was sent is not known\)/],
    ],
  ];
  for (const [what, options, text, told] of texts)
    it(`of a text: ${what}`, () => {
      const [question] = errorsIn(text, "stack:dev");
      expect(question).not.to.equal(undefined);
      if (question) expectTold(outcomeWith(options, question), told);
    });
});

/** A certificate of a name, as an event has it. */
function made(name: string): string {
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "/dev/null"];
  const args = ["req", "-x509", ...options, "-subj", `/CN=${name}`, "-outform", "DER"];
  return execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] }).toString("base64");
}
