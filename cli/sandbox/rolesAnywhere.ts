import { X509Certificate } from "node:crypto";
import { stsChecks } from "../requests/sts";
import { badCredentials, Refused, unknown } from "./errors";
import type { Incoming } from "./incoming";
import { parsed } from "./members";
import type { Made } from "./models";
import type { Asked, Sandbox } from "./services";
import type { Session } from "./sessions";
import { assume, refusalOf } from "./sts";

const page = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html";

/**
 * Who shows a certificate: its names are tags. Neither its signature nor the chain to an authority is checked.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function holderOf({ headers }: Incoming): Session {
  const certificate = read(headers["x-amz-x509"]);
  if (!certificate) throw new Refused(badCredentials("rolesanywhere", "unknown"));
  const principal = "rolesanywhere.amazonaws.com";
  return {
    ...{ principalArn: principal, arn: principal, role: undefined, policy: undefined, transitive: [] },
    ...{ accessKeyId: certificate.serialNumber.toLowerCase(), secretAccessKey: "", sessionToken: undefined },
    tags: { ...named("x509Subject", certificate.subject), ...named("x509Issuer", certificate.issuer) },
    ...{ sourceIdentity: undefined, begun: new Date(), ends: Date.parse(certificate.validTo) },
  };
}

function read(sent = ""): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(sent, "base64"));
  } catch {
    return undefined;
  }
}

/** `CN=backend` and its like, a line each. */
function named(prefix: string, names: string): Record<string, string> {
  const fields = [...names.matchAll(/^([^=]+)=(.*)$/gm)];
  return Object.fromEntries(fields.map(([, field, value = ""]) => [`${prefix}/${field}`, value]));
}

/** CreateSession, which assumes the role in the name of who holds the certificate. */
export function rolesAnywhereAsked(
  { model, sessions }: Sandbox,
  { method, path, query }: Incoming,
  body: Buffer,
  holder: Session,
): Asked {
  if (`${method} ${path}` !== "POST /sessions")
    throw new Refused(unknown("rolesanywhere", "Roles Anywhere: only CreateSession is decided here."));
  const sent = { ...query, ...parsed(body, "rolesanywhere") } as Record<string, string | undefined>;
  const { roleArn = "", trustAnchorArn = "", roleSessionName = holder.accessKeyId, durationSeconds } = sent;
  const asked = {
    ...{
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      DurationSeconds: Number(durationSeconds ?? 3600),
    },
    ...{ SourceIdentity: holder.tags["x509Subject/CN"], Tags: holder.tags, TransitiveTagKeys: [] },
  };
  const source = { "aws:SourceArn": trustAnchorArn, "aws:SourceAccount": trustAnchorArn.split(":")[4] ?? "" };
  const checks = stsChecks("AssumeRole", asked).map(({ context, ...check }) => ({
    ...check,
    context: { ...context, ...source },
  }));
  const role = model.roles.find(({ arn }) => arn === roleArn);
  return {
    ...{ operation: "CreateSession", page, checks },
    answer: async () => {
      const fault = refusalOf(asked, holder, role);
      if (fault || !role) throw new Refused(fault ?? unknown("rolesanywhere", "There is no such role."));
      return created(assume(asked, holder, role, sessions)[1], roleArn, trustAnchorArn);
    },
  };
}

function created(session: Session, roleArn: string, trustAnchorArn: string): Made {
  const { accessKeyId, secretAccessKey, sessionToken, arn, sourceIdentity, ends = 0 } = session;
  const expiration = new Date(ends).toISOString().replace(/\.\d+/, "");
  const user = { arn, assumedRoleId: `AROASANDBOX0000000000:${arn.split("/").at(-1)}` };
  const credentials = { accessKeyId, secretAccessKey, sessionToken, expiration };
  return {
    status: 201,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      credentialSet: [{ assumedRoleUser: user, credentials, packedPolicySize: 6, roleArn, sourceIdentity }],
      subjectArn: trustAnchorArn.replace(/trust-anchor\/.*/, "subject/11111111-1111-4111-8111-111111111111"),
    }),
  };
}
