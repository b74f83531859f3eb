import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./args";
import { faultsOf } from "./checks";
import { bucketFaults, bucketNames } from "./checks/data";
import { type ArgName, argNames, type Known, later, type Values } from "./checks/known";
import { type Fault, refuse } from "./faults";
import { providerScope } from "./providerScope";
import { type Rule, rules } from "./rules";
import { type ProviderScope, type Scope, withDefaults } from "./scope";
import { type SizedDocument, sizeFaults } from "./sizes";
import { warnOfDefaultExternalId, warnOfOtherAccount, warnOfOtherRegion } from "./warnings";

/** Fails where a plain value is not accepted, before anything is registered. */
export function refusePlainFaults(
  subject: string,
  args: HipaaIamComponentArgs,
  documents: SizedDocument[],
): void {
  const plain = (value: unknown) => (isPlain(value) ? value : later);
  const values: Values = Object.fromEntries(argNames.map((arg) => [arg, undefined]));
  for (const [arg, value] of Object.entries(args ?? {})) values[arg as ArgName] = plain(value);
  if (rules.tags.is(values.tags)) {
    const tags = Object.entries(values.tags as object);
    values.tags = Object.fromEntries(tags.map(([key, value]) => [key, plain(value)]));
  }
  for (const arg of argNames) values[arg] = plainMembers(values[arg], rules[arg]);
  refuse(subject, faultsOf({ values }));
  refuse(subject, sizeFaults(documents, values));
}

/** A value with each single part of it that may come later, all the others being later. */
export function partsOf(value: unknown, rule: Rule): unknown[] {
  if (!isPlain(value) || typeof value !== "object" || value === null) return [value];
  const { each, members } = rule;
  if (each && Array.isArray(value)) {
    return value.flatMap((member, index) =>
      partsOf(member, each).map((part) => value.map((_, at) => (at === index ? part : later))),
    );
  }
  if (!members) return [value];
  const ruleOf = (name: string) => members[name] as Rule; // Other names are refused before.
  const others = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutParts(member, ruleOf(name))]),
  );
  return Object.entries(value).flatMap(([name, member]) =>
    partsOf(member, ruleOf(name)).map((part) => ({ ...others, [name]: part })),
  );
}

/** A value of which all that may come later is later. */
function withoutParts(value: unknown, { each, plain }: Rule): unknown {
  if (each && Array.isArray(value)) return value.map((member) => withoutParts(member, each));
  return plain ? value : later;
}

/** A value whose members, where it has some, are plain or not known yet. */
export function plainMembers(value: unknown, rule: Rule): unknown {
  if (!isPlain(value)) return later;
  if (rule.each && Array.isArray(value)) return value.map((member) => (isPlain(member) ? member : later));
  if (!rule.members || !rule.is(value)) return value;
  const entries = Object.entries(value as object).map(([name, member]) => {
    const own = rule.members && Object.hasOwn(rule.members, name) && rule.members[name];
    return [name, own ? plainMembers(member, own) : isPlain(member) ? member : later];
  });
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): boolean {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

/** The part of the scope that one document is made of, once it is known and checked. */
export type Resolve = <K extends ArgName & keyof Scope>(
  ...names: K[]
) => pulumi.Output<ProviderScope & Pick<Scope, K>>;

/**
 * Checks the args whose values are known later, and returns how to resolve them.
 *
 * In `pulumi up` every document waits for the check of all args, so that a bad value leaves nothing half made and
 * all faults come together. In a preview a value may stay unknown: there each arg, tag and pair of buckets is checked
 * for itself and a document waits for its own args only, or one unknown ARN would hide other faults and show every
 * policy changing.
 */
export function resolver(
  component: pulumi.ComponentResource,
  subject: string,
  args: HipaaIamComponentArgs,
  documents: SizedDocument[],
): Resolve {
  const provider = providerScope(component);
  const valuesOf = (names: readonly ArgName[]) =>
    pulumi.output(Object.fromEntries(names.map((arg) => [arg, args[arg]])));

  const checked = (values: pulumi.Input<Values>, faults: (known: Known) => Fault[]) =>
    pulumi.all([pulumi.output(values), provider]).apply(async ([values, provider]) => {
      if (faults({ values, provider }).length === 0) return;
      const secret = await secretArgs(args); // Asked only where something is to be shown.
      refuse(subject, faults({ values, secret, provider }));
    });

  const sizes = ({ values, provider }: Known) => sizeFaults(documents, values, provider);
  const sizesOfGood = (known: Known) => (faultsOf(known).length > 0 ? [] : sizes(known));

  let allChecked: pulumi.Output<unknown> = pulumi.output(undefined);
  if (pulumi.runtime.isDryRun()) {
    for (const arg of argNames.filter((arg) => arg !== "tags")) {
      for (const part of partsOf(args[arg], rules[arg])) checked({ [arg]: part } as Values, faultsOf);
    }
    for (const together of related) checked(valuesOf(together), faultsOfWhole);
    for (const [key, value] of Object.entries(args.tags ?? {})) checked({ tags: { [key]: value } }, faultsOf);
    for (const { args } of documents) checked(valuesOf(args), sizesOfGood);
    for (const [index, bucket] of bucketNames.entries()) {
      for (const other of bucketNames.slice(0, index)) checked(valuesOf([other, bucket]), bucketFaults);
    }
  } else {
    allChecked = pulumi.unsecret(
      checked(valuesOf(argNames), (known) => [...faultsOf(known), ...sizesOfGood(known)]),
    ); // That all is well gives no secret away.
  }
  warnOfDefaultExternalId(component, args);
  warnOfOtherRegion(component, args, provider);
  warnOfOtherAccount(component, args, provider);

  return <K extends ArgName & keyof Scope>(...names: K[]) =>
    pulumi
      .all([valuesOf(names), provider, allChecked])
      .apply(
        ([values, provider]) => ({ ...provider, ...withDefaults(values) }) as ProviderScope & Pick<Scope, K>,
      ) as pulumi.Output<ProviderScope & Pick<Scope, K>>;
}

/** Args of which one decides what another may be. */
const related: ArgName[][] = [
  ["oidc"],
  ["trustedPrincipalArns", "externalId"],
  ["secretArns", "secretsKmsKeyArn"],
  ["kmsMasterKeyArn", "secretsKmsKeyArn"],
];

/** The faults of values that none of their parts has by itself. */
function faultsOfWhole(known: Known): Fault[] {
  const ofParts = Object.entries(known.values).flatMap(([arg, value]) =>
    partsOf(value, rules[arg as ArgName]).flatMap((part) => faultsOf({ ...known, values: { [arg]: part } })),
  );
  const seen = new Set(ofParts.map(({ propertyPath }) => propertyPath));
  return faultsOf(known).filter(({ propertyPath }) => !seen.has(propertyPath));
}

/** The args that hold a secret: their values must not show in an error. */
export async function secretArgs(args: object): Promise<string[]> {
  const given = Object.entries(args);
  const isSecret = await Promise.all(given.map(([, value]) => pulumi.isSecret(pulumi.output(value))));
  return given.filter((_, index) => isSecret[index]).map(([name]) => name);
}
