/** Events in the shapes that CloudTrail has for them. */
const account = "123456789012";
export const masterKey = `arn:aws:kms:us-east-1:${account}:key/11111111-1111-4111-8111-111111111111`;
const otherKey = masterKey.replace(/key\/.*/, "key/99999999-9999-4999-8999-999999999999");
const role = `arn:aws:iam::${account}:role/hipaa-app-backend-dev`;
const session = `arn:aws:sts::${account}:assumed-role/hipaa-app-backend-dev/railway-backend`;

const identity = {
  type: "AssumedRole",
  principalId: "AROAEXAMPLEEXAMPLEEXA:railway-backend",
  arn: session,
  accountId: account,
  accessKeyId: "ASIAEXAMPLEEXAMPLEEX",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROAEXAMPLEEXAMPLEEXA",
      arn: role,
      accountId: account,
      userName: "hipaa-app-backend-dev",
    },
    attributes: { creationDate: "2026-11-29T10:00:00Z", mfaAuthenticated: "false" },
  },
};

export const event = (source: string, eventName: string, rest: object) => ({
  eventVersion: "1.11",
  userIdentity: identity,
  eventTime: "2026-11-29T10:15:30Z",
  eventSource: `${source}.amazonaws.com`,
  eventName,
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.7",
  userAgent: "[Boto3/1.44.8 md/Botocore#1.44.8]",
  recipientAccountId: account,
  eventType: "AwsApiCall",
  tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256" },
  ...rest,
});

export const refusal = (action: string, resource: string, why: string) => ({
  errorCode: "AccessDenied",
  errorMessage: `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
});

/** A data event of S3: parameters of the query and headers stand beside each other. */
export const s3Event = (
  eventName: string,
  bucketName: string,
  key: string,
  params: object = {},
  rest: object = {},
) =>
  event("s3", eventName, {
    requestParameters: { bucketName, Host: `${bucketName}.s3.us-east-1.amazonaws.com`, key, ...params },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: 0,
      AuthenticationMethod: "AuthHeader",
      "x-amz-id-2": "abc=",
      bytesTransferredOut: 243,
    },
    readOnly: false,
    resources: [
      { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucketName}/${key}` },
      { accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucketName}` },
    ],
    managementEvent: false,
    eventCategory: "Data",
    ...rest,
  });

export const overwriting = s3Event(
  "PutObject",
  "example-dev-backups",
  "x",
  { "x-amz-server-side-encryption": "aws:kms" },
  refusal(
    "s3:PutObject",
    '"arn:aws:s3:::example-dev-backups/x"',
    "with an explicit deny in an identity-based policy",
  ),
);
export const listing = event("s3", "ListObjects", {
  requestParameters: {
    "list-type": "2",
    bucketName: "example-dev-documents",
    "encoding-type": "url",
    Host: "example-dev-documents.s3.us-east-1.amazonaws.com",
  },
  ...refusal(
    "s3:ListBucket",
    '"arn:aws:s3:::example-dev-documents"',
    "because no identity-based policy allows the s3:ListBucket action",
  ),
});
/** KMS leaves out the parameters of what it refuses. */
export const keyDeletion = event("kms", "ScheduleKeyDeletion", {
  requestParameters: null,
  resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: masterKey }],
  ...refusal("kms:ScheduleKeyDeletion", masterKey, "with an explicit deny in an identity-based policy"),
});
export const tenantKey = event("kms", "Decrypt", {
  requestParameters: { encryptionContext: { tenant: "42" }, encryptionAlgorithm: "SYMMETRIC_DEFAULT" },
  resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: otherKey }],
  ...refusal("kms:Decrypt", otherKey, "because no identity-based policy allows the kms:Decrypt action"),
});
export const used = event("kms", "GenerateDataKey", {
  requestParameters: {
    keyId: masterKey,
    keySpec: "AES_256",
    encryptionContext: { "aws:s3:arn": "arn:aws:s3:::example-dev-backups" },
  },
  resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: masterKey }],
});
const assumption = (roleArn: string, more: object = {}) =>
  event("sts", "AssumeRole", {
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:aws:iam::${account}:user/railway`,
      accountId: account,
      userName: "railway",
    },
    requestParameters: { roleArn, roleSessionName: "railway-backend", durationSeconds: 3600, ...more },
    errorCode: "AccessDenied",
    errorMessage: `User: arn:aws:iam::${account}:user/railway is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  });
export const assuming = assumption(role);
export const assumingWith = (externalId: string) => assumption(role, { externalId });
export const assumingAnother = assumption(role.replace(/dev$/, "prod"));
export const streaming = event("bedrock", "ConverseStream", {
  requestParameters: { modelId: "anthropic.claude-haiku-5-5" },
  ...refusal(
    "bedrock:InvokeModelWithResponseStream",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5",
    "because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action",
  ),
});
export const stranger = event("s3", "GetObject", {
  userIdentity: {
    ...identity,
    arn: `arn:aws:sts::${account}:assumed-role/admin/me`,
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/admin` } },
  },
  requestParameters: { bucketName: "example-dev-backups", key: "x" },
});
export const otherService = event("ec2", "RunInstances", { requestParameters: {} });
/** What these policies allow, refused all the same. */
export const organization = s3Event(
  "GetObject",
  "example-dev-documents",
  "tenants/1/a",
  {},
  refusal(
    "s3:GetObject",
    '"arn:aws:s3:::example-dev-documents/tenants/1/a"',
    "with an explicit deny in a service control policy",
  ),
);
export const overwritingRefusedAbove = {
  ...overwriting,
  ...refusal(
    "s3:PutObject",
    '"arn:aws:s3:::example-dev-backups/x"',
    "with an explicit deny in a service control policy",
  ),
};
/** KMS does not say which key a ciphertext is of. */
export const ciphertext = event("kms", "Decrypt", {
  requestParameters: null,
  errorCode: "AccessDenied",
  errorMessage: `User: ${session} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
});
export const noSuchKey = {
  requestParameters: { keyId: "alias/nope" },
  resources: undefined,
  errorCode: "NotFoundException",
};
export const deletion = event("s3", "DeleteObjects", {
  requestParameters: { bucketName: "example-dev-documents", delete: "" },
  resources: [
    { type: "AWS::S3::Object", ARNPrefix: "arn:aws:s3:::example-dev-documents/" },
    { accountId: account, type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::example-dev-documents" },
  ],
});

/** The event of what AWS let through. */
export const letThrough = <T extends object>(event: T) => ({
  ...event,
  ...{ errorCode: undefined, errorMessage: undefined },
});
export const writing = s3Event("PutObject", "example-dev-documents", "tenants/1/a");
