import { X509Certificate } from "node:crypto";
import { type Fields, fieldsOf } from "../plan/fields";
import { type Check, present, tagged } from "../requests/check";
import { assumptionChecks, needsNothing, stsChecks } from "../requests/sts";
import { claimsOf, told } from "./who";

/** What STS asked for the event of an assumption. */
export function checksOfSts(event: Fields, params: Fields, roleOf: () => string): Check[] {
  const name = String(event.eventName);
  if (needsNothing.includes(name)) return [];
  const asked = assumptionOf(params, roleOf());
  if (name === "AssumeRoleWithWebIdentity") return assumptionChecks(`sts:${name}`, asked, claimsOf(event));
  if (name === "AssumeRoleWithSAML") {
    const { userName, identityProvider } = fieldsOf(event.userIdentity);
    const asserted = { "saml:sub": told(userName), "saml:namequalifier": told(identityProvider) };
    return assumptionChecks(`sts:${name}`, asked, present(asserted));
  }
  return stsChecks(name, asked);
}

function assumptionOf(params: Fields, RoleArn: string) {
  const tags = [params.tags ?? []].flat().map(fieldsOf);
  const ofToken = Object.entries(fieldsOf(params.principalTags)).map(([key, value]) => [key, String(value)]);
  return {
    RoleArn,
    RoleSessionName: told(params.roleSessionName) ?? "",
    ExternalId: told(params.externalId),
    SourceIdentity: told(params.sourceIdentity),
    Tags: {
      ...Object.fromEntries(ofToken),
      ...Object.fromEntries(tags.map(({ key, value }) => [String(key), String(value)])),
    },
    TransitiveTagKeys: ([params.transitiveTagKeys ?? []].flat() as unknown[]).map(String),
  };
}

/**
 * Roles Anywhere assumes the role in the name of who shows a certificate, whose names are the session's tags.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function checksOfCertificate(params: Fields, roleArn: string): Check[] {
  const certificate = certificateIn(told(params.cert) ?? "");
  const names = certificate ? namesOf("x509Subject", certificate.subject) : {};
  const anchor = told(params.trustAnchorArn);
  const asked = {
    ...assumptionOf(params, roleArn),
    ...{ Tags: names, SourceIdentity: names["x509Subject/CN"] ?? "" },
  };
  return assumptionChecks("sts:AssumeRole", asked, {
    ...tagged("aws:PrincipalTag", names),
    ...present({ "aws:SourceArn": anchor, "aws:SourceAccount": anchor?.split(":")[4] }),
  });
}

function certificateIn(sent: string): X509Certificate | undefined {
  try {
    return new X509Certificate(sent.includes("BEGIN") ? sent : Buffer.from(sent, "base64"));
  } catch {
    return undefined;
  }
}

/** `CN=backend` and its like, a line each. */
function namesOf(prefix: string, names: string): Record<string, string> {
  const fields = [...names.matchAll(/^([^=]+)=(.*)$/gm)];
  return Object.fromEntries(fields.map(([, field, value = ""]) => [`${prefix}/${field}`, value]));
}
