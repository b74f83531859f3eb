import { isObject } from "../plan/fields";

/**
 * What must not be told of an element of a policy that is a secret as a whole. Who reads what has changed must know of
 * which statement it is, what it does, and which accounts and services it trusts.
 */
export function untold(element: string, value: unknown): unknown {
  switch (element) {
    case "Sid":
    case "Effect":
    case "Version":
      return [];
    case "Action":
    case "NotAction":
      return [value].flat().filter((one) => !isAction(one));
    case "Principal":
    case "NotPrincipal":
      return principalsIn(value).flatMap((one) => (typeof one === "string" ? nameIn(one) : [one]));
    default:
      return value;
  }
}

const isAction = (value: unknown) => typeof value === "string" && /^(\*|[\w-]+:[\w*?]+)$/.test(value);

function principalsIn(value: unknown): unknown[] {
  return isObject(value) ? Object.values(value).flat() : [value];
}

/** A principal without its account. */
function nameIn(principal: string): string[] {
  if (/^(\*|\d{12}|arn:[\w-]+:iam::\d{12}:root|[\w.-]+\.amazonaws\.com(\.cn)?)$/.test(principal)) return [];
  const [, name = principal] = /^arn:[\w-]+:(?:iam|sts)::\d{12}:[\w-]+\/(.+)$/.exec(principal) ?? [];
  return [name];
}
