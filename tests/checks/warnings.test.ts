import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { parse } from "yaml";
import { defaultStandIn } from "../../cli/plan/run";
import { defaults } from "../../components/inputs/args";
import { lastDays } from "../../components/inputs/models";
import { publishedExternalIds } from "../../components/inputs/publicExternalId";
import { runComponent } from "../support/component";

const environment = "production";
const publicId =
  "externalId: production has the public default, railway-hipaa-app. " +
  'Set a secret one: pulumi config set --secret externalId "$(openssl rand -hex 32)"';

const publishedId =
  "externalId: production has a public value, one of those in the stack files of hipaa-iam's repository. " +
  'Set a secret one: pulumi config set --secret externalId "$(openssl rand -hex 32)"';

/** What stands in a file as an external ID: in YAML below a key of that name, in code as a text behind it. */
function externalIdsIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".yaml")) {
    return [...text.matchAll(/external_?ids?"?\s*[:=]\s*["'`]([^"'`]+)["'`]/gi)].map(
      ([, value = ""]) => value,
    );
  }
  const below = (value: unknown, isId: boolean): string[] => {
    if (typeof value === "string") return isId && !value.startsWith("$") ? [value] : [];
    const fields = Object.entries(value && typeof value === "object" ? value : {});
    const isDeclared = isId && fields.some(([key]) => key === "type" || key === "description");
    return fields.flatMap(([key, one]) =>
      below(one, isDeclared ? key === "default" : isId || /external_?ids?$/i.test(key)),
    );
  };
  return below(parse(text), false);
}

describe("the warning of the public external ID", () => {
  type Row = [why: string, args: Record<string, unknown>, warnings: string[]];
  const rows: Row[] = [
    ["production without one", { environment }, [publicId]],
    ["production with the default, plain", { environment, externalId: "railway-hipaa-app" }, [publicId]],
    [
      "production with the default, an Output",
      { environment, externalId: pulumi.output("railway-hipaa-app") },
      [publicId],
    ],
    [
      "production with the default, a secret",
      { environment, externalId: pulumi.secret("railway-hipaa-app") },
      [publicId],
    ],
    ...publishedExternalIds.flatMap((externalId): Row[] => [
      [`production with ${externalId} of a stack file`, { environment, externalId }, [publishedId]],
      [
        `production with ${externalId}, a secret`,
        { environment, externalId: pulumi.secret(externalId) },
        [publishedId],
      ],
      [`staging with ${externalId}`, { environment: "staging", externalId }, []],
    ]),
    ["production with one of its own", { environment, externalId: "example" }, []],
    ["production with a secret one of its own", { environment, externalId: pulumi.secret("example") }, []],
    ["staging without one", { environment: "staging" }, []],
    ["dev without one", { environment: "dev" }, []],
  ];
  it("knows each external ID that the stack files and examples show", () => {
    const listed = execFileSync(
      "git",
      ["ls-files", "-co", "--exclude-standard", "Pulumi*.yaml", "examples"],
      {
        encoding: "utf8",
      },
    );
    const files = listed.split("\n").filter((file) => /\.(yaml|ts|py)$/.test(file) && existsSync(file));
    expect(files).to.include.members(["Pulumi.production.yaml", "examples/complete/index.ts"]);
    const shown = new Set(files.flatMap(externalIdsIn));
    expect([...shown]).to.have.members([defaults.externalId, ...publishedExternalIds]);
  });

  for (const preview of [false, true]) {
    for (const [why, args, warnings] of rows) {
      it(`${why}: ${warnings.length}${preview ? ", in a preview" : ""}`, async () => {
        const run = await runComponent({ bedrockInRegionOnly: true, ...args }, { preview });
        expect(run.errors).to.deep.equal([]);
        expect(run.warnings).to.deep.equal(warnings);
      });
    }
  }
});

