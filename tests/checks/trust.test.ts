import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
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
    "a subject, with * at most at its end and behind the name of a project, such as repo:example/backend:*",
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
  };
  const withIssuer = (issuer: keyof typeof issuers, subject: unknown) => ({
    ...exampleArgs(),
    oidc: { ...oidc, providerArn: `${iam}:oidc-provider/${issuers[issuer]}`, subjects: [subject] },
  });
  const namesNobody =
    "names no repository of GitHub. Give one that begins with repo:OWNER/REPOSITORY:, or with repository_owner:.";
  const standsForOthers = (issuer: keyof typeof issuers) =>
    `has a * that may stand for other projects of ${issuers[issuer]}. Give the whole subject.`;

  for (const [issuer, subject, reason] of [
    ["github", "ref_type:branch:ref:refs/heads/main", namesNobody],
    ["github", "runner_environment:github-hosted", namesNobody],
    ["github", "repository_visibility:private:*", namesNobody],
    ["github", "example:backend:*", namesNobody],
    ["enterprise", "environment:production", namesNobody],
    ["enterprise", "ref:refs/heads/main", namesNobody],
    ["github", "enterprise:example:*", namesNobody],
    ["github", "repository_owner:example:*", standsForOthers("github")],
    ["github", "repo:example", namesNobody],
    ["kubernetes", "system:serviceaccount:*", standsForOthers("kubernetes")],
    ["kubernetes", "system:serviceaccount:default:*", standsForOthers("kubernetes")],
    ["ownGitHub", "organization:example:*", namesNobody],
    ["ownGitHub", "environment:production", namesNobody],
    ["vercel", "example:backend:*", standsForOthers("vercel")],
    ["gitlab", "ref_type:branch:*", standsForOthers("gitlab")],
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
    const reason = `[secret] ${standsForOthers("gitlab")}`;
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "oidc.subjects[0]", reason }])]);
  });

  for (const [issuer, subject] of [
    ["github", "repo:example/backend:environment:production"],
    ["github", "repo:example/backend:*"],
    ["github", "repo:example/backend:environment:Production EU (1)"],
    ["github", "repo:example/backend:ref:refs/heads/feat#1,2"],
    ["github", "repo:example/backend:ref:refs/heads/*"],
    ["github", "repo:example@123/backend@456:*"],
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
        reason: "there is no such input. Give providerArn, audience or subjects.",
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
        reason: "it cannot be an Output. Give a plain map with providerArn, audience, subjects.",
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
    ["with null for one", { externalId: null }, true],
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
