import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./args";
import { faultsOf } from "./checks";
import { type ArgName, type Known, later, type Provider, type Values } from "./checks/known";
import { providerFaults } from "./checks/provider";
import { type Fault, refuse } from "./faults";
import { isMap, readOnce } from "./given";
import { outcome, secretArgs, settled, withoutOutputs } from "./outputs";
import { providerScope } from "./providerScope";
import { argsRule, type Rule } from "./rules";
import { type ProviderScope, type Scope, withDefaults } from "./scope";
import { type SizedDocument, sizeFaults } from "./sizes";
import {
  warnOfForeignData,
  warnOfLastDays,
  warnOfNoModel,
  warnOfOtherAccount,
  warnOfOtherRegion,
  warnOfPublicExternalId,
} from "./warnings";

/** What a component of some kind checks its args by. */
export interface Checks {
  /** What the args are for. */
  subject: string;
  rule: Rule;
  /** The faults of all values that are known; the others are `later`. */
  faultsOf(known: Known): Fault[];
}

/** The checks of the args of a HipaaIamComponent, for the documents that are made of them. */
export function checksOf(subject: string, documents: SizedDocument[]): Checks {
  return {
    subject,
    rule: argsRule,
    faultsOf: (known) => {
      const faults = faultsOf(known);
      return faults.length > 0 ? faults : sizeFaults(documents, known.values, known.provider);
    },
  };
}

/** The args, read once. Fails where a plain value is not accepted, before anything is registered. */
export function checkedArgs<A extends object>({ subject, rule, faultsOf }: Checks, given: A): A {
  const args = isMap(given) ? (readOnce(given, rule) as A) : ({} as A);
  refuse(subject, faultsOf({ values: withoutOutputs(args, rule) as Values }));
  return args;
}

/**
 * Checks the args once more when their Outputs and the provider are known; in a preview some stay unknown, and the others
 * are checked. What is made of args waits for it: a bad value leaves nothing half made, and all faults come together.
 */
export function checkLater(
  { subject, rule, faultsOf }: Checks,
  args: object,
  provider: pulumi.Output<Provider>,
): pulumi.Output<void> {
  const check = async () => {
    const [values, place] = await Promise.all([settled(args, rule), outcome(provider)]);
    const known: Known = {
      values: values as Values,
      ...(place !== later && { provider: place as Provider }),
    };
    if (known.provider) refuse(subject, providerFaults(known.provider));
    if (faultsOf(known).length === 0) return;
    refuse(subject, faultsOf({ ...known, secret: await secretArgs(args) })); // Asked where something is to be shown.
  };
  return pulumi.output(check());
}

/** The part of the scope that one document is made of, once it is known and checked. */
export type Resolve = <K extends ArgName & keyof Scope>(
  ...names: K[]
) => pulumi.Output<ProviderScope & Pick<Scope, K>>;

/** Checks the args whose values are known later, warns of what is risky, and returns how to resolve them. */
export function resolver(
  component: pulumi.ComponentResource,
  checks: Checks,
  args: HipaaIamComponentArgs,
): Resolve {
  const provider = providerScope(component);
  const checked = checkLater(checks, args, provider);
  warnOfPublicExternalId(component, args);
  const good = pulumi.all([provider, checked]).apply(([provider]) => provider); // What is refused needs no warning besides.
  warnOfOtherRegion(component, args, good);
  warnOfOtherAccount(component, args, good);
  warnOfForeignData(component, args, good);
  warnOfNoModel(component, args, good);
  warnOfLastDays(component, args, good);

  return <K extends ArgName & keyof Scope>(...names: K[]) => {
    const values = pulumi.output(Object.fromEntries(names.map((arg) => [arg, args[arg]])));
    return pulumi
      .all([values, provider, checked])
      .apply(
        ([values, provider]) => ({ ...provider, ...withDefaults(values) }) as ProviderScope & Pick<Scope, K>,
      ) as pulumi.Output<ProviderScope & Pick<Scope, K>>;
  };
}
