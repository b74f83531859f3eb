import { UsageError } from "../plan/errors";
import type { ResourceState } from "../plan/resources";
import { opened, unreadable } from "../plan/secrets";
import { type Document, documentOf } from "../policy/document";
import type { Place } from "../requests/check";
import { isOf, type ResourcePolicy, resourcePoliciesIn } from "../review/resourcePolicies";
import { documentsOn } from "../review/roles";
import { property, stackOf } from "../review/stack";
import { list } from "../review/statement";

/** A role of the stack and all that decides what its sessions may do. */
export interface Role {
  arn: string;
  name: string;
  trust: Document;
  policies: Document[];
  boundary: Document | undefined;
  /** Seconds. */
  maxSessionDuration: number;
}

export interface Bucket {
  name: string;
  /** The account that owns it. */
  owner: string;
  policy: Document | undefined;
  /** ARN of the key that encrypts what asks for no other; undefined where that is not KMS. */
  key: string | undefined;
}

export interface Key {
  arn: string;
  tags: Record<string, string>;
  policy: Document | undefined;
}

/** What a stack says of who may do what with which data. */
export interface Model {
  place: Place;
  /** The inputs of its first HipaaIamComponent. */
  inputs: Record<string, unknown>;
  roles: Role[];
  buckets: Bucket[];
  keys: Key[];
  secrets: { arn: string; key: string | undefined }[];
  /** What is not known, in words. */
  notes: string[];
}

const component = "hipaa-iam:index:HipaaIamComponent";
const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Reads the resources of a stack, as they would be or as they are. */
export function modelOf(resources: ResourceState[]): Model {
  const ofType = (type: string) => resources.filter((one) => one.type === type);
  const components = ofType(component).map(({ inputs }) => opened(inputs) as Record<string, unknown>);
  const [inputs] = components;
  const masterKey = text(inputs?.kmsMasterKeyArn);
  if (!inputs || !masterKey) {
    throw new UsageError("There is no HipaaIamComponent in the stack, or its kmsMasterKeyArn is not known.");
  }
  const [, partition = "aws", , ofKey = "", accountOfKey = ""] = masterKey.split(":");
  const notes: string[] = [];
  const roles = ofType("aws:iam/role:Role").map((role) => roleOf(role, resources, notes));
  const accountId = roles[0]?.arn.split(":")[4] || accountOfKey;
  const region = regionOf(roles) ?? ofKey;
  if (region !== ofKey) {
    notes.push(
      `kmsMasterKeyArn is of the Region ${ofKey}, the stack of ${region}: KMS and S3 of ${region} know no such key. Give one of ${region}.`,
    );
  }
  const place = { partition, accountId, region };
  const policies = resourcePoliciesIn(resources);
  return {
    ...{ place, inputs, roles, notes },
    buckets: bucketsOf(components, resources, policies, place),
    keys: keysOf(components, resources, policies),
    secrets: components.flatMap(({ secretArns, secretsKmsKeyArn }) =>
      list(secretArns).map((arn) => ({ arn, key: text(secretsKmsKeyArn) })),
    ),
  };
}

/** The provider's Region: its models are the first that the policy for Bedrock names. */
function regionOf(roles: Role[]): string | undefined {
  const statements = roles.flatMap(({ policies }) => policies).flatMap(({ statements }) => statements);
  return statements.find(({ sid }) => sid === "InvokeClaude")?.resource.patterns[0]?.split(":")[3];
}

function roleOf(state: ResourceState, resources: ResourceState[], notes: string[]): Role {
  const stack = stackOf(resources);
  const name = String(property(state, "name"));
  const found = documentsOn(state, stack).flatMap((one) => {
    if (one.text !== undefined) return [{ ...one, document: read(one.name, one.text) }];
    notes.push(
      `${name} has ${one.name}, whose text is not in the stack: what only it allows is refused here.`,
    );
    return [];
  });
  const boundaryArn = text(property(state, "permissionsBoundary"));
  const [boundary] = stack.policies.get(boundaryArn ?? "") ?? [];
  if (boundaryArn && !boundary) {
    notes.push(
      `${name} has the boundary ${boundaryArn}, whose text is not in the stack: it is not enforced here.`,
    );
  }
  const [trust] = found.filter(({ kind }) => kind === "trust policy");
  return {
    arn: String(property(state, "arn")),
    name,
    trust: trust?.document ?? { name, statements: [] },
    policies: found.filter(({ kind }) => kind !== "trust policy").map(({ document }) => document),
    boundary: boundary && read(boundaryArn ?? "", property(boundary, "policy")),
    maxSessionDuration: Number(property(state, "maxSessionDuration") ?? 3600),
  };
}

/** A document that cannot be read decides nothing: the sandbox would guess. */
function read(name: string, content: unknown): Document {
  if (content === unreadable) {
    throw new UsageError(`${name} is encrypted: give what \`pulumi stack export --show-secrets\` prints.`);
  }
  const document = documentOf(name, typeof content === "string" ? JSON.parse(content) : content);
  if (document.fault) throw new UsageError(`${name} cannot be read: ${document.fault.why}.`);
  return document;
}

function bucketsOf(
  components: Record<string, unknown>[],
  resources: ResourceState[],
  policies: ResourcePolicy[],
  place: Place,
): Bucket[] {
  const known = components.flatMap((inputs) =>
    ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"].map((arg) => ({
      name: String(inputs[arg]).split(":").at(-1) ?? "",
      owner: text(inputs.bucketOwnerAccountId) ?? place.accountId,
      masterKey: text(inputs.kmsMasterKeyArn),
    })),
  );
  const encryptionType =
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  return known.map(({ name, owner, masterKey }) => {
    const policy = policies.find((one) => one.kind === "bucket" && isOf(one, name));
    const encryption = resources.find(
      (one) => one.type === encryptionType && property(one, "bucket") === name,
    );
    return {
      ...{ name, owner },
      policy: policy && read(`bucket policy of ${name}`, policy.content),
      key: encryption ? keyOfRules(property(encryption, "rules")) : masterKey,
    };
  });
}

function keyOfRules(rules: unknown): string | undefined {
  const [rule] = [rules ?? []].flat() as {
    applyServerSideEncryptionByDefault?: { kmsMasterKeyId?: string };
  }[];
  return rule?.applyServerSideEncryptionByDefault?.kmsMasterKeyId;
}

function keysOf(
  components: Record<string, unknown>[],
  resources: ResourceState[],
  policies: ResourcePolicy[],
): Key[] {
  const named = components.flatMap(({ kmsMasterKeyArn, secretsKmsKeyArn }) =>
    list([kmsMasterKeyArn, secretsKmsKeyArn]),
  );
  const managed = resources.filter(({ type }) => type === "aws:kms/key:Key");
  const arns = new Set([
    ...named.filter((arn) => arn.startsWith("arn:")),
    ...managed.map((key) => String(property(key, "arn"))),
  ]);
  return [...arns].map((arn) => {
    const id = arn.split("/").at(-1);
    const key = managed.find((one) => property(one, "arn") === arn);
    const policy = policies.find((one) => one.kind === "key" && isOf(one, arn));
    return {
      arn,
      tags: (key ? (property(key, "tags") ?? {}) : {}) as Record<string, string>,
      policy: policy && read(`key policy of ${id}`, policy.content),
    };
  });
}
