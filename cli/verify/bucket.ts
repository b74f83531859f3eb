import type { documentsBucketPolicy } from "../../components";
import type { Row } from "../access/row";
import { type Aws, whole } from "./aws";
import type { Finding } from "./check";
import type { Planned } from "./planned";
import type { ResourceDocument } from "./validate";

/** What a setting of a bucket is asked with, and what its answer comes to. */
export type Look = (aws: Aws, bucket: Bucket) => Promise<Finding | Finding[]>;

export interface Bucket extends Planned {
  /** What it is for. */
  data: string;
  name: string;
  arn: string;
  /** Whose it has to be. */
  owner: string;
  roleArn: string;
  /** Undefined where only a deployment knows it. */
  keyArn: string | undefined;
  /** Of the role, and of the bucket. */
  accounts: string[];
  /** Written once: backups and audit logs, unless the stack says otherwise. */
  kept: boolean;
  policyOf: typeof documentsBucketPolicy;
  /** What the role is promised of it and its objects, and what it is not. */
  rows: Row[];
  /** Takes the policy that it has. */
  documents: ResourceDocument[];
}

/** What each call names: the bucket, and whose it has to be. */
export const at = ({ name: Bucket, owner: ExpectedBucketOwner }: Bucket) => ({ Bucket, ExpectedBucketOwner });

/** Undefined where S3 says that there is none. */
export const configurationOf = <T>(found: T | undefined, answer: object | undefined, operation: string) =>
  answer && whole(found, "s3", operation);
