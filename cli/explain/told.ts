import { type Fields, fieldsOf } from "../plan/fields";
import type { Question } from "./question";

/**
 * Keys of which an event of CloudTrail would hold what was sent: without it nothing was. Any other key may have had a
 * value that the event does not show, such as a header that is in no event, or a tag of the session or of the key.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const shown = [
  /^aws:(RequestTag\/.*|TagKeys|SourceIdentity|SourceVpce|ViaAWSService)$/i,
  /^s3:(prefix|delimiter|max-keys|VersionId|ObjectCreationOperation)$/i,
  /^s3:x-amz-(acl|grant-.*|copy-source|storage-class|server-side-encryption.*)$/i,
  /^kms:(EncryptionContext(Keys|:.*)|EncryptionAlgorithm|SigningAlgorithm|MacAlgorithm|MessageType)$/i,
  /^kms:(BypassPolicyLockoutSafetyCheck|ScheduleKeyDeletionPendingWindowInDays|DataKeyPairSpec)$/i,
  /^kms:(GranteePrincipal|GrantOperations|ReplicaRegion|PrimaryRegion|RequestAlias)$/i,
  /^secretsmanager:(SecretId|Name|VersionId|VersionStage|KmsKeyId)$/i,
  /^sts:(ExternalId|RoleSessionName|SourceIdentity|TransitiveTagKeys)$/i,
  /^bedrock:InferenceProfileArn$/i, // The model's id says it.
];

/** Whether a key that is not told was not sent. */
export const isTold = (key: string, tells: Question["tells"]) =>
  tells === "all" || (tells === "most" && shown.some((keys) => keys.test(key)));

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The keys and values that an event tells, whatever the service. */
export function contextOfEvent(event: Fields): Record<string, string> {
  const identity = fieldsOf(event.userIdentity);
  const session = fieldsOf(identity.sessionContext);
  const attributes = fieldsOf(session.attributes);
  const [more, tls] = [fieldsOf(event.additionalEventData), fieldsOf(event.tlsDetails)];
  const address = text(event.sourceIPAddress) ?? "";
  const isEncrypted = tls.tlsVersion !== undefined || more.CipherSuite !== undefined;
  const told: Record<string, string | undefined> = {
    "aws:CurrentTime": text(event.eventTime),
    "aws:MultiFactorAuthPresent": text(attributes.mfaAuthenticated),
    "aws:SecureTransport": isEncrypted ? "true" : undefined,
    "aws:SourceIdentity": text(session.sourceIdentity),
    "aws:SourceIp": /^[\d.:a-f]+$/.test(address) ? address : undefined,
    "aws:SourceVpce": text(event.vpcEndpointId),
    "aws:TokenIssueTime": text(attributes.creationDate),
    "aws:UserAgent": text(event.userAgent),
    "aws:ViaAWSService": String(identity.invokedBy !== undefined),
    "aws:userid": text(identity.principalId),
    "kms:ViaService": viaService(text(identity.invokedBy), text(event.awsRegion)),
    "s3:TlsVersion": /^TLSv(\d\.\d)$/.exec(text(tls.tlsVersion) ?? "")?.[1],
    "s3:authType": authTypes[text(more.AuthenticationMethod) ?? ""],
  };
  const present = Object.entries(told).filter((one): one is [string, string] => one[1] !== undefined);
  return Object.fromEntries(present);
}

const authTypes: Record<string, string> = { AuthHeader: "REST-HEADER", QueryString: "REST-QUERY-STRING" };

/** The service that asked in the caller's name, as KMS has it: s3.us-east-1.amazonaws.com. */
function viaService(invokedBy: string | undefined, region: string | undefined): string | undefined {
  const [, service, suffix] = /^([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)$/.exec(invokedBy ?? "") ?? [];
  return service && region ? `${service}.${region}.${suffix}` : undefined;
}
