/** The types of value that condition keys have, as the service authorization reference names them. */
export type KeyType = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress" | "Binary";

const families: Record<string, KeyType[]> = {
  StringEquals: ["String"],
  StringNotEquals: ["String"],
  StringEqualsIgnoreCase: ["String"],
  StringNotEqualsIgnoreCase: ["String"],
  StringLike: ["String", "ARN"],
  StringNotLike: ["String", "ARN"],
  ArnEquals: ["ARN"],
  ArnNotEquals: ["ARN"],
  ArnLike: ["ARN"],
  ArnNotLike: ["ARN"],
  Bool: ["Bool"],
  NumericEquals: ["Numeric"],
  NumericNotEquals: ["Numeric"],
  NumericLessThan: ["Numeric"],
  NumericLessThanEquals: ["Numeric"],
  NumericGreaterThan: ["Numeric"],
  NumericGreaterThanEquals: ["Numeric"],
  DateEquals: ["Date"],
  DateNotEquals: ["Date"],
  DateLessThan: ["Date"],
  DateLessThanEquals: ["Date"],
  DateGreaterThan: ["Date"],
  DateGreaterThanEquals: ["Date"],
  IpAddress: ["IPAddress"],
  NotIpAddress: ["IPAddress"],
  BinaryEquals: ["Binary"],
};
const everyType: KeyType[] = ["String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary"];

/**
 * What an operator of a condition applies to; undefined if IAM has no such operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operator(name: string): { types: KeyType[]; several: boolean } | undefined {
  const [, set, base = ""] = /^(ForAllValues:|ForAnyValue:)?(\w+)$/.exec(name) ?? [];
  if (name === "Null") return { types: everyType, several: true };
  const types = families[base] ?? families[base.replace(/IfExists$/, "")];
  return types && { types, several: set !== undefined };
}

export function isOperator(name: string): boolean {
  return operator(name) !== undefined;
}
