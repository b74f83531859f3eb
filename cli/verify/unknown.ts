import { parseJson, textOf } from "../diff/json";
import { withTexts } from "../plan/fields";
import type { Deployment } from "../review/deployment";
import { componentsIn } from "../review/reviewing";
import { documentsOn } from "../review/roles";
import { property, stackOf } from "../review/stack";
import { type Aws, NotSeen } from "./aws";
import { type Bound, bind, filled, markersIn, type Open } from "./bind";
import { at } from "./bucket";
import { bucketsOf } from "./buckets";
import { type Area, type Check, check } from "./check";
import { expectedOf } from "./expected";
import { isOfAws, livePolicy, liveRole } from "./live";
import { plannedForKey } from "./planned";
import { statementsOf } from "./principals";

/** A role, bucket or key: what the program's documents say of it, and how to read those of the account. */
interface Place {
  area: Area;
  of: string;
  documents: unknown[];
  read(): Promise<unknown[]>;
}

/**
 * A program that is run offline does not know the ARN of a key that it makes itself, the end of a name that Pulumi makes, or
 * an encrypted external ID. Where a live statement is the program's but for such values, its values are taken, and told as
 * not judged. What roles say comes first: which buckets and keys there are stands in their policies.
 */
export async function withLiveValues(aws: Aws, deployment: Deployment, region: string) {
  const { shown } = deployment;
  if (!shown) return { deployment, checks: [] };
  const bound: Bound = new Map();
  const checks: Check[] = [];
  const open = (text: string): Open => ({ text, shown: shown(text) });
  const now = (): Deployment => ({
    ...deployment,
    resources: withTexts(deployment.resources, (text) => filled(open(text), bound)),
  });
  for (const placesOf of [rolesIn, resourcesIn]) {
    for (const { area, of, documents, read } of placesOf(aws, now(), region)) {
      const statements = documents.flatMap(statementsIn).map((one) => open(textOf(one)));
      const unknown = statements.filter((one) => markersIn(one).length > 0);
      if (unknown.length === 0) continue;
      const live = (await seen(read)).flatMap(statementsIn).map(textOf);
      for (const one of unknown) bind(one, live, bound);
      checks.push(...taken(area, of, unknown, bound));
    }
  }
  const secrets = [...bound]
    .filter(([marker]) => marker.startsWith("unknown(config "))
    .map(([, value]) => value);
  return { deployment: { ...now(), secrets: [...deployment.secrets, ...secrets] }, checks };
}

function rolesIn(aws: Aws, { resources }: Deployment): Place[] {
  const stack = stackOf(resources);
  const roles = componentsIn(resources).flatMap((component) => component.roles);
  return roles.map(({ role }): Place => {
    const name = String(property(role, "name"));
    const documents = documentsOn(role, stack).map(({ text }) => text);
    return { area: "roles", of: name, documents, read: () => documentsOf(aws, name) };
  });
}

/** Those that are known by now. */
function resourcesIn(anywhere: Aws, deployment: Deployment, region: string): Place[] {
  return expectedOf(deployment, region).flatMap((component): Place[] => {
    const { scope, isKnown } = component;
    const aws = anywhere.in(scope.region);
    const buckets = bucketsOf(component, [], deployment.resources, []).filter(({ arn }) => isKnown(arn));
    const key = scope.kmsMasterKeyArn;
    return [
      ...buckets.map((bucket): Place => {
        const absent = ["NoSuchBucket", "NoSuchBucketPolicy"];
        const read = async () => [(await aws.call("s3", "GetBucketPolicy", at(bucket), absent))?.Policy];
        return { area: "buckets", of: bucket.name, documents: [bucket.planned], read };
      }),
      ...(isKnown(key) ? [masterKey(anywhere, key, plannedForKey(deployment.resources, key).planned)] : []),
    ];
  });
}

function masterKey(anywhere: Aws, KeyId: string, planned: string | undefined): Place {
  const aws = anywhere.in(KeyId.split(":")[3] ?? "");
  const asked = { KeyId, PolicyName: "default" };
  const read = async () => [(await aws.call("kms", "GetKeyPolicy", asked, ["NotFoundException"]))?.Policy];
  return { area: "keys", of: KeyId, documents: [planned], read };
}

/** What was taken, of which place. What may be a secret is told by its origin alone. */
function taken(area: Area, of: string, statements: Open[], bound: Bound): Check[] {
  const details = [...new Set(statements.flatMap(markersIn))].sort().flatMap((marker) => {
    const value = bound.get(marker);
    if (value === undefined) return [];
    const origin = marker.slice("unknown(".length, -1);
    const isName = /, (end of \w+|arn|keyId)$/.test(origin);
    return [isName ? `${origin}: ${value}` : origin];
  });
  const what =
    "taken from the account, not checked: what of the program only a deployment knows. --state checks it too";
  return details.length > 0 ? [check(area, of, { result: "not judged", what, details })] : [];
}

async function documentsOf(aws: Aws, name: string): Promise<unknown[]> {
  const role = await liveRole(aws, name);
  if (!role) return [];
  const own = role.attached.filter((arn) => !isOfAws(arn));
  const policies = await Promise.all(own.map((arn) => livePolicy(aws, arn)));
  return [
    role.trust,
    ...role.inline.map(({ policy }) => policy),
    ...policies.map(({ document }) => document),
  ];
}

async function seen(read: () => Promise<unknown[]>): Promise<unknown[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotSeen) return []; // Told where it is looked at.
    throw error;
  }
}

function statementsIn(text: unknown): unknown[] {
  if (typeof text !== "string") return statementsOf(text);
  try {
    return statementsOf(parseJson(text));
  } catch {
    return []; // Told where it is looked at.
  }
}
