import { documentOf } from "../policy/document";
import type { Assumption } from "../requests/sts";
import { type Fault, malformed, unknown, xml } from "./errors";
import { refuseTwice } from "./members";
import type { Role } from "./model";
import type { Made } from "./models";
import { credentials, type Session, type Sessions, sessionArn } from "./sessions";

/** The form that the query protocol sends. */
export function assumptionOf(form: URLSearchParams): Assumption {
  const listed = (name: string) =>
    [...form.keys()].filter((key) => key.startsWith(`${name}.member.`)).map((key) => key.split(".")[2] ?? "");
  const numbers = (name: string) => [...new Set(listed(name))];
  const text = (name: string) => form.get(name) ?? undefined;
  const duration = text("DurationSeconds");
  const tags = numbers("Tags").map((at): [key: string, value: string] => [
    form.get(`Tags.member.${at}.Key`) ?? "",
    form.get(`Tags.member.${at}.Value`) ?? "",
  ]);
  refuseTwice(
    tags.map(([key]) => key),
    (message) => malformed("sts", message, "InvalidParameterValue"),
  );
  return {
    RoleArn: text("RoleArn") ?? "",
    RoleSessionName: text("RoleSessionName") ?? "",
    ExternalId: text("ExternalId"),
    DurationSeconds: duration === undefined ? undefined : Number(duration),
    SourceIdentity: text("SourceIdentity"),
    Tags: Object.fromEntries(tags),
    TransitiveTagKeys: numbers("TransitiveTagKeys").map(
      (at) => form.get(`TransitiveTagKeys.member.${at}`) ?? "",
    ),
    Policy: text("Policy"),
    PolicyArns: numbers("PolicyArns").map((at) => form.get(`PolicyArns.member.${at}.arn`) ?? ""),
  };
}

const isTagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const length = (text: string) => [...text].length;

/** What STS refuses before it asks anybody: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function refusalOf(asked: Assumption, caller: Session, role: Role | undefined): Fault | undefined {
  const { DurationSeconds: seconds = 3600, RoleSessionName } = asked;
  const invalid = (message: string): Fault => ({ code: "ValidationError", message, status: 400 });
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    return invalid(
      "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]* with 2 to 64 characters",
    );
  }
  if (!(seconds >= 900 && seconds <= 43200)) {
    return invalid(
      "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200",
    );
  }
  const [tag, whole] =
    Object.entries(asked.Tags).flatMap(([key, value]) => [
      ...(isTagText.test(key) && length(key) >= 1 && length(key) <= 128 ? [] : [[key, "a key of 1 to 128"]]),
      ...(isTagText.test(value) && length(value) <= 256 ? [] : [[key, "a value of at most 256"]]),
    ])[0] ?? [];
  if (tag !== undefined) {
    return invalid(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member ${tag} must have ${whole} characters: letters, numbers, spaces and _ . : / = + - @`,
    );
  }
  if (asked.Policy !== undefined && length(asked.Policy) > 2048) {
    return invalid(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048 (it has ${length(asked.Policy)})`,
    );
  }
  if (role && seconds > role.maxSessionDuration) {
    return invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller.role && seconds > 3600) {
    return invalid(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (asked.PolicyArns?.length) {
    // Left out, they would let through what AWS refuses.
    return unknown(
      "sts",
      `This sandbox does not know managed session policies (PolicyArns: ${asked.PolicyArns.join(", ")}): give their text as Policy.`,
    );
  }
  if (asked.Policy === undefined) return undefined;
  const { fault } = sessionPolicy(asked.Policy);
  return (
    fault && {
      code: "MalformedPolicyDocument",
      message: `The session policy cannot be read: ${fault.why}.`,
      status: 400,
    }
  );
}

function sessionPolicy(text: string) {
  try {
    const content = JSON.parse(text);
    const document = documentOf("session policy", content);
    const named = [content?.Statement ?? []].flat().some((one) => one?.Principal ?? one?.NotPrincipal);
    return named
      ? { ...document, fault: { why: "it names a Principal, and only policies of resources do", text } }
      : document;
  } catch {
    return { name: "session policy", statements: [], fault: { why: "it is not JSON", text } };
  }
}

/** Opens the session. Transitive tags of the caller go on into it. */
export function assume(asked: Assumption, caller: Session, role: Role, sessions: Sessions): [Made, Session] {
  const kept = Object.entries(caller.tags).filter(([key]) => caller.transitive.includes(key));
  const begun = new Date();
  const ends = begun.getTime() + (asked.DurationSeconds ?? 3600) * 1000;
  const arn = sessionArn(role.arn, asked.RoleSessionName);
  const session = sessions.add({
    ...credentials(true),
    ...{ principalArn: role.arn, arn, role, begun, ends },
    tags: { ...asked.Tags, ...Object.fromEntries(kept) },
    transitive: [...asked.TransitiveTagKeys, ...kept.map(([key]) => key)],
    policy: asked.Policy === undefined ? undefined : sessionPolicy(asked.Policy),
    sourceIdentity: asked.SourceIdentity ?? caller.sourceIdentity,
  });
  const { accessKeyId, secretAccessKey, sessionToken = "" } = session;
  const body = [
    "<Credentials>",
    `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${xml(secretAccessKey)}</SecretAccessKey>`,
    `<SessionToken>${xml(sessionToken)}</SessionToken><Expiration>${new Date(ends).toISOString().replace(/\.\d+/, "")}</Expiration>`,
    "</Credentials>",
    `<AssumedRoleUser><AssumedRoleId>AROASANDBOX0000000000:${xml(asked.RoleSessionName)}</AssumedRoleId><Arn>${xml(arn)}</Arn></AssumedRoleUser>`,
    "<PackedPolicySize>6</PackedPolicySize>",
  ];
  return [answer("AssumeRole", body.join("")), session];
}

export function identityOf({ arn, accessKeyId }: Session): Made {
  const id = `<Arn>${xml(arn)}</Arn><UserId>${accessKeyId}</UserId><Account>${arn.split(":")[4]}</Account>`;
  return answer("GetCallerIdentity", id);
}

function answer(operation: string, result: string): Made {
  return {
    status: 200,
    headers: { "content-type": "text/xml" },
    body: `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></${operation}Response>`,
  };
}
