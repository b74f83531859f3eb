import type { Region } from "@pulumi/aws";
import { getAliasOutput } from "@pulumi/aws/kms";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { type Environment, HipaaIamComponent } from "hipaa-iam";

interface Account {
  id: string;
  regions: Region[];
  environments: Environment[];
}

const config = new pulumi.Config();
const accounts = config.requireObject<Account[]>("accounts");
const deployRole = config.require("deployRole");
/** By environment: what lets somebody into dev does not let them into production. */
const externalIds = config.requireSecretObject<Record<Environment, string>>("externalIds");

/**
 * Where prompts may be processed: the Regions of the inference profiles of current Claude models, by geography. Those of
 * others are in docs/bedrock.md.
 */
const geographies: string[][] = [
  ["us-east-1", "us-east-2", "us-west-2"],
  ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"],
];

/** The role of one environment in one Region of one account, over the data that is already there. */
function deploy(account: string, region: Region, environment: Environment, provider: Provider) {
  // Names of buckets are unique in the world; the key is found by its alias, which is the same everywhere.
  const bucket = (data: string) => `arn:aws:s3:::${account}-${region}-${environment}-${data}`;
  const masterKey = getAliasOutput({ name: `alias/hipaa-${environment}` }, { provider });
  const bedrockInferenceRegions = geographies.find((regions) => regions.includes(region));
  const iam = new HipaaIamComponent(
    `${account}-${region}-${environment}`,
    {
      environment,
      nameSuffix: region, // Roles belong to the account, not to a Region.
      s3BucketDocumentsArn: bucket("documents"),
      s3BucketBackupsArn: bucket("backups"),
      s3BucketAuditLogsArn: bucket("audit-logs"),
      kmsMasterKeyArn: masterKey.targetKeyArn,
      externalId: externalIds.apply((ids) => ids[environment]),
      ...(bedrockInferenceRegions && { bedrockInferenceRegions }),
    },
    { provider },
  );
  return iam.appIamRoleArn;
}

/** ARNs of the roles, by account, Region and environment. */
export const roles: Record<string, Record<string, Record<string, pulumi.Output<string>>>> = {};
for (const { id, regions, environments } of accounts) {
  for (const region of regions) {
    const provider = new Provider(`${id}-${region}`, {
      region,
      allowedAccountIds: [id], // A role of another account by mistake changes nothing there.
      assumeRoles: [{ roleArn: `arn:aws:iam::${id}:role/${deployRole}` }],
    });
    for (const environment of environments) {
      roles[id] ??= {};
      roles[id][region] ??= {};
      roles[id][region][environment] = deploy(id, region, environment, provider);
    }
  }
}
