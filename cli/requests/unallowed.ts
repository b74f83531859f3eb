import type { Tested } from "../policy/request";

const secrets = "set secretArns: the role reads the secrets that are listed there";
const provisioning = 'let the role that provisions keys do it, or set tenantKeyProvisioning: "application"';

/** What the role's options say of actions that no statement has. */
export const ofAction: Record<string, string> = {
  "bedrock:InvokeModelWithResponseStream":
    "call without streaming, or set bedrockStreaming: true (many clients stream by default)",
  "bedrock:GetInferenceProfile":
    "give the client the model's id as well, so that it need not ask for the profile",
  "bedrock:CountTokens": "let the client not count tokens, or set bedrockCountTokens: true",
  "bedrock:ApplyGuardrail":
    "send no guardrail, or set bedrockGuardrailArn; for one that the account enforces, bedrockEnforcedGuardrailArns",
  ...{ "secretsmanager:GetSecretValue": secrets, "secretsmanager:DescribeSecret": secrets },
  ...{ "kms:CreateKey": provisioning, "kms:TagResource": provisioning },
  "kms:EnableKeyRotation": provisioning,
  "s3:GetBucketLocation": "give the client the Region, so that it need not ask",
  "s3:ListAllMyBuckets": "give the client the bucket's name: the role lists no buckets",
  "s3:ListBucketMultipartUploads":
    "store in one piece, so that the client looks for no unfinished upload (minio for JavaScript: partSize: 5 * 1024 ** 3, and tell the size of a stream)",
  "s3:CreateBucket": "tell the client that the bucket is there (rclone: --s3-no-check-bucket)",
  "s3:PutObjectAcl": "send no ACL: the bucket's owner owns what is in it",
  "s3:PutObjectTagging": "send no tags with the upload",
  "s3:GetObjectTagging": "copy without the tags (AWS CLI 2: --copy-props metadata-directive)",
};

/** Of all other actions. What is refused without a deny another policy can allow. */
export const noOption = (action: string) =>
  `no statement allows ${action}, on whatever resource, and no option of this package lets the role; let the client do without it, or another policy has to allow it`;

/** What becomes of an upload that may not be aborted. */
const parts =
  "the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself";

/** Of an abort, where it is not known what came before: whether a write there has to send If-None-Match is. */
export const ofAbort = (isOnce: boolean) =>
  isOnce
    ? `the client cleans up an upload that failed or that it broke off; was the request refused that ends it? then send If-None-Match: * with that one; ${parts}`
    : `the client cleans up an upload that failed or that it broke off; ${parts}`;

/** Of an abort whose upload was refused before. */
export const ofAbortAfter = (operation: string, advice: string) =>
  `${operation} was refused before, so the client cleans up: ${advice}; ${parts}`;

export const isIfNoneMatch = ({ key }: Tested) => /^s3:if-none-match$/i.test(key);
