import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { filesOf } from "../../cli/review/files";
import { reviewOf } from "../../cli/review/reviewing";
import { readState } from "../../cli/review/state";
import { temporaryFolder } from "../support/folder";
import { allStatements, attach, deploymentOf, exported, reviewed } from "./reviewed";
import { writing } from "./writing";

const canary = "canary+7Hx9/a=b@c.d";

/** The forms in which a text may stand in a file. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(" ".repeat(offset) + secret)
      .toString("base64")
      .slice(offset + 2, -4),
  );
  return [
    ...[secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret)],
    ...[secret.replaceAll("+", "&#43;"), secret.replaceAll("/", "\\/"), secret.replaceAll("@", "&#64;")],
    ...[Buffer.from(secret).toString("hex"), ...base64],
  ];
}

/** The files that hold one of some secrets in any form, with the form. */
function leaks(files: Record<string, string>, ...secrets: string[]): [name: string, form: string][] {
  const forms = secrets.flatMap(formsOf).filter((form) => form.length > 7);
  return Object.entries(files).flatMap(([name, text]) =>
    forms.filter((form) => text.includes(form)).map((form): [string, string] => [name, form]),
  );
}

describe("nothing secret is in any file of a review", () => {
  const folder = temporaryFolder();
  const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:999999999999:${name}`;
  const iam = "arn:aws:iam::999999999999";
  const own = "arn:aws:iam::123456789012"; // AWS takes these, and trust anchors, from the role's account alone.
  const anchor =
    "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab";
  const key = arn("kms", "key/99999999-12ab-34cd-56ef-1234567890ab");
  const all = {
    externalId: canary,
    tags: { Owner: pulumi.secret("canary-of-tags") },
    s3BucketDocumentsArn: pulumi.secret("arn:aws:s3:::canary-documents"),
    s3BucketBackupsArn: pulumi.secret("arn:aws:s3:::canary-backups"),
    kmsMasterKeyArn: pulumi.secret(key),
    permissionsBoundaryArn: pulumi.secret(`${own}:policy/canary-boundary`),
    trustedPrincipalArns: [pulumi.secret(`${iam}:role/canary-role`)],
    organizationId: pulumi.secret("o-canary0000"),
    oidc: {
      providerArn: pulumi.secret(`${own}:oidc-provider/canary.example.com`),
      audience: pulumi.secret("canary-audience"),
      subjects: [pulumi.secret("canary-subject")],
    },
    rolesAnywhere: { trustAnchorArn: pulumi.secret(anchor), subjectCommonName: pulumi.secret("canary name") },
    secretArns: [pulumi.secret(arn("secretsmanager", "secret:canary-secret-AbCdEf"))],
  };
  const names = ["documents", "backups", "boundary", "role", "audience", "subject", "secret", "of-tags"];
  const secrets = [
    ...[canary, "999999999999", "canary.example.com", "o-canary0000", "canary name", key, anchor],
    ...names.map((name) => `canary-${name}`),
  ];

  it("from a program, with everything in it a secret", async () => {
    const review = await reviewed(all);
    expect(allStatements(review).filter(({ reason }) => reason === "")).to.deep.equal([]);
    expect(leaks(filesOf(review, writing), ...secrets)).to.deep.equal([]);
  });

  for (const showSecrets of [true, false]) {
    it(`from a state, ${showSecrets ? "with secrets shown" : "with secrets encrypted"}`, async () => {
      const file = join(folder(), "state.json");
      writeFileSync(file, exported(await deploymentOf(all), showSecrets));
      const review = reviewOf(await readState(file));
      const files = filesOf(review, writing);
      expect(leaks(files, ...secrets, "v1:abc:def")).to.deep.equal([]);
      const unread = review.components[0]?.roles[0]?.documents.filter((document) => document.unread !== "");
      expect(unread?.length).to.equal(showSecrets ? 0 : 4); // Bedrock's has no secret.
      if (showSecrets) return;
      expect(files["review.html"]).to.include("Export with --show-secrets");
      expect(files["review.md"]).to.include("4 documents cannot be shown");
      expect(files["review.md"]).to.include("Not known, as the trust policy cannot be read");
    });
  }

  it("and a document of others that is a secret is not shown, but that it is there", async () => {
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::canary-bucket/*" };
    const review = await reviewed({}, (component) => attach(component, statement, pulumi.secret));
    const hidden = allStatements(review).filter(({ reason }) => reason === "");
    expect(hidden.map(({ effect, actions, resources }) => [effect, actions, resources])).to.deep.equal([
      ["Allow", ["(secret)"], ["(secret)"]],
    ]);
    expect(leaks(filesOf(review, writing), "canary-bucket")).to.deep.equal([]);
  });

  it("nor what config has as a secret, where the program takes it for none", async () => {
    const deployment = await deploymentOf({ nameSuffix: "canary-suffix" });
    const files = filesOf(reviewOf({ ...deployment, secrets: ["canary-suffix"] }), writing);
    expect(leaks(files, "canary-suffix")).to.deep.equal([]);
  });

  it("though the secret is a word that files are made of", async () => {
    for (const word of [
      "Action",
      "Statement",
      "statements",
      "name",
      "environment",
      "hipaa-iam",
      "aws",
      "__proto__",
    ]) {
      const review = await reviewed({ externalId: word });
      const [trust] = allStatements(review);
      expect(trust?.conditions.map(({ values }) => values)).to.deep.equal([["(secret)"]]);
      expect(Object.keys(filesOf(review, writing)).length).to.equal(7);
    }
  });

  it("and of secret buckets it is still known which is which", async () => {
    const [, list] = allStatements(await reviewed(all)).filter(({ sid }) => /^List/.test(sid));
    expect(list?.resources[0]).to.equal("(secret)");
    expect(allStatements(await reviewed(all)).find(({ sid }) => sid === "WriteBackups")?.data).to.deep.equal([
      "Backups",
    ]);
  });
});
