import * as pulumi from "@pulumi/pulumi";
import { arnFields, arnForms, unsupportedPartition } from "../inputs/arns";
import { isEmpty, list, show } from "../inputs/checks/known";
import { type Fault, refuse } from "../inputs/faults";
import { membersOf } from "../inputs/given";
import { rules } from "../inputs/rules";

/** What one input of a function accepts. */
interface Rule {
  /** In words, as the end of the sentence "Give ...". */
  accepts: string;
  form: RegExp;
  required?: true;
  /** A list of such ARNs. */
  several?: true;
  /** They are not the role's own, which the other inputs restrict. */
  others?: true;
  /** A key's policy lets in principals of the key's account only, which is the role's. */
  ofRolesAccount?: true;
}

const roleExample = "arn:aws:iam::123456789012:role/example";
const form = arnForms.roleOrUser;

/** The inputs that several of the functions take. */
export const inputRules = {
  roleArn: {
    accepts: `the ARN of the backend's role without wildcard or variable, such as ${roleExample}`,
    form: arnForms.role,
    required: true,
  },
  bucketArn: {
    accepts: "the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::example",
    form: arnForms.bucket,
    required: true,
  },
  kmsKeyArn: {
    accepts: rules.kmsMasterKeyArn.accepts,
    form: arnForms.key,
  },
  readerArns: {
    accepts: `a list of ARNs of other roles or users, such as ["${roleExample}"]`,
    ...{ form, several: true, others: true },
  },
  sameAccountArns: {
    accepts: `a list of ARNs of other roles or users of the role's account, such as ["${roleExample}"]`,
    ...{ form, several: true, others: true, ofRolesAccount: true },
  },
  creatorArn: {
    accepts: `the ARN of a role or user of the role's account, such as ${roleExample}`,
    ...{ form, ofRolesAccount: true },
  },
} satisfies Record<string, Rule>;

/** A function's args, read once. Fails with all their faults together, if there are any. */
export function checkedInputs<A extends object>(
  functionName: string,
  inputs: Record<string, Rule>,
  args: A,
): A {
  const given = Object.entries(membersOf(args)).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? Array.from(value) : value,
  ]);
  const missing = Object.keys(inputs).filter((arg) => !given.some(([name]) => name === arg));
  const all: [string, unknown][] = [...given, ...missing.map((arg): [string, unknown] => [arg, undefined])];
  const roleArn = Object.fromEntries(given).roleArn;
  const faults = all.flatMap(([arg, value]): Fault[] => {
    const rule = Object.hasOwn(inputs, arg) && inputs[arg];
    if (!rule) {
      const reason = `there is no such input. Give ${list(Object.keys(inputs), "or")}.`;
      return [{ propertyPath: arg, reason }];
    }
    if (isEmpty(value)) {
      if (rule.required) return [{ propertyPath: arg, reason: `it is missing. Give ${rule.accepts}.` }];
      const reason = `it is given, but ${value}. Give ${rule.accepts}, or leave it out.`;
      return missing.includes(arg) ? [] : [{ propertyPath: arg, reason }];
    }
    if (!rule.several || !Array.isArray(value)) return faultsOf(arg, value, rule, roleArn);
    return value.flatMap((item, index) => faultsOf(`${arg}[${index}]`, item, rule, roleArn));
  });
  refuse(functionName, faults);
  return Object.fromEntries(given) as A;
}

function faultsOf(propertyPath: string, value: unknown, rule: Rule, roleArn: unknown): Fault[] {
  const fault = (reason: string) => [{ propertyPath, reason }];
  if (pulumi.Output.isInstance(value)) {
    return fault("it cannot be an Output. Call the function in the apply of what it is made from.");
  }
  const isItem = !rule.several || propertyPath.endsWith("]");
  if (!isItem || typeof value !== "string" || !rule.form.test(value)) {
    return fault(`${show(value)} ${unsupportedPartition(value) ?? `is not accepted. Give ${rule.accepts}.`}`);
  }
  if (typeof roleArn !== "string" || !arnForms.role.test(roleArn)) return [];
  const [own, role] = [arnFields(value), arnFields(roleArn)];
  if (own.partition !== role.partition) {
    const start = `arn:${role.partition}:`;
    return fault(
      `${show(value)} is in partition ${own.partition}, the role in ${role.partition}. ` +
        `Give an ARN that starts with ${start}.`,
    );
  }
  if (rule.others && value === roleArn) {
    return fault(`${show(value)} is also roleArn, which may do less. Give ${rule.accepts}.`);
  }
  if (rule.ofRolesAccount && own.accountId !== role.accountId) {
    return fault(
      `${show(value)} is of account ${own.accountId}, the role of ${role.accountId}. Give ${rule.accepts}.`,
    );
  }
  return [];
}
