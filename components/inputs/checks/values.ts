import { arnFields } from "../arns";
import type { Fault } from "../faults";
import { type Rule, rules } from "../rules";
import { type ArgName, argNames, type Known, later, list, shown } from "./known";

/** What each input must be by itself. */
export function ruleFaults(known: Known): Fault[] {
  return Object.entries(known.values).flatMap(([propertyPath, value]) => {
    const rule = Object.hasOwn(rules, propertyPath) && rules[propertyPath as ArgName];
    if (rule) return valueFaults(propertyPath, value, rule, known);
    return [{ propertyPath, reason: `there is no such input. Give ${list(argNames, "or")}.` }];
  });
}

function valueFaults(propertyPath: string, value: unknown, rule: Rule, known: Known): Fault[] {
  const { provider } = known;
  const fault = (reason: string) => [{ propertyPath, reason }];
  if (value === later) return rule.plain ? fault(`it cannot be an Output. Give ${rule.accepts}.`) : [];
  if (value === undefined || value === null) {
    return rule.required ? fault(`it is missing. Give ${rule.accepts}.`) : [];
  }
  const what = shown(propertyPath, value, known);
  if (!rule.is(value)) return fault(`${what} is not accepted. Give ${rule.accepts}.`);
  if (rule.members) return mapFaults(propertyPath, value as object, rule.members, known);
  if (rule.each)
    return memberFaults(propertyPath, value as unknown[], { ...rule.each, required: true }, known);
  if (rule.arn && value !== "" && provider) {
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
  known: Known,
): Fault[] {
  const given = Object.entries(value);
  const names = Object.keys(members);
  const missing = names
    .filter((name) => !Object.hasOwn(value, name))
    .map((name): [string, unknown] => [name, undefined]);
  return [...given, ...missing].flatMap(([name, member]) => {
    const path = propertyPath ? `${propertyPath}.${name}` : name;
    const rule = Object.hasOwn(members, name) && members[name];
    if (rule) return valueFaults(path, member, rule, known);
    return [{ propertyPath: path, reason: `there is no such input. Give ${list(names, "or")}.` }];
  });
}

function memberFaults(propertyPath: string, members: unknown[], rule: Rule, known: Known): Fault[] {
  const twice = (value: unknown, index: number) => value !== later && members.indexOf(value) < index;
  return members.flatMap((value, index) => {
    const path = `${propertyPath}[${index}]`;
    const faults = valueFaults(path, value, rule, known);
    if (faults.length > 0 || !twice(value, index)) return faults;
    const reason = `it is the same as ${propertyPath}[${members.indexOf(value)}]. Give each once.`;
    return [{ propertyPath: path, reason }];
  });
}
