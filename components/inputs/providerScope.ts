import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import type { ProviderScope } from "./scope";

/** By explicit provider, or by stack for its default provider: in one process there may be several stacks. */
const known = new WeakMap<pulumi.Resource, pulumi.Output<ProviderScope>>();

/** Partition, account and Region of the provider that a component is given, asked for once a provider. */
export function providerScope(component: pulumi.ComponentResource): pulumi.Output<ProviderScope> {
  const provider =
    component.getProvider("aws:index/getRegion:getRegion") ?? pulumi.runtime.getStackResource();
  const scope = (provider && known.get(provider)) ?? ask(component);
  if (provider) known.set(provider, scope);
  return scope;
}

/** In a preview a provider whose own config is not known yet answers nothing: so is what it would have answered. */
const orUnknown = <T>(answer: T): T => answer ?? (pulumi.unknown as T);

function ask(component: pulumi.ComponentResource): pulumi.Output<ProviderScope> {
  const invoke = { parent: component };
  return pulumi
    .all([getPartitionOutput({}, invoke), getCallerIdentityOutput({}, invoke), getRegionOutput({}, invoke)])
    .apply(([{ partition }, { accountId }, { region }]) => ({
      partition: orUnknown(partition),
      accountId: orUnknown(accountId),
      region: orUnknown(region),
    }));
}
