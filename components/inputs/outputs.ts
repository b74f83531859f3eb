import * as pulumi from "@pulumi/pulumi";
import { later } from "./checks/known";
import type { Rule } from "./rules";

/** A part of the SDK's Outputs that has no types. */
interface Outcome {
  promise(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

/** A value in which each Output and promise has given way, in the lists and maps too that its rule has. */
function replaceOutputs(
  value: unknown,
  rule: Rule | undefined,
  replace: (output: unknown) => unknown,
): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return replace(value);
  if (!rule?.is(value)) return value;
  const { each, members = {} } = rule;
  if (Array.isArray(value))
    return each ? value.map((member) => replaceOutputs(member, each, replace)) : value;
  if (!each && !rule.members) return value;
  const ruleOf = (name: string) => each ?? (Object.hasOwn(members, name) ? members[name] : undefined);
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, replaceOutputs(member, ruleOf(name), replace)]),
  );
}

/** A value whose Outputs are all `later`. */
export const withoutOutputs = (value: unknown, rule: Rule) => replaceOutputs(value, rule, () => later);

/** A value whose Outputs are what they come to, or `later` where a preview does not know it. */
export async function settled(value: unknown, rule: Rule): Promise<unknown> {
  const outputs = new Set<unknown>();
  replaceOutputs(value, rule, (output) => outputs.add(output));
  const values = new Map<unknown, unknown>();
  await Promise.all([...outputs].map(async (output) => values.set(output, await outcome(output))));
  return replaceOutputs(value, rule, (output) => values.get(output));
}

/** What an Output comes to. */
export async function outcome(given: unknown): Promise<unknown> {
  const output = pulumi.output(given) as unknown as Outcome;
  // All of them fail where it does, and one that nobody waits for would be told by itself.
  const [value, isKnown] = await Promise.all([output.promise(), output.isKnown, output.isSecret]);
  return isKnown ? value : later;
}

/** The args that hold a secret: their values must not show in an error. */
export async function secretArgs(args: object): Promise<string[]> {
  const given = Object.entries(args);
  const isSecret = await Promise.all(given.map(([, value]) => pulumi.isSecret(pulumi.output(value))));
  return given.filter((_, index) => isSecret[index]).map(([name]) => name);
}
