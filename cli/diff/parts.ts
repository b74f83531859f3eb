import type { Part } from "../policy/document";
import { contains, type Glob, globOf, hasVariable, overlap, withinSegments } from "../policy/glob";
import { lowerCase } from "../policy/scalars";

/** How patterns of one sort compare. */
export interface Sort {
  /** Whether the outer pattern is sure to match all that the inner one does. */
  contains(outer: string, inner: string): boolean;
  /** Whether nothing is sure to match both. */
  apart(one: string, other: string): boolean;
  /** Whether the two have to do with each other, for those who read of them. */
  related(one: string, other: string): boolean;
  hasVariable(pattern: string): boolean;
  /** Whether what is excepted is sure to be what is named alone, and nothing else that this holds. */
  exceptsNamedAlone?: true;
}

/** IAM does not tell upper from lower case in actions. Every action has a colon, so `*:*` is all of them. */
export const actions = sortOf((text) => [
  globOf(text === "*:*" ? "*" : lowerCase(text), { wildcards: true, variables: false }),
]);

/**
 * A `*` at the end of a segment of an ARN goes beyond the colon; whether others do is not said. What holds either way is
 * certain.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const resources = (variables: boolean) => (variables ? withVariables : withoutVariables);
const [withVariables, withoutVariables] = [resourcesWhere(true), resourcesWhere(false)];

function resourcesWhere(variables: boolean): Sort {
  return sortOf((text) => {
    const glob = globOf(text, { wildcards: true, variables });
    return [glob, withinSegments(glob)];
  });
}

/** `waysOf` gives each way to read a pattern, the widest first. */
function sortOf(waysOf: (text: string) => Glob[]): Sort {
  const known = new Map<string, Glob[]>();
  const read = (text: string): Glob[] => {
    const found = known.get(text) ?? waysOf(text);
    known.set(text, found);
    return found;
  };
  const widest = (text: string): Glob => read(text)[0] ?? [];
  const meet = (one: string, other: string) => overlap(widest(one), widest(other));
  return {
    contains: (outer, inner) => {
      if (outer === inner || outer === "*") return true;
      const ways = read(inner);
      return read(outer).every((glob, way) => contains(glob, ways[way] ?? []));
    },
    apart: (one, other) => !meet(one, other),
    related: meet,
    hasVariable: (text) => hasVariable(widest(text)),
  };
}

/**
 * An account, as its ID or as its root, holds its users and roles. IAM takes no wildcard here but everybody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const principals: Sort = {
  contains: (outer, inner) => {
    if (outer === "*" || outer === inner) return true;
    const [account, other] = [accountOf(outer), accountOf(inner) ?? ownerOf(inner)];
    if (!account || !other || account.id !== other.id) return false;
    return account.partition === other.partition || !account.partition || !other.partition;
  },
  apart: () => false,
  related: (one, other) => principals.contains(one, other) || principals.contains(other, one),
  hasVariable: () => false,
  exceptsNamedAlone: true,
};

/**
 * Whom the policy of a resource grants to: an account may pass it on by its own policies, while a user or role of the
 * resource's account that is named needs none of these.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export const grantees: Sort = {
  ...principals,
  contains: (outer, inner) =>
    principals.contains(outer, inner) && (outer === "*" || outer === inner || !ownerOf(inner)),
};

interface Account {
  /** Undefined where the ID stands alone. */
  partition: string | undefined;
  id: string;
}

/** The account that a principal stands for. */
function accountOf(principal: string): Account | undefined {
  const [, partition, id] = /^AWS:(?:arn:([\w-]+):iam::)?(\d{12})(?::root)?$/.exec(principal) ?? [];
  return id === undefined ? undefined : { partition, id };
}

/** The account that a user or a role is of. */
function ownerOf(principal: string): Account | undefined {
  const [, partition, id] = /^AWS:arn:([\w-]+):iam::(\d{12}):(?:user|role)\/./.exec(principal) ?? [];
  return id === undefined ? undefined : { partition, id };
}

const different = ({ patterns }: Part) => [...new Set(patterns)].sort();

/**
 * Whether one part is sure to hold all that the other does. Of NotPrincipal only the same is: an account in it does not
 * exempt its roles.
 */
export function covers(outer: Part, inner: Part, sort: Sort): boolean {
  if (!inner.not && !outer.not) return inner.patterns.every((one) => some(outer, one, sort));
  if (!inner.not) return inner.patterns.every((one) => outer.patterns.every((not) => sort.apart(one, not)));
  if (!outer.not) return outer.patterns.includes("*");
  if (sort.exceptsNamedAlone) return JSON.stringify(different(outer)) === JSON.stringify(different(inner));
  return outer.patterns.every((not) =>
    // What IAM makes of a variable that stands for nothing is not known here.
    sort.hasVariable(not) ? inner.patterns.includes(not) : some(inner, not, sort),
  );
}

function some(part: Part, pattern: string, sort: Sort): boolean {
  return part.patterns.some((outer) => sort.contains(outer, pattern));
}

/** Whether two parts have to do with each other. */
export function meet(one: Part, other: Part, sort: Sort): boolean {
  if (one.not || other.not) return true;
  return one.patterns.some((a) => other.patterns.some((b) => sort.related(a, b)));
}
