import { Role } from "@pulumi/aws/iam";
import { expect } from "chai";
import { defaultStandIn as standIn } from "../../cli/plan/run";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { badInputs } from "../checks/badInputs";
import { exampleArgs, run } from "../support/component";
import { changed, placesOfOutputs } from "../support/laterArgs";
import { messagesOf } from "../support/refusals";
import { acceptsWhatUpAccepts, known } from "./previews";

/** Sets that give each arg that takes an Output; previews.long.test.ts tries all sets. */
const everyArg = [
  "one instance is monitored",
  "a guardrail is enforced by others, beside one that is asked for, through profiles",
  "few models are invoked on mantle, in one project, and through profiles",
  "every way is open",
  "tokens with further claims are taken",
  "named roles are of one organisation",
  "sessions serve one tenant, by another tag, with a provisioner",
  "secrets are read that a key of their own encrypts",
];

describe("a preview accepts what up accepts", () => acceptsWhatUpAccepts(everyArg));

describe("a preview tells no fault that up would not tell", () => {
  const { region, accountId } = standIn;
  const iam = `arn:aws:iam::${accountId}`;
  const secret = `arn:aws:secretsmanager:${region}:${accountId}:secret:database-AbCdEf`;
  const key = (id: string, at = region) =>
    `arn:aws:kms:${at}:${accountId}:key/${id.repeat(8)}-5555-4555-8555-555555555555`;
  const oidc = {
    providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
    audience: "sts.amazonaws.com",
    subjects: ["repo:example/backend:environment:production"],
  };
  /** Faults that values have together, or with the provider. */
  const together: Record<string, object>[] = [
    { s3BucketBackupsArn: "arn:aws:s3:::example-documents" },
    { secretsKmsKeyArn: key("5") },
    { secretArns: [secret], secretsKmsKeyArn: key("5", "us-west-2") },
    { secretArns: [secret], secretsKmsKeyArn: exampleArgs().kmsMasterKeyArn },
    { secretArns: [secret, secret] },
    { secretArns: [secret, secret.replace("aws", "aws-cn")] },
    { organizationId: "o-a1b2c3d4e5", oidc },
    { trustedPrincipalArns: ["arn:aws:iam::222222222222:root", `${iam}:role/deploy`] },
    { trustedPrincipalArns: ["arn:aws:iam::222222222222:root"], externalId: "railway-hipaa-app" },
    { oidc: { ...oidc, subjects: ["example:app:*", "repo:example/backend:*"] } },
    { oidc: { ...oidc, providerArn: "arn:aws:iam::222222222222:oidc-provider/gitlab.com" } },
    {
      permissionsBoundaryArn: "arn:aws:iam::222222222222:policy/edge",
      rdsArn: "arn:aws-cn:rds:cn-north-1:1:db:a",
    },
    {
      bedrockGuardrailArn: `arn:aws:bedrock:us-west-2:${accountId}:guardrail/abc`,
      bedrockInferenceRegions: ["us-west-2"],
    },
    { trustedPrincipalArns: Array.from({ length: 60 }, (_, at) => `${iam}:role/deploy-${at}`) },
    { tags: { Team: "#", Other: "a" } },
  ] as Record<string, object>[];
  const byThemselves = badInputs
    .filter(
      ({ arg, value }, at, all) => all.findLastIndex((other) => other.arg === arg) === at && value !== null,
    )
    .map(({ arg, value }) => ({ [arg]: value }));

  const linesOf = (messages: string[]) => messages.flatMap((message) => message.split("\n").slice(1));
  for (const bad of [...together, ...byThemselves]) {
    it(JSON.stringify(bad).slice(0, 200), async () => {
      const args = { ...exampleArgs(), ...bad } as HipaaIamComponentArgs;
      const places = placesOfOutputs(args);
      const outputs = changed(args, places, known);
      const up = await run(() => void new HipaaIamComponent("app", outputs));
      expect(messagesOf(up)).to.have.lengthOf(1);
      const told = await run(() => void new HipaaIamComponent("app", outputs), { preview: true });
      expect(messagesOf(told)).to.deep.equal(messagesOf(up));
      for (const place of places) {
        const others = placesOfOutputs(args).filter((other) => other !== place);
        const half = await run(
          () => {
            const { arn } = new Role("other", { assumeRolePolicy: "{}" });
            new HipaaIamComponent(
              "app",
              changed(changed(args, others, known), [place], () => arn),
            );
          },
          { preview: true },
        );
        expect(linesOf(messagesOf(up)), place.join()).to.include.members(linesOf(messagesOf(half)));
      }
    });
  }
});