describe("the warning of a master key in another Region", () => {
  const inRegion = (region: string) =>
    `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const elsewhere =
    "kmsMasterKeyArn: the key is in Region eu-west-1, the provider in us-east-1. " +
    "The backend must call KMS in the key's Region.";
  const rows: [why: string, key: unknown, warnings: string[]][] = [
    ["the same Region", inRegion("us-east-1"), []],
    ["another Region, plain", inRegion("eu-west-1"), [elsewhere]],
    ["another Region, an Output", pulumi.output(inRegion("eu-west-1")), [elsewhere]],
  ];
  for (const [why, kmsMasterKeyArn, warnings] of rows) {
    it(`${why}: ${warnings.length}`, async () => {
      const run = await runComponent({ bedrockInRegionOnly: true, kmsMasterKeyArn });
      expect(run.errors).to.deep.equal([]);
      expect(run.warnings).to.deep.equal(warnings);
    });
  }

  for (const [what, value] of [
    ["nothing", undefined],
    ["a number", 5],
    ["no ARN", "example"],
  ] as const) {
    it(`an Output of ${what} is refused, and gives no warning besides`, async () => {
      const run = await runComponent({ bedrockInRegionOnly: true, kmsMasterKeyArn: pulumi.output(value) });
      expect(run.errors).to.have.length(1);
      expect(run.warnings).to.deep.equal([]);
    });
  }
});

describe("the warning of a database in another account", () => {
  const inAccount = (account: string) => `arn:aws:rds:us-east-1:${account}:db:example`;
  const elsewhere =
    "rdsArn: the database is in account 999999999999, the provider in 123456789012. " +
    "Its monitoring cannot use the monitoring role: deploy one in the database's account.";
  const rows: [why: string, args: Record<string, unknown>, warnings: string[]][] = [
    ["another account", { rdsArn: inAccount("999999999999") }, [elsewhere]],
    ["another account, an Output", { rdsArn: pulumi.output(inAccount("999999999999")) }, [elsewhere]],
    ["the provider's account", { rdsArn: inAccount("123456789012") }, []],
    ["no database named", {}, []],
    ["no monitoring", { rdsArn: inAccount("999999999999"), enableRdsMonitoring: false }, []],
  ];
  for (const [why, args, warnings] of rows) {
    it(`${why}: ${warnings.length}`, async () => {
      const run = await runComponent({ enableRdsMonitoring: true, bedrockInRegionOnly: true, ...args });
      expect(run.errors).to.deep.equal([]);
      expect(run.warnings).to.deep.equal(warnings);
    });
  }
});

describe("the warning of a role that reaches no current model", () => {
  const onMantle = [
    ...["us-east-1", "us-east-2", "us-west-2", "eu-north-1", "eu-west-1", "ap-northeast-1"],
    ...["ap-northeast-2", "ap-southeast-1", "ap-southeast-4"],
  ];
  const none = (region: string, then: string, more = "", instead = "") =>
    `bedrockInferenceRegions: the role can reach no current Claude model. In ${region} none is invoked on demand. ` +
    `${more}${then}; ${onMantle.includes(region) ? `or bedrockMantle, for the endpoint that stays in ${region}; ` : ""}` +
    `or, if this is meant, bedrockInRegionOnly to true${instead}. See docs/bedrock.md.`;
  const toSet = (...regions: string[]) =>
    `Set bedrockInferenceRegions to ${JSON.stringify(regions)}, where prompts are then processed`;
  const set = (region: string, ...regions: string[]) => none(region, toSet(...regions));
  const lacking = (region: string, missing: string, ...regions: string[]) =>
    none(
      region,
      toSet(...regions),
      `A profile may send a prompt to ${missing} as well, which the list lacks. `,
      " in place of it",
    );
  const globalOnly =
    "Its inference profiles are global, and stay denied. Set bedrockInferenceRegions in another Region";
  const us = ["us-east-1", "us-east-2", "us-west-2"];
  const eu = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];
  const rows: [region: string, args: Record<string, unknown>, warnings: string[]][] = [
    ["us-east-1", {}, [set("us-east-1", ...us)]],
    ["us-west-2", {}, [set("us-west-2", ...us)]],
    ["us-west-1", {}, [set("us-west-1", "us-west-1", ...us)]],
    ["ca-central-1", {}, [set("ca-central-1", "ca-central-1", ...us)]],
    ["eu-west-1", {}, [set("eu-west-1", ...eu)]],
    ["eu-central-2", {}, [set("eu-central-2", "eu-central-2", ...eu)]],
    ["ap-northeast-1", {}, [set("ap-northeast-1", "ap-northeast-1", "ap-northeast-3")]],
    ["ap-southeast-2", {}, [set("ap-southeast-2", "ap-southeast-2", "ap-southeast-4")]],
    ["ap-southeast-6", {}, [set("ap-southeast-6", "ap-southeast-6", "ap-southeast-2", "ap-southeast-4")]],
    ["ap-south-1", {}, [set("ap-south-1", "ap-south-1", "ap-south-2")]],
    ["sa-east-1", {}, [none("sa-east-1", globalOnly)]],
    [
      "sa-east-1",
      { bedrockInferenceRegions: ["sa-east-1"] },
      [none("sa-east-1", globalOnly, "", " in place of it")],
    ],
    [
      "us-west-1",
      { bedrockMantle: {} },
      [none("us-west-1", toSet("us-west-1", ...us), "The mantle endpoint serves none there. ")],
    ],
    ["us-west-1", { bedrockMantle: {}, bedrockInRegionOnly: true }, []],
    ["ap-southeast-1", { bedrockMantle: {} }, []],
    [
      "us-east-1",
      { bedrockInferenceRegions: ["us-east-1"] },
      [lacking("us-east-1", "us-east-2, us-west-2", ...us)],
    ],
    [
      "us-west-1",
      { bedrockInferenceRegions: ["us-west-1", "us-east-1", "us-east-2"] },
      [lacking("us-west-1", "us-west-2", "us-west-1", ...us)],
    ],
    ["us-east-1", { bedrockInferenceRegions: us }, []],
    ["us-east-1", { bedrockInferenceRegions: ["us-east-1"], bedrockMantle: {} }, []],
    ["eu-west-2", { bedrockInferenceRegions: ["eu-west-2"] }, []],
    ["us-gov-west-1", { bedrockInferenceRegions: ["us-gov-west-1"] }, []],
    ["eu-west-2", {}, []], // Some current models are invoked on demand there.
    ["us-east-1", { bedrockInRegionOnly: false }, [set("us-east-1", ...us)]],
    ["us-east-1", { bedrockInRegionOnly: true }, []],
    ["us-east-1", { bedrockMantle: {} }, []],
    ["us-gov-west-1", {}, []],
    ["cn-north-1", {}, []],
    ["eusc-de-east-1", {}, []],
  ];
  for (const preview of [false, true]) {
    for (const [region, args, warnings] of rows) {
      const told = `${region}, ${JSON.stringify(args)}: ${warnings.length}${preview ? ", in a preview" : ""}`;
      it(told, async () => {
        const [, part] = /^(us-gov|cn|eusc)-/.exec(region) ?? [];
        const standIn = { ...defaultStandIn, region, partition: part ? `aws-${part}` : "aws" };
        const run = await runComponent(args, { preview, standIn });
        expect(run.errors).to.deep.equal([]);
        expect(run.warnings).to.deep.equal(warnings);
      });
    }
  }
});

describe("the warning of a model's last day", () => {
  const told = (pattern: string, day: string) =>
    `bedrockModelPatterns: AWS's last day for ${pattern} is ${day}. See docs/bedrock.md.`;
  const rows: [patterns: string[], warnings: string[]][] = [
    [["anthropic.claude-*"], []],
    [["anthropic.claude-sonnet-4-6", "anthropic.claude-opus-4-7", "anthropic.claude-sonnet-4*"], []],
    [
      ["anthropic.claude-haiku-5-5", "anthropic.claude-3-haiku-20240307-v1:0"],
      [told("anthropic.claude-3-haiku-20240307-v1:0", "2026-09-10")],
    ],
    [["anthropic.claude-sonnet-4-2*"], [told("anthropic.claude-sonnet-4-2*", "2026-10-14")]],
    [
      ["anthropic.claude-opus-4-1-20250805-v1:0", "anthropic.claude-sonnet-4-5*"],
      [
        told("anthropic.claude-opus-4-1-20250805-v1:0", "2027-01-08"),
        told("anthropic.claude-sonnet-4-5*", "2027-04-08"),
      ],
    ],
  ];
  for (const preview of [false, true]) {
    for (const [bedrockModelPatterns, warnings] of rows) {
      it(`${bedrockModelPatterns}: ${warnings.length}${preview ? ", in a preview" : ""}`, async () => {
        const run = await runComponent({ bedrockInRegionOnly: true, bedrockModelPatterns }, { preview });
        expect(run.errors).to.deep.equal([]);
        expect(run.warnings).to.deep.equal(warnings);
      });
    }
  }

  it("is of the days that docs/bedrock.md tells, and of no active model", () => {
    const page = readFileSync("docs/bedrock.md", "utf8");
    const dayOf = (id: string) => lastDays.find(([named]) => `anthropic.${id}`.startsWith(named))?.[1];
    const ended = [...page.matchAll(/`(claude-[^`]+)` (?:\| legacy, ends|ended on) ([\d-]+)/g)];
    expect(ended).to.have.lengthOf(lastDays.length);
    for (const [, id = "", day] of ended) expect(dayOf(id), id).to.equal(day);
    const active = [...page.matchAll(/`(claude-[^`]+)` \| active /g)];
    expect(active).to.have.lengthOf(14);
    for (const [, id = ""] of active) expect(dayOf(id), id).to.equal(undefined);
  });
});
