import * as pulumi from "@pulumi/pulumi";
import { type Rule, rules } from "../../components/inputs/rules";
import { exampleArgs } from "./component";

/** Ways in which an arg is given, and is nothing. */
const empties: Record<string, () => unknown> = {
  "undefined Output": () => pulumi.output(undefined),
  "null Output": () => pulumi.output(null),
  undefined: () => undefined,
  null: () => null,
  "empty string": () => "",
  "empty list": () => [],
  "empty map": () => ({}),
  whitespace: () => " ",
};

/** The cells of the matrix in which nothing is a value: all others are refused. */
const accepted: Record<string, string[]> = {
  tags: ["empty map"], // No tags: the default says the same.
  'tags["Team"]': ["empty string", "whitespace"], // IAM takes both for a tag's value.
  bedrockMantle: ["empty map"], // Every project of this account and Region.
  tenantIsolation: ["empty map"], // Sessions serve one tenant, by the default tag.
};

const iam = "arn:aws:iam::123456789012";
/** What has members, with good ones. */
const whole: Record<string, unknown> = {
  tags: { Team: "a" },
  secretArns: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"],
  trustedPrincipalArns: [`${iam}:role/deploy`],
  bedrockInferenceRegions: ["us-east-1"],
  bedrockModelPatterns: ["anthropic.claude-*"],
  bedrockMantle: { projectArns: ["arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abc"] },
  bedrockEnforcedGuardrailArns: ["arn:aws:bedrock:us-east-1:123456789012:guardrail/enforced"],
  oidc: {
    providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
    audience: "sts.amazonaws.com",
    subjects: ["repo:example/backend:environment:production"],
  },
  rolesAnywhere: {
    trustAnchorArn:
      "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
    subjectCommonName: "backend",
  },
  tenantIsolation: { tagKey: "TenantId" },
};

/** What an arg is of no use without. */
const beside: Record<string, object> = { secretsKmsKeyArn: { secretArns: whole.secretArns } };

/** One arg, or one member of one, that is given and is nothing. */
export interface EmptyArg {
  propertyPath: string;
  how: string;
  args: Record<string, unknown>;
  /** How the reason for the refusal begins, but for members of an empty map; undefined where it is accepted. */
  refusal: string | undefined;
}

interface Place {
  propertyPath: string;
  rule: Rule;
  argsWith(value: unknown): Record<string, unknown>;
}

function placesOf(): Place[] {
  return Object.entries(rules).flatMap(([arg, rule]) => {
    const place = { propertyPath: arg, rule, argsWith: (value: unknown) => ({ [arg]: value }) };
    if (!rule.each && !rule.members) return [place];
    const given = whole[arg];
    if (!given) throw new Error(`${arg} has members: give good ones here.`);
    if (Array.isArray(given)) return [place, memberOf(place, `${arg}[0]`, rule.each, (value) => [value])];
    const members = Object.keys(rule.members ?? given).map((name) => {
      const propertyPath = rule.each ? `${arg}[${JSON.stringify(name)}]` : `${arg}.${name}`;
      return memberOf(place, propertyPath, rule.each ?? rule.members?.[name], (value) => ({
        ...given,
        [name]: value,
      }));
    });
    return [place, ...members];
  });
}

function memberOf(
  place: Place,
  propertyPath: string,
  rule: Rule | undefined,
  around: (value: unknown) => unknown,
) {
  if (!rule) throw new Error(`There is no rule for ${propertyPath}.`);
  const required = place.rule.each ? (true as const) : rule.required;
  return {
    propertyPath,
    rule: { ...rule, required },
    argsWith: (value: unknown) => place.argsWith(around(value)),
  };
}

/** Every arg and member of one x every way of being nothing. */
export const emptyArgs: EmptyArg[] = placesOf().flatMap(({ propertyPath, rule, argsWith }) =>
  Object.entries(empties).map(([how, value]) => ({
    propertyPath,
    how,
    args: { ...exampleArgs(), ...beside[propertyPath], ...argsWith(value()) },
    refusal: accepted[propertyPath]?.includes(how) ? undefined : refusalOf(rule, how),
  })),
);

function refusalOf(rule: Rule, how: string): string {
  if (rule.plain && how.endsWith("Output")) return "it cannot be an Output.";
  const [nothing] = /^(undefined|null)/.exec(how) ?? [];
  if (nothing) return rule.required ? "it is missing." : `it is given, but ${nothing}. Give `;
  if (how === "empty map" && rule.members) return "it is missing."; // Its members.
  return how === "empty string" ? "'' is not accepted." : "";
}
