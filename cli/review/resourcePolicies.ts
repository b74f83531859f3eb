import type { ResourceState } from "../plan/resources";
import { isSecret, opened } from "../plan/secrets";
import { type Document, documentOf } from "../policy/document";
import { grantedBy } from "./keyGrants";
import { nameOf } from "./roles";
import { property } from "./stack";
import { parsedDocument } from "./statement";

/** What lets somebody use a resource beside the policies of whoever asks. */
export interface ResourcePolicy {
  kind: "bucket" | "key" | "secret" | "grant" | "role";
  /** In words. */
  name: string;
  /** Name of the bucket; ARN of the key, or its ID; ARN of the secret or the role. Undefined where that is not there. */
  of: string | undefined;
  /** Whether that is a resource of the stack. */
  isHere: boolean;
  /** A text or a document. */
  content: unknown;
  isSecret: boolean;
}

/** Where a type has what its policy is of, and the policy. */
type Source = [type: RegExp, kind: Exclude<ResourcePolicy["kind"], "grant">, of: string, policy: string];

const apart: Source[] = [
  [/^aws:s3\/bucketPolicy(V2)?:/, "bucket", "bucket", "policy"],
  [/^aws:kms\/keyPolicy:/, "key", "keyId", "policy"],
  [/^aws:secretsmanager\/secretPolicy:/, "secret", "secretArn", "policy"],
  [/^aws-native:s3:BucketPolicy$/, "bucket", "bucket", "policyDocument"],
  [/^aws-native:secretsmanager:ResourcePolicy$/, "secret", "secretId", "resourcePolicy"],
];

/** What may have a policy of its own. */
const holders: Source[] = [
  [/^aws:s3\/bucket(V2)?:/, "bucket", "bucket", "policy"],
  [/^aws-native:s3:Bucket$/, "bucket", "bucketName", "policy"],
  [/^aws:kms\/\w*[kK]ey:/, "key", "arn", "policy"],
  [/^aws-native:kms:(Replica)?Key$/, "key", "arn", "keyPolicy"],
  [/^aws:secretsmanager\/secret:/, "secret", "arn", "policy"],
  [/^aws:iam\/role:/, "role", "arn", "assumeRolePolicy"],
  [/^aws-native:iam:Role$/, "role", "arn", "assumeRolePolicyDocument"],
];

/** The policies of buckets, keys and secrets in a stack, the trust policies of roles, and the grants of keys. */
export function resourcePoliciesIn(resources: ResourceState[]): ResourcePolicy[] {
  const of = (type: RegExp) => resources.filter((one) => type.test(one.type));
  const policyOf = (one: ResourceState, [, kind, whose, policy]: Source): ResourcePolicy => ({
    ...{ kind, name: `the ${kind} policy ${nameOf(one)}`, ...found(kind, namedBy(one, whose), resources) },
    ...{
      content: property(one, policy),
      isSecret: [one.inputs, one.outputs].some((all) => isSecret(all[policy])),
    },
  });
  const policies = apart.flatMap((source) =>
    of(source[0]).flatMap((one) => {
      const policy = policyOf(one, source);
      // What a plan only reads it does not know, and it is not of the stack.
      return one.external && !documentIn(policy) ? [] : [policy];
    }),
  );
  const own = holders.flatMap((source) =>
    of(source[0]).flatMap((one) => {
      const policy = policyOf(one, source);
      // AWS tells a policy apart of what it is of, too, and a plan has something there that stands for what AWS tells.
      const isApart = policies.some((other) => other.kind === policy.kind && isOf(other, policy.of));
      const isTold = !isApart && documentIn(policy) !== undefined;
      const content = isTold ? policy.content : opened(one.inputs[source[3]]);
      const which = policy.kind === "role" ? "trust policy" : "policy";
      const name = `the ${which} of the ${policy.kind} ${nameOf(one)}`;
      // What is only read a plan does not know. That of a component's own role, which names no role, may be encrypted.
      const isLeft = policy.kind === "role" && !isTold && (one.external || isOfComponent(one));
      return (content ?? "") === "" || isLeft ? [] : [{ ...policy, name, content }];
    }),
  );
  const grants = of(/^aws:kms\/grant:/).map((one): ResourcePolicy => {
    const { keyId, ...content } = grantedBy(one);
    return { kind: "grant", name: `the grant ${nameOf(one)}`, ...found("key", keyId, resources), ...content };
  });
  return [...policies, ...own, ...grants];
}

const isOfComponent = ({ parent = "" }: ResourceState) => /:HipaaIamComponent::/.test(parent);

/** An ARN that is given says which account something is of; the provider may have the ID alone. */
function namedBy(one: ResourceState, whose: string): unknown {
  const given = opened(one.inputs[whose]);
  return typeof given === "string" && given.startsWith("arn:") ? given : property(one, whose);
}

/** What a policy is of. In the stack it is found by whatever names it. */
function found(kind: Source[1], value: unknown, resources: ResourceState[]) {
  const given = typeof value === "string" && value !== "" ? value : undefined;
  const own = holders.flatMap(([type, each, of]) => {
    const isIt = (one: ResourceState) =>
      [one.id, ...["id", "keyId", of].map((name) => property(one, name))].includes(given);
    const some = each === kind && given ? resources.filter((one) => type.test(one.type) && isIt(one)) : [];
    return some.map((one) => property(one, of));
  });
  const told = own.find((one) => typeof one === "string");
  return { of: told ?? given, isHere: own.length > 0 };
}

/** Whether a policy is of a bucket by its name, or of a key or secret by its ARN. */
export const isOf = ({ of }: ResourcePolicy, wanted = "") =>
  of !== undefined && (of === wanted || wanted.endsWith(`/${of}`));

/** Undefined where it is not known, or encrypted, or no policy. */
export function documentIn({ name, content }: ResourcePolicy): Document | undefined {
  const parsed = parsedDocument(content);
  const document = parsed && documentOf(name, parsed);
  return document?.fault ? undefined : document;
}

/** A warning of each that may let a role in, and is not read. */
export function toldOfPolicies(resources: ResourceState[]): string[] {
  const unread = resourcePoliciesIn(resources).filter((one) => !documentIn(one));
  return unread.map(
    ({ name }) => `${name.replace(/^t/, "T")} is not read, and may let the roles of hipaa-iam in.`,
  );
}
