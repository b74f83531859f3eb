import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { documentsOf, exampleArgs, runComponent } from "../support/component";
import { expectRefused, messagesOf, namesOf, refusal } from "../support/refusals";

const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf";
const accepts = {
  bedrockInferenceRegions: "the name of a Region, such as us-east-1, as a plain value",
  bedrockModelPatterns:
    "anthropic.claude- and more of a model's id, with or without * at the end, as a plain value",
  bedrockEnforcedGuardrailArns:
    "the ARN of a guardrail, without a version, or of a guardrail's profile, such as " +
    "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl",
  secretArns: `the whole ARN of a secret, or one that ends in -??????, such as ${secret}`,
};
const secretsKmsKeyArn = `arn:aws:kms:us-east-1:123456789012:key/${"5".repeat(8)}-5555-4555-8555-${"5".repeat(12)}`;
type ListArg = keyof typeof accepts;
const good: Record<ListArg, string> = {
  bedrockInferenceRegions: "us-east-1",
  bedrockModelPatterns: "anthropic.claude-sonnet-5-5",
  bedrockEnforcedGuardrailArns: "arn:aws:bedrock:us-east-1:210987654321:guardrail/abc",
  secretArns: secret,
};
const notAccepted = (arg: ListArg, shown: string) => `${shown} is not accepted. Give ${accepts[arg]}.`;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
const bad: [arg: ListArg, why: string, value: unknown, shown?: string][] = [
  ["bedrockInferenceRegions", "a wildcard", "us-*"],
  ["bedrockInferenceRegions", "everywhere", "*"],
  ["bedrockInferenceRegions", "a zone", "us-east-1a"],
  ["bedrockInferenceRegions", "empty", ""],
  ["bedrockInferenceRegions", "a number", 1, "1"],
  ["bedrockModelPatterns", "no more than the family's name, as there is no such model", "anthropic.claude-"],
  ["bedrockModelPatterns", "every model", "*"],
  ["bedrockModelPatterns", "every model of the maker", "anthropic.*"],
  ["bedrockModelPatterns", "wider than the family", "anthropic.claude*"],
  ["bedrockModelPatterns", "another maker", "amazon.nova-*"],
  ["bedrockModelPatterns", "a wildcard inside", "anthropic.claude-*-v1"],
  ["bedrockModelPatterns", "a one-character wildcard", "anthropic.claude-v?"],
  ["bedrockModelPatterns", "a variable", "anthropic.claude-${x}"],
  ["bedrockModelPatterns", "a profile's id", "us.anthropic.claude-v2"],
  ["bedrockModelPatterns", "a slash", "anthropic.claude-v2/x"],
  ...[
    ["a version", "arn:aws:bedrock:us-east-1:210987654321:guardrail/abc:3"],
    ["every guardrail", "arn:aws:bedrock:us-east-1:210987654321:guardrail/*"],
    ["every account's", "arn:aws:bedrock:us-east-1:*:guardrail/abc"],
    ["a variable", "arn:aws:bedrock:us-east-1:210987654321:guardrail/${x}"],
    ["an id", "abc"],
    ["a model", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-5"],
  ].map(([why = "", value]): [ListArg, string, unknown] => ["bedrockEnforcedGuardrailArns", why, value]),
  ["secretArns", "a name", "database"],
  ["secretArns", "every secret", "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"],
  [
    "secretArns",
    "a name with a wildcard",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:data*-AbCdEf",
  ],
  ["secretArns", "a partial ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:database"],
  [
    "secretArns",
    "five question marks",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-?????",
  ],
  [
    "secretArns",
    "question marks in the name",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:d??-??????",
  ],
  ["secretArns", "a variable", "arn:aws:secretsmanager:us-east-1:123456789012:secret:${x}-AbCdEf"],
  ["secretArns", "a wildcard for the account", "arn:aws:secretsmanager:us-east-1:*:secret:database-AbCdEf"],
  ["secretArns", "a key", "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM

describe("a bad member of a list is refused before anything is registered, by its place", () => {
  for (const [arg, why, value, shown = `'${value}'`] of bad) {
    it(`${arg}: ${why}`, () =>
      expectRefused({ ...exampleArgs(), [arg]: [good[arg], value] }, [
        { propertyPath: `${arg}[1]`, reason: notAccepted(arg, shown) },
      ]));
  }

  for (const arg of Object.keys(accepts) as ListArg[]) {
    it(`${arg}: the same twice`, () =>
      expectRefused({ ...exampleArgs(), [arg]: [good[arg], good[arg]] }, [
        { propertyPath: `${arg}[1]`, reason: `it is the same as ${arg}[0]. Give each once.` },
      ]));

    it(`${arg}: undefined`, () =>
      expectRefused({ ...exampleArgs(), [arg]: [undefined] }, [
        { propertyPath: `${arg}[0]`, reason: `it is missing. Give ${accepts[arg]}.` },
      ]));
  }

  for (const arg of ["bedrockInferenceRegions", "bedrockModelPatterns"] as const) {
    it(`${arg}: an Output`, () =>
      expectRefused({ ...exampleArgs(), [arg]: [pulumi.output(good[arg])] }, [
        { propertyPath: `${arg}[0]`, reason: `it cannot be an Output. Give ${accepts[arg]}.` },
      ]));
  }
});

describe("a good member of a list is taken", () => {
  const managed = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1234abcd";
  for (const [arg, why, value] of [
    ["secretArns", "a secret that RDS manages", `${managed}-AbCdEf`],
    ["secretArns", "its name alone", `${managed}-??????`],
    ["bedrockModelPatterns", "the whole family", "anthropic.claude-*"],
    ["bedrockModelPatterns", "one letter and more", "anthropic.claude-v*"],
    ["bedrockModelPatterns", "a model that AWS keeps prompts for", "anthropic.claude-fable-5-1"],
    [
      "bedrockEnforcedGuardrailArns",
      "a guardrail's profile",
      "arn:aws:bedrock:us-east-1:210987654321:guardrail-profile/us.guardrail.v1:0",
    ],
  ] as const) {
    it(`${arg}: ${why}`, async () => {
      const run = await runComponent({ [arg]: [value] });
      expect(messagesOf(run)).to.deep.equal([]);
      const documents = run.resources.map(({ inputs }) => String(inputs.policy));
      expect(documents.filter((text) => text.includes(value))).to.have.lengthOf(1);
    });
  }
});

describe("a bad Output among secretArns fails the deployment", () => {
  for (const preview of [false, true]) {
    it(`with the words for a plain value${preview ? ", in a preview" : ""}`, async () => {
      const run = await runComponent({ secretArns: [secret, pulumi.output("x")] }, { preview });
      const reason = notAccepted("secretArns", "'x'");
      expect(messagesOf(run)[0]).to.equal(refusal([{ propertyPath: "secretArns[1]", reason }]));
      if (!preview) expect(namesOf(run)).to.deep.equal(["hipaa-iam-test", "app"]);
    });
  }

  it("without showing a secret", async () => {
    const run = await runComponent({ secretArns: [pulumi.secret("x")] });
    const reason = notAccepted("secretArns", "[secret]");
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "secretArns[0]", reason }])]);
  });

  it("of another partition than the provider's", async () => {
    const arn = secret.replace("arn:aws:", "arn:aws-cn:");
    const run = await runComponent({ secretArns: [arn] });
    const reason = `'${arn}' is in partition aws-cn, the provider in aws. Give an ARN that starts with arn:aws:.`;
    expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "secretArns[0]", reason }])]);
  });
});

