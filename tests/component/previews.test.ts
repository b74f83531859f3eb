import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { defaultStandIn as standIn } from "../../cli/plan/run";
import { HipaaIamBoundary, HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { type Rule, rules } from "../../components/inputs/rules";
import { extensions, optionSets } from "../access/options";
import { badInputs } from "../checks/badInputs";
import { exampleArgs, run } from "../support/component";
import { changed, type Path, placesOfOutputs } from "../support/laterArgs";
import { messagesOf } from "../support/refusals";

const known = (value: unknown) => pulumi.output(value);

/** What is said where args are given whose values at some places a preview does not know. */
async function preview(args: HipaaIamComponentArgs, unknown: Path[]): Promise<string[]> {
  const done = await run(
    () => {
      const { arn } = new Role("other", { assumeRolePolicy: "{}" }); // A preview does not know it.
      const given = changed(args, unknown, () => arn);
      new HipaaIamComponent("app", given);
      new HipaaIamBoundary("edge", given);
    },
    { preview: true },
  );
  return messagesOf(done);
}

describe("a preview accepts what up accepts", () => {
  const tried = new Set<string>();
  const permissionsBoundaryArn = `arn:aws:iam::${standIn.accountId}:policy/workload-boundary`;
  for (const [what, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
    it(`${what}: all values known, each unknown by itself, all unknown`, async () => {
      const args = {
        ...exampleArgs(),
        externalId: "only-we-know",
        tags: { Team: "a" },
        permissionsBoundaryArn,
        ...options,
      };
      const places = placesOfOutputs(args);
      const outputs = changed(args, places, known);
      for (const preview of [false, true]) {
        for (const given of [args, outputs]) {
          const done = await run(() => void new HipaaIamComponent("app", given), { preview });
          expect(messagesOf(done)).to.deep.equal([]);
        }
      }
      for (const unknown of [...places.map((place) => [place]), places]) {
        expect(await preview(args, unknown), unknown.join()).to.deep.equal([]);
      }
      for (const [arg] of places) tried.add(String(arg));
    });
  }

  it("with every arg that takes an Output", () => {
    const takesOutputs = ({ plain, each, members = {} }: Rule): boolean =>
      !plain || (each !== undefined && takesOutputs(each)) || Object.values(members).some(takesOutputs);
    const args = Object.entries(rules).filter(([, rule]) => takesOutputs(rule));
    expect([...tried]).to.have.members(args.map(([arg]) => arg));
  });
});

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
