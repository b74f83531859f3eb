import { parseJson } from "../diff/json";
import { isMap } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { opened } from "../plan/secrets";
import { nameOf } from "../review/roles";
import { property } from "../review/stack";
import { type Area, type Check, check, type Finding } from "./check";

/** The policy that the same stack gives a bucket or a key. */
export interface Planned {
  /** Undefined where it gives none, or one that cannot be read. */
  planned: string | undefined;
  /** Says that it gives one that cannot be read. */
  unread: Finding[];
}

const unreadable: Finding = {
  result: "not judged",
  what: "the policy that the stack gives it cannot be read here: take --state, exported with --show-secrets",
};

/** Of a bucket, by its name. */
export function plannedForBucket(resources: ResourceState[], name: string): Planned {
  const isOfIt = (one: ResourceState) => property(one, "bucket") === name;
  return plannedBy(
    managed(resources, ofBuckets.policies, isOfIt),
    managed(resources, ofBuckets.owners, isOfIt),
  );
}

/** Of a key, by its ARN. */
export function plannedForKey(resources: ResourceState[], arn: string): Planned {
  const isIt = (id: unknown) => typeof id === "string" && id !== "" && (id === arn || arn.endsWith(`/${id}`));
  return plannedBy(
    managed(resources, ofKeys.policies, (one) => isIt(property(one, "keyId"))),
    managed(resources, ofKeys.owners, (one) => property(one, "arn") === arn),
  );
}

/** Policies of buckets and keys that nobody here can place: those that are looked at may have them. */
export function misplaced(resources: ResourceState[], isKnown: (text: string) => boolean): Check[] {
  return [ofBuckets, ofKeys].flatMap(({ area, policies, owners, id }) => {
    const idOf = (one: ResourceState) => String(property(one, id));
    const made = resources.filter(({ type }) => owners.test(type)).map(idOf);
    const open = resources.filter(
      (one) => policies.test(one.type) && !isKnown(idOf(one)) && !made.includes(idOf(one)),
    );
    return open.map((one) => check(area, nameOf(one), { result: "not judged", what: unplaced[area] }));
  });
}

interface Kind {
  area: Area;
  /** Types of resources that are a policy. */
  policies: RegExp;
  /** Types of what has one, which may give it itself. */
  owners: RegExp;
  /** The property by which both know it. */
  id: string;
}

const ofBuckets = {
  area: "buckets",
  policies: /^aws(:s3\/bucketPolicy:|-native:s3:BucketPolicy$)/,
  owners: /^aws:s3\/bucket(V2)?:/,
  id: "bucket",
} satisfies Kind;
const ofKeys = {
  area: "keys",
  policies: /^aws:kms\/keyPolicy:/,
  owners: /^aws(:kms\/(key|\w+Key):|-native:kms:(Replica)?Key$)/,
  id: "keyId",
} satisfies Kind;

const unplaced = {
  buckets: "for which bucket this policy is only a deployment knows: take --state",
  keys: "for which key this policy is only a deployment knows: take --state",
};

/** What is only read is not of this stack. */
const managed = (resources: ResourceState[], types: RegExp, is: (one: ResourceState) => boolean) =>
  resources.find((one) => types.test(one.type) && !one.external && is(one));

/** That of a resource of its own, or of the bucket or key itself: there what AWS says is in the outputs, whoever asked for it. */
function plannedBy(apart: ResourceState | undefined, owner: ResourceState | undefined): Planned {
  const inputs = owner?.inputs ?? {};
  const policy = apart
    ? (property(apart, "policy") ?? property(apart, "policyDocument"))
    : opened(inputs.policy ?? inputs.keyPolicy);
  if (policy === undefined || policy === null || policy === "") return { planned: undefined, unread: [] };
  // The provider makes a text of an object.
  const planned = typeof policy === "string" ? policy : JSON.stringify(policy);
  return isDocument(planned) ? { planned, unread: [] } : { planned: undefined, unread: [unreadable] };
}

function isDocument(text: string): boolean {
  try {
    return isMap(parseJson(text));
  } catch {
    return false;
  }
}