describe("what an input must be to the provider or to another input", () => {
  const rows: [why: string, args: Record<string, unknown>, propertyPath: string, reason: string][] = [
    [
      "the Regions of inference without the provider's",
      { bedrockInferenceRegions: ["us-west-2"] },
      "bedrockInferenceRegions",
      "[ 'us-west-2' ] does not have the provider's Region, in which every call begins. Give us-east-1 as well.",
    ],
    [
      "a guardrail of another Region",
      { bedrockGuardrailArn: "arn:aws:bedrock:us-west-2:123456789012:guardrail/abc" },
      "bedrockGuardrailArn",
      "'arn:aws:bedrock:us-west-2:123456789012:guardrail/abc' is in Region us-west-2, the provider in us-east-1. " +
        "Give a guardrail of that Region.",
    ],
    [
      "a secret guardrail of another Region",
      { bedrockGuardrailArn: pulumi.secret("arn:aws:bedrock:us-west-2:123456789012:guardrail/abc") },
      "bedrockGuardrailArn",
      "[secret] is in Region us-west-2, the provider in us-east-1. Give a guardrail of that Region.",
    ],
    [
      "an enforced guardrail of a Region where nothing is processed",
      {
        bedrockInferenceRegions: ["us-east-1"],
        bedrockEnforcedGuardrailArns: [
          "arn:aws:bedrock:us-east-1:210987654321:guardrail-profile/us.guardrail.v1:0",
          pulumi.output("arn:aws:bedrock:us-west-2:210987654321:guardrail/abc"),
        ],
      },
      "bedrockEnforcedGuardrailArns[1]",
      "'arn:aws:bedrock:us-west-2:210987654321:guardrail/abc' is in Region us-west-2, where no call of the role is " +
        "processed. Give guardrails of us-east-1, or of bedrockInferenceRegions.",
    ],
    [
      "a project of another account",
      { bedrockMantle: { projectArns: ["arn:aws:bedrock-mantle:us-east-1:210987654321:project/a"] } },
      "bedrockMantle.projectArns[0]",
      "'arn:aws:bedrock-mantle:us-east-1:210987654321:project/a' is in Region us-east-1 of account 210987654321, " +
        "the provider in us-east-1 of 123456789012. Give a project of these.",
    ],
    [
      "a project of another Region",
      {
        bedrockMantle: {
          projectArns: [pulumi.secret("arn:aws:bedrock-mantle:eu-west-1:123456789012:project/a")],
        },
      },
      "bedrockMantle.projectArns[0]",
      "[secret] is in Region eu-west-1 of account 123456789012, the provider in us-east-1 of 123456789012. " +
        "Give a project of these.",
    ],
    [
      "the mantle endpoint beside a guardrail that is known later",
      {
        bedrockMantle: {},
        bedrockGuardrailArn: pulumi.output("arn:aws:bedrock:us-east-1:123456789012:guardrail/abc"),
      },
      "bedrockMantle",
      "the mantle endpoint applies no guardrail, so calls there would go past bedrockGuardrailArn. " +
        "Leave one of them out.",
    ],
  ];
  for (const [why, args, propertyPath, reason] of rows) {
    for (const preview of [false, true]) {
      it(`${why}${preview ? ", in a preview" : ""}`, async () => {
        const run = await runComponent(args, { preview });
        expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath, reason }])]);
      });
    }
  }

  for (const preview of [false, true]) {
    it(`the master key as the key of secrets${preview ? ", in a preview" : ""}`, async () => {
      const { kmsMasterKeyArn } = exampleArgs();
      const secretArns = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"];
      const run = await runComponent(
        { secretArns, secretsKmsKeyArn: pulumi.output(kmsMasterKeyArn) },
        { preview },
      );
      const reason =
        "it is kmsMasterKeyArn, with which the backend decrypts not only through Secrets Manager. " +
        "Give a key for secrets alone, or leave it out: what the master key encrypts can be read without it.";
      expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "secretsKmsKeyArn", reason }])]);
    });
  }

  for (const preview of [false, true]) {
    it(`a secret of another Region than its key${preview ? ", in a preview" : ""}`, async () => {
      const there = secret.replace("us-east-1", "us-west-2");
      const secretArns = [secret, pulumi.output(there)];
      const run = await runComponent({ secretArns, secretsKmsKeyArn }, { preview });
      const reason =
        `'${there}' is in Region us-west-2, and secretsKmsKeyArn in us-east-1: Secrets Manager decrypts with keys of ` +
        "the secret's own Region. Give secrets of one Region, and a key of it.";
      expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: "secretArns[1]", reason }])]);
    });
  }

  it("without showing a secret one, and beside one that is no ARN", async () => {
    const there = pulumi.secret(secret.replace("us-east-1", "us-west-2"));
    const run = await runComponent({ secretArns: [there, pulumi.output("x:y:z:w")], secretsKmsKeyArn });
    expect(messagesOf(run)).to.deep.equal([
      refusal([
        { propertyPath: "secretArns[1]", reason: notAccepted("secretArns", "[secret]") },
        {
          propertyPath: "secretArns[0]",
          reason:
            "[secret] is in Region us-west-2, and secretsKmsKeyArn in us-east-1: Secrets Manager decrypts with keys of " +
            "the secret's own Region. Give secrets of one Region, and a key of it.",
        },
      ]),
    ]);
  });

  it("the master key's replica as the key of secrets", () => {
    const id = `mrk-${"a".repeat(32)}`;
    const keyIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;
    const reason =
      "it is kmsMasterKeyArn, with which the backend decrypts not only through Secrets Manager. " +
      "Give a key for secrets alone, or leave it out: what the master key encrypts can be read without it.";
    return expectRefused(
      {
        ...exampleArgs(),
        ...{
          kmsMasterKeyArn: keyIn("us-west-2"),
          secretsKmsKeyArn: keyIn("us-east-1"),
          secretArns: [secret],
        },
      },
      [{ propertyPath: "secretsKmsKeyArn", reason }],
    );
  });

  it("not so secrets of several Regions without a key of their own", async () => {
    const run = await runComponent({ secretArns: [secret, secret.replace("us-east-1", "us-west-2")] });
    expect(messagesOf(run)).to.deep.equal([]);
  });

  it("a key of secrets without secrets", () =>
    expectRefused(
      {
        ...exampleArgs(),
        secretsKmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
      [
        {
          propertyPath: "secretsKmsKeyArn",
          reason: "it is of no use without secretArns. Give these too, or leave it out.",
        },
      ],
    ));
});

