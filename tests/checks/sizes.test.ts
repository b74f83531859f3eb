import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { HipaaIamBoundary, type HipaaIamComponentArgs } from "../../components";
import { faultsOf } from "../../components/inputs/checks";
import { later } from "../../components/inputs/checks/known";
import { sizeOf as documentSize, sizeFaults } from "../../components/inputs/sizes";
import { denyBearerKeys, denyOtherEndpoints } from "../../components/policies/bedrockDenies";
import { toPolicyDocument } from "../../components/policies/document";
import { documentsOfBoundary, documentsOfComponent } from "../../components/sizedDocuments";
import { exampleArgs, run, runComponent } from "../support/component";
import { repository } from "../support/folder";
import { construct, expectRefused, messagesOf, refusal } from "../support/refusals";

const iam = "arn:aws:iam::123456789012";
const many = <T>(count: number, value: (index: string) => T) =>
  Array.from({ length: count }, (_, index) => value(String(index).padStart(3, "0")));
const secrets = (count: number) =>
  many(count, (index) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:database-${index}-AbCdEf`);
const roles = (count: number) => many(count, (index) => `${iam}:role/deploy-${index}`);
const oidc = (subjects: unknown[]) => ({
  providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
  audience: "sts.amazonaws.com",
  subjects,
});
const reasonFor = (document: string, size: number, quota: number) =>
  `it makes ${document} ${size} characters long, and AWS takes ${quota}. Give fewer or shorter values.`;

/** By what of them fits, all the sizes being measured on the text that the provider makes. */
const grown: [
  arg: keyof HipaaIamComponentArgs,
  what: string,
  value: (count: number) => unknown,
  most: number,
][] = [
  ["trustedPrincipalArns", "roles", roles, 40],
  [
    "oidc",
    "subjects",
    (count) => oidc(many(count, (index) => `repo:example/backend-${index}:environment:production`)),
    33,
  ],
  ["secretArns", "secrets", secrets, 79],
  ["bedrockModelPatterns", "models", (count) => many(count, (index) => `anthropic.claude-${index}`), 82],
];
const quotas: Partial<Record<string, [document: string, quota: number]>> = {
  trustedPrincipalArns: ["the trust policy", 2048],
  oidc: ["the trust policy", 2048],
  secretArns: ["the policy for secrets", 6144],
  bedrockModelPatterns: ["the policy for Claude models", 6144],
};

/** The longest document of its kind that a program of plain args asks for. */
async function sizeOf(arg: string, args: Record<string, unknown>): Promise<number> {
  const { resources } = await runComponent(args);
  const [, quota] = quotas[arg] ?? [];
  const texts = resources.flatMap(
    ({ inputs }) => inputs[quota === 2048 ? "assumeRolePolicy" : "policy"] ?? [],
  );
  const about = { secretArns: "GetSecretValue", bedrockModelPatterns: "InvokeModel" }[arg] ?? "";
  const text = texts.map(String).find((text) => text.includes(about)) ?? "{}";
  return JSON.stringify(JSON.parse(text)).length;
}

describe("a document that would be longer than IAM takes is refused before anything is registered", () => {
  for (const [arg, what, value, most] of grown) {
    const [document = "", quota = 0] = quotas[arg] ?? [];

    it(`${arg}: ${most} ${what} fit, and one more does not`, async () => {
      const [fits, size] = await Promise.all([
        construct({ ...exampleArgs(), [arg]: value(most) }),
        sizeOf(arg, { [arg]: value(most) }),
      ]);
      expect(fits.thrown).to.equal(undefined);
      expect(size).to.be.within(quota - 100, quota);
      const { thrown } = await construct({ ...exampleArgs(), [arg]: value(most + 1) });
      const { errors = [] } = thrown as pulumi.InputPropertiesError;
      expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal([arg]);
      expect(errors[0]?.reason).to.match(new RegExp(`^it makes ${document} \\d+ .* AWS takes ${quota}\\.`));
    });
  }

  it("the longest of a document's inputs is named", () =>
    expectRefused({ ...exampleArgs(), externalId: "x".repeat(1224), trustedPrincipalArns: roles(15) }, [
      { propertyPath: "externalId", reason: reasonFor("the trust policy", 2137, 2048) },
    ]));

  it("of the trust policies the provisioner's, where it is the longer one", () => {
    const args = {
      ...exampleArgs(),
      ...{ oidc: oidc(["repo:example/backend:*"]), tenantIsolation: { tagKey: "T".repeat(64) } },
      ...{ externalId: "x".repeat(1224), tenantKeyProvisioning: "provisioner" },
    };
    const reason = reasonFor("the trust policy of the provisioner of keys", 2055, 2048);
    return expectRefused(args, [{ propertyPath: "externalId", reason }]);
  });

  it("not so the provisioner's, where there is none", async () => {
    const args = {
      ...exampleArgs(),
      ...{ oidc: oidc(["repo:example/backend:*"]), tenantIsolation: { tagKey: "T".repeat(64) } },
      externalId: "x".repeat(1224),
    };
    for (const more of [{}, { tenantKeyProvisioning: "none" }]) {
      expect((await construct({ ...args, ...more })).thrown).to.equal(undefined);
    }
  });

  it("each document's fault is told", async () => {
    const { thrown } = await construct({
      ...exampleArgs(),
      trustedPrincipalArns: roles(60),
      secretArns: secrets(100),
      bedrockModelPatterns: [`anthropic.claude-${"x".repeat(7000)}`],
    });
    const { errors = [] } = thrown as pulumi.InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal([
      "trustedPrincipalArns",
      "bedrockModelPatterns",
      "secretArns",
    ]);
  });
});

describe("a document that is known later to be too long fails the deployment", () => {
  const reason = reasonFor("the policy for secrets", 7665, 6144);

  for (const preview of [false, true]) {
    it(`of Outputs${preview ? ", in a preview" : ""}`, async () => {
      const secretArns = secrets(100).map((arn) => pulumi.output(arn));
      const run = await runComponent({ secretArns }, { preview });
      expect(messagesOf(run)[0]).to.equal(refusal([{ propertyPath: "secretArns", reason }]));
    });
  }

  it("with the provider's longer names", async () => {
    const standIn = { ...defaultStandIn, partition: "aws-us-gov", region: "us-gov-west-1" };
    const args = {
      ...exampleArgs(standIn),
      bedrockModelPatterns: many(80, (index) => `anthropic.claude-${index}`),
    };
    const { errors } = await runComponent(args, { standIn });
    expect(errors.map(({ message }) => message)).to.have.lengthOf(1);
    expect(errors[0]?.message).to.include("bedrockModelPatterns: it makes the policy for Claude models");
  });

  it("and is taken where the provider's Region makes it shorter than another would", async () => {
    const standIn = { ...defaultStandIn, region: "eu-west-1" };
    const bedrockModelPatterns = many(28, (index) => `anthropic.claude-${index}`);
    const args = { bedrockInferenceRegions: ["eu-west-1"], bedrockModelPatterns };
    const { errors } = await runComponent({ ...exampleArgs(standIn), ...args }, { standIn });
    expect(errors).to.deep.equal([]);
  });

  it("but not where a value is not accepted anyway", async () => {
    const args = { ...exampleArgs(), secretArns: [...secrets(100), "x"] };
    const { thrown } = await construct(args);
    const { errors = [] } = thrown as pulumi.InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal(["secretArns[100]"]);
  });
});

describe("what the docs say of sizes", () => {
  const page = (name: string) => readFileSync(join(repository, "docs", name), "utf8").replace(/\s+/g, " ");
  const seven = [
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "us-west-1",
    "ca-central-1",
    "ca-west-1",
    "sa-east-1",
  ];
  const guarded = (bedrockInferenceRegions: string[], patterns?: number) => ({
    ...{ ...exampleArgs(), bedrockInferenceRegions, bedrockStreaming: true },
    bedrockGuardrailArn: "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl",
    ...(patterns && {
      bedrockModelPatterns: many(patterns, (at) => `anthropic.claude-sonnet-${at.slice(0, 3)}`),
    }),
  });

  it("is so of the policy for Claude models", async () => {
    const size = await sizeOf("bedrockModelPatterns", guarded(seven));
    expect(page("bedrock.md")).to.include(
      `the policy with the default pattern and seven Regions takes ${size.toLocaleString("en")} characters`,
    );
    for (const [regions, most] of [
      [seven, 4],
      [seven.slice(0, 3), 8],
    ] as const) {
      const faults = (patterns: number) =>
        sizeFaults(documentsOfComponent, guarded([...regions], patterns), defaultStandIn);
      expect(faults(most)).to.deep.equal([]);
      expect(faults(most + 1)).to.have.lengthOf(1);
    }
  });

  it("is so of the boundary's denies", () => {
    const [empty = 0, without, withMantle] = [
      [],
      ...[false, true].map((mantle) => [denyOtherEndpoints(mantle), denyBearerKeys]),
    ].map((statements) => documentSize(toPolicyDocument(statements)));
    const taken = [without, withMantle].map((size = 0) => size - empty + 1);
    expect(page("boundary.md")).to.include(
      `The denies take ${taken[0]} of the 6,144 characters that IAM accepts, or ${taken[1]} with \`bedrockMantle\`.`,
    );
  });
});

describe("the size of a boundary", () => {
  it("is checked with all that it holds", async () => {
    const args = { ...exampleArgs(), secretArns: secrets(60) };
    let thrown: unknown;
    await run(() => {
      try {
        new HipaaIamBoundary("edge", args);
      } catch (error) {
        thrown = error;
      }
    });
    const { message } = thrown as Error;
    expect(message).to.match(
      /^HipaaIamBoundary "edge": 1 input is not accepted\.\n {2}- secretArns: it makes the boundary \d+/,
    );
    expect(faultsOf({ values: args })).to.deep.equal([]);
    expect(sizeFaults(documentsOfComponent, args)).to.deep.equal([]);
    expect(sizeFaults(documentsOfBoundary, args).map(({ propertyPath }) => propertyPath)).to.deep.equal([
      "secretArns",
    ]);
    const unknown = { ...args, s3BucketDocumentsArn: later };
    expect(sizeFaults(documentsOfBoundary, unknown)).to.deep.equal([]); // It can wait.
  });
});
