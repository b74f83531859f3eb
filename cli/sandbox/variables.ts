import { UsageError } from "../plan/errors";
import type { Model } from "./model";
import { credentials, type Session, sessionArn } from "./sessions";

/** The principal whose keys the backend has, before it assumes the role: the first that the trust policy names. */
export function callerOf({ place, inputs }: Model): Session {
  const [named] = [inputs.trustedPrincipalArns ?? []].flat().filter((arn) => !String(arn).endsWith(":root"));
  const principalArn = String(named ?? `arn:${place.partition}:iam::${place.accountId}:user/developer`);
  const nothing = { role: undefined, policy: undefined, sourceIdentity: undefined, ends: undefined };
  const plain = { tags: {}, transitive: [], begun: new Date() };
  return { ...credentials(false), ...nothing, ...plain, principalArn, arn: principalArn };
}

/** Of the backend's role, as if it had been assumed. */
export function sessionOfRole({ roles }: Model, tags: Record<string, string>): Session {
  const role = roles.find(({ name }) => name.startsWith("hipaa-app-backend-"));
  if (!role) throw new UsageError("There is no role hipaa-app-backend-... in the stack.");
  const arn = sessionArn(role.arn, "sandbox");
  const more = { policy: undefined, sourceIdentity: undefined, transitive: [], ends: undefined };
  return { ...credentials(true), ...more, principalArn: role.arn, arn, role, tags, begun: new Date() };
}

/** What clients read from their environment. */
export function variablesOf(
  { place, roles, inputs, buckets }: Model,
  { accessKeyId, secretAccessKey, sessionToken, role }: Session,
  port: number,
  { bundle, authority }: { bundle: string; authority: string },
  isDeployed: boolean,
): Record<string, string> {
  const backend = roles.find(({ name }) => name.startsWith("hipaa-app-backend-")) ?? roles[0];
  const [documents, backups, auditLogs] = buckets.map(({ name }) => name);
  // What a deployed stack keeps secret is not printed.
  const externalId = isDeployed
    ? "$(pulumi config get externalId)"
    : String(inputs.externalId ?? "railway-hipaa-app");
  return {
    AWS_ENDPOINT_URL: `https://127.0.0.1:${port}`,
    // The SDK for Go takes nothing else when a profile assumes the role (config 1.33.18).
    AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}`,
    AWS_CA_BUNDLE: bundle,
    NODE_EXTRA_CA_CERTS: authority,
    SSL_CERT_FILE: bundle,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken ?? "",
    AWS_EC2_METADATA_DISABLED: "true",
    ...(role ? {} : { APP_IAM_ROLE_ARN: backend?.arn ?? "", EXTERNAL_ID: externalId }),
    ...{
      DOCUMENTS_BUCKET: documents ?? "",
      BACKUPS_BUCKET: backups ?? "",
      AUDIT_LOGS_BUCKET: auditLogs ?? "",
    },
    MASTER_KEY_ARN: String(inputs.kmsMasterKeyArn),
  };
}

export function exportsOf(variables: Record<string, string>): string {
  const quoted = (value: string) =>
    value.startsWith("$(")
      ? `"${value}"`
      : /^[\w@%+=:,./-]+$/.test(value)
        ? value
        : `'${value.replaceAll("'", "'\\''")}'`;
  const lines = Object.entries(variables).map(([name, value]) =>
    value === "" ? `unset ${name}` : `export ${name}=${quoted(value)}`,
  );
  return [
    ...lines,
    "unset AWS_BEARER_TOKEN_BEDROCK AWS_PROFILE",
    "",
    "# A line for each request. Ctrl-C ends the sandbox.",
    "",
  ].join("\n");
}