describe("what plain inputs of Bedrock must be to each other", () => {
  const wider = (pattern: string, family: string, named: string) =>
    `'${pattern}' stands for all of ${family}-*, whose deny '${named}' lifts. ` +
    `Give the other models one by one, or ${family}-* as well.`;
  const fable = "anthropic.claude-fable";
  const refused: [why: string, args: Record<string, unknown>, propertyPath: string, reason: string][] = [
    [
      "profiles, and none",
      { bedrockInferenceRegions: ["us-east-1"], bedrockInRegionOnly: true },
      "bedrockInRegionOnly",
      "true says that no inference profile is meant, beside bedrockInferenceRegions. Leave one of them out.",
    ],
    [
      "the mantle endpoint, and a guardrail that it does not apply",
      { bedrockMantle: {}, bedrockGuardrailArn: "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc" },
      "bedrockMantle",
      "the mantle endpoint applies no guardrail, so calls there would go past bedrockGuardrailArn. " +
        "Leave one of them out.",
    ],
    [
      "the whole family of Claude, and one model that AWS keeps prompts for",
      { bedrockModelPatterns: ["anthropic.claude-*", `${fable}-5-1`] },
      "bedrockModelPatterns",
      wider("anthropic.claude-*", fable, `${fable}-5-1`),
    ],
    [
      "a part of its name, and one model that AWS keeps prompts for",
      { bedrockModelPatterns: ["anthropic.claude-mythos-5", "anthropic.claude-my*"] },
      "bedrockModelPatterns",
      wider("anthropic.claude-my*", "anthropic.claude-mythos", "anthropic.claude-mythos-5"),
    ],
  ];
  for (const [why, args, propertyPath, reason] of refused) {
    it(`refused: ${why}`, () => expectRefused({ ...exampleArgs(), ...args }, [{ propertyPath, reason }]));
  }

  for (const bedrockModelPatterns of [
    ["anthropic.claude-*"],
    ["anthropic.claude-f*"],
    ["anthropic.claude-*", `${fable}-*`],
    ["anthropic.claude-*", `${fable}*`, `${fable}-5-1`],
    ["anthropic.claude-sonnet-*", `${fable}-5-1`],
  ]) {
    it(`taken: ${bedrockModelPatterns.join(" and ")}`, async () => {
      const run = await runComponent({ bedrockModelPatterns });
      expect(messagesOf(run)).to.deep.equal([]);
      const statements = documentsOf(run)["dev-bedrock-access-policy"]?.Statement ?? [];
      const denied = statements.find(({ Sid }) => Sid === "DenyRetainingModels")?.Resource;
      const isNamed = bedrockModelPatterns.some((pattern) => pattern.startsWith(fable));
      expect([denied].flat().includes(`arn:aws:bedrock:*::foundation-model/${fable}*`)).to.equal(!isNamed);
    });
  }
});
