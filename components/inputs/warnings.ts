import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./args";
import { arnFields } from "./arns";
import { lastDays, mantleRegions, onDemandRegions, regionsOfGeography } from "./models";
import { publicExternalId } from "./publicExternalId";
import { rules } from "./rules";
import type { ProviderScope } from "./scope";

/** A public external ID keeps nobody out. */
export function warnOfPublicExternalId(component: pulumi.Resource, args: HipaaIamComponentArgs): void {
  pulumi.output(args.externalId).apply((externalId) => {
    const warning = publicExternalId(args.environment, externalId);
    if (warning) pulumi.log.warn(warning, component);
  });
}

/** A key of another Region can be meant, but then the backend must call KMS there. */
export function warnOfOtherRegion(
  component: pulumi.Resource,
  args: HipaaIamComponentArgs,
  provider: pulumi.Output<ProviderScope>,
): void {
  pulumi.all([args.kmsMasterKeyArn, provider]).apply(([key, provider]) => {
    if (!rules.kmsMasterKeyArn.is(key)) return; // It is refused, and has no Region to speak of.
    const { region } = arnFields(key);
    if (region === provider.region) return;
    pulumi.log.warn(
      `kmsMasterKeyArn: the key is in Region ${region}, the provider in ${provider.region}. ` +
        "The backend must call KMS in the key's Region.",
      component,
    );
  });
}

/** What is in another account can be meant, but then that account must let the role in: this one's policies do not. */
export function warnOfForeignData(
  component: pulumi.Resource,
  args: HipaaIamComponentArgs,
  provider: pulumi.Output<ProviderScope>,
): void {
  pulumi.all([args.kmsMasterKeyArn, args.secretArns, provider]).apply(([key, secrets, provider]) => {
    const isWhole = rules.secretArns.is(secrets) ? (secrets ?? []) : [];
    const all = [
      { input: "kmsMasterKeyArn", arn: key, rule: rules.kmsMasterKeyArn, what: "key" },
      ...isWhole.map((arn, at) => {
        return { input: `secretArns[${at}]`, arn, rule: rules.secretArns.each, what: "secret" };
      }),
    ];
    for (const { input, arn, rule, what } of all) {
      if (!rule?.is(arn)) continue; // It is refused.
      const { accountId } = arnFields(arn);
      if (accountId === provider.accountId) continue;
      pulumi.log.warn(
        `${input}: the ${what} is in account ${accountId}, the provider in ${provider.accountId}. ` +
          `The ${what}'s own policy must let the role in.`,
        component,
      );
    }
  });
}

/** RDS names the database's own account, so the role's trust would match no call for one of another account. */
export function warnOfOtherAccount(
  component: pulumi.Resource,
  args: HipaaIamComponentArgs,
  provider: pulumi.Output<ProviderScope>,
): void {
  if (!args.enableRdsMonitoring) return;
  pulumi.all([args.rdsArn, provider]).apply(([database, provider]) => {
    if (!database || !rules.rdsArn.is(database)) return;
    const { accountId } = arnFields(database);
    if (accountId === provider.accountId) return;
    pulumi.log.warn(
      `rdsArn: the database is in account ${accountId}, the provider in ${provider.accountId}. ` +
        "Its monitoring cannot use the monitoring role: deploy one in the database's account.",
      component,
    );
  });
}

/**
 * Without profiles a role may invoke models on demand, which in most commercial Regions are models of the past, and with
 * some of a profile's Regions it may not invoke the profile. What is known of Regions is told, and nothing of each model.
 */
export function warnOfNoModel(
  component: pulumi.Resource,
  args: HipaaIamComponentArgs,
  provider: pulumi.Output<ProviderScope>,
): void {
  if (args.bedrockInRegionOnly) return;
  provider.apply(({ partition, region }) => {
    const why = partition === "aws" ? whyNoModel(args, region) : undefined;
    if (!why) return;
    const regions = regionsOfGeography(region);
    const ways = [
      regions.length > 0
        ? `Set bedrockInferenceRegions to ${JSON.stringify(regions)}, where prompts are then processed`
        : "Its inference profiles are global, and stay denied. Set bedrockInferenceRegions in another Region",
      ...(mantleRegions.includes(region)
        ? [`or bedrockMantle, for the endpoint that stays in ${region}`]
        : []),
      `or, if this is meant, bedrockInRegionOnly to true${args.bedrockInferenceRegions ? " in place of it" : ""}`,
    ];
    pulumi.log.warn(
      `bedrockInferenceRegions: the role can reach no current Claude model. ${why} ${ways.join("; ")}. See docs/bedrock.md.`,
      component,
    );
  });
}

/** A day that is near is told as one that has passed is: whoever names a model wants to know either. */
export function warnOfLastDays(
  component: pulumi.Resource,
  { bedrockModelPatterns: patterns = [] }: HipaaIamComponentArgs,
  provider: pulumi.Output<ProviderScope>,
): void {
  const told = patterns.flatMap((pattern) =>
    lastDays
      .filter(([named]) => pattern.startsWith(named))
      .map(
        ([, day]) => `bedrockModelPatterns: AWS's last day for ${pattern} is ${day}. See docs/bedrock.md.`,
      ),
  );
  provider.apply(() => {
    for (const warning of told) pulumi.log.warn(warning, component);
  });
}

/** Undefined where a current model is reached, as far as Regions tell. */
function whyNoModel(args: HipaaIamComponentArgs, region: string): string | undefined {
  const { bedrockInferenceRegions: listed, bedrockMantle: mantle } = args;
  const needed = regionsOfGeography(region);
  const missing = needed.filter((where) => !listed?.includes(where));
  const hasProfiles = listed && needed.length > 0 && missing.length === 0;
  if (hasProfiles || onDemandRegions.includes(region) || (mantle && mantleRegions.includes(region)))
    return undefined;
  return [
    `In ${region} none is invoked on demand.`,
    ...(listed && missing.length > 0
      ? [`A profile may send a prompt to ${missing.join(", ")} as well, which the list lacks.`]
      : []),
    ...(mantle ? ["The mantle endpoint serves none there."] : []),
  ].join(" ");
}
