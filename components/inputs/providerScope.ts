import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getDefaultTagsOutput } from "@pulumi/aws/getDefaultTags";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { later, type Provider } from "./checks/known";
import { outcome } from "./outputs";

/** By explicit provider, or by stack for its default provider: in one process there may be several stacks. */
const known = new WeakMap<pulumi.Resource, pulumi.Output<Provider>>();

/** Partition, account and Region of the provider that a component is given, asked for once a provider. */
export function providerScope(component: pulumi.ComponentResource): pulumi.Output<Provider> {
  const provider =
    component.getProvider("aws:index/getRegion:getRegion") ?? pulumi.runtime.getStackResource();
  const scope = (provider && known.get(provider)) ?? ask(component);
  if (provider) known.set(provider, scope);
  return scope;
}

/** In a preview a provider whose own config is not known yet answers nothing: so is what it would have answered. */
const orUnknown = <T>(answer: T): T => answer ?? (pulumi.unknown as T);

/** What it refuses itself, such as an account that it may not be used in, is told as other faults are. */
const failed = (error: Error): Provider => ({
  ...{ partition: "", accountId: "", region: "" },
  failure: error.message.split("\n").map((line) => line.replace(/^[\s*]+/, "")),
});

function ask(component: pulumi.ComponentResource): pulumi.Output<Provider> {
  const invoke = { parent: component };
  const asked = getRegionOutput({}, invoke);
  // Field by field: what else is in an answer, and is not known offline, is none of the component's business.
  const answers = pulumi
    .all([
      getPartitionOutput({}, invoke).partition,
      getCallerIdentityOutput({}, invoke).accountId,
      asked.region,
      asked.id,
      getDefaultTagsOutput({}, invoke).tags,
    ])
    .apply(([partition, accountId, region, id, tags]) => {
      const isOld = region === undefined && id !== undefined; // Version 6 has the Region's name there alone.
      return {
        partition: orUnknown(partition),
        accountId: orUnknown(accountId),
        region: isOld ? id : orUnknown(region),
        defaultTags: tags ?? {},
        isOld,
      };
    });
  const known = outcome(answers).catch(failed);
  return pulumi
    .output(known as Promise<Provider>)
    .apply((answer) => ((answer as unknown) === later ? pulumi.unknown : answer) as Provider);
}
