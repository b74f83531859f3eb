import { arnFields, unsupportedPartition } from "../arns";
import type { Fault } from "../faults";
import { type Rule, rules } from "../rules";
import { isEmpty, type Known, later, list, type Surroundings, shown } from "./known";

/** What each input must be by itself. */
export function ruleFaults(known: Known): Fault[] {
  return mapFaults("", known.values, rules, known);
}

function valueFaults(propertyPath: string, value: unknown, rule: Rule, surroundings: Surroundings): Fault[] {
  const { provider } = surroundings;
  const fault = (reason: string) => [{ propertyPath, reason }];
  if (value === later) return rule.plain ? fault(`it cannot be an Output. Give ${rule.accepts}.`) : [];
  if (isEmpty(value)) {
    if (rule.required) return fault(`it is missing. Give ${rule.accepts}.`);
    return fault(`it is given, but ${value}. Give ${rule.accepts}, or leave it out.`);
  }
  const what = shown(propertyPath, value, surroundings);
  if (!rule.is(value)) {
    const elsewhere = rule.arn && unsupportedPartition(value);
    return fault(`${what} ${elsewhere || `is not accepted. Give ${rule.accepts}.`}`);
  }
  if (rule.members) return mapFaults(propertyPath, value as object, rule.members, surroundings);
  if (rule.each)
    return memberFaults(propertyPath, value as object, { ...rule.each, required: true }, surroundings);
  if (rule.arn && provider) {
    const { partition } = arnFields(String(value));
    if (partition !== provider.partition) {
      return fault(
        `${what} is in partition ${partition}, the provider in ${provider.partition}. ` +
          `Give an ARN that starts with arn:${provider.partition}:.`,
      );
    }
  }
  return [];
}

/** Every fault of the members of a map; of a component's own args where it has no path. */
export function mapFaults(
  propertyPath: string,
  value: object,
  members: Record<string, Rule>,
  surroundings: Surroundings,
): Fault[] {
  const names = Object.keys(members);
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  return [...names, ...unknown].flatMap((name) => {
    const path = propertyPath ? `${propertyPath}.${name}` : name;
    const rule = Object.hasOwn(members, name) && members[name];
    if (rule && !rule.required && !Object.hasOwn(value, name)) return []; // Left out: the default applies.
    if (rule) return valueFaults(path, (value as Record<string, unknown>)[name], rule, surroundings);
    return [{ propertyPath: path, reason: `there is no such input. Give ${list(names, "or")}.` }];
  });
}

function memberFaults(
  propertyPath: string,
  members: object,
  rule: Rule,
  surroundings: Surroundings,
): Fault[] {
  if (!Array.isArray(members)) {
    return Object.entries(members).flatMap(([key, value]) =>
      valueFaults(`${propertyPath}[${JSON.stringify(key)}]`, value, rule, surroundings),
    );
  }
  const twice = (value: unknown, index: number) => value !== later && members.indexOf(value) < index;
  return members.flatMap((value, index) => {
    const path = `${propertyPath}[${index}]`;
    const faults = valueFaults(path, value, rule, surroundings);
    if (faults.length > 0 || !twice(value, index)) return faults;
    const reason = `it is the same as ${propertyPath}[${members.indexOf(value)}]. Give each once.`;
    return [{ propertyPath: path, reason }];
  });
}
