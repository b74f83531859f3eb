import { runtime } from "@pulumi/pulumi";
import { hasSecret, revealed, sealedValue } from "./envelope";
import { isObject } from "./fields";
import { goMapJson } from "./goJson";
import type { Attributes } from "./standIns";

/**
 * The inputs that @pulumi/aws takes as a text or as an object, by type: to the provider they are JSON, which Pulumi's bridge
 * makes of the object. All others must be texts, and the engine refuses objects there.
 */
export const documents: Record<string, string> = {
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:elasticsearch/domain:Domain": "accessPolicies",
  "aws:elasticsearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

/** A document that is given as an object, if a resource has one: what is secret in it is marked only there. */
export function documentIn(type: string, inputs: Attributes): object | undefined {
  const given = inputs[documents[type] ?? ""];
  return isObject(given) && isObject(revealed({ given }).value.given) ? given : undefined;
}

/** Inputs as the bridge hands them on: a document as its JSON, which is secret as a whole if a part of it is. */
export function withDocumentText(type: string, inputs: Attributes): Attributes {
  const given = documentIn(type, inputs);
  if (given === undefined) return inputs;
  const json = goMapJson(revealed({ given }).value.given);
  // In a preview a part may come later, and so does the text.
  const text = json.includes(runtime.unknownValue) ? runtime.unknownValue : json;
  return { ...inputs, [documents[type] ?? ""]: hasSecret(given) ? sealedValue(text) : text };
}
