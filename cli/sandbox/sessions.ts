import { randomBytes } from "node:crypto";
import type { Document } from "../policy/document";
import { type Context, tagged } from "../requests/check";
import type { Role } from "./model";

/** Whose access key a request is signed with. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
  /** As aws:PrincipalArn tells it: of a session its role. */
  principalArn: string;
  /** As an error names it. */
  arn: string;
  /** Undefined for who may do nothing but assume roles. */
  role: Role | undefined;
  tags: Record<string, string>;
  transitive: string[];
  policy: Document | undefined;
  sourceIdentity: string | undefined;
  begun: Date;
  /** Milliseconds; undefined: it does not end. */
  ends: number | undefined;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const idOf = (prefix: string) => prefix + [...randomBytes(16)].map((byte) => letters[byte % 32]).join("");

/** New credentials. Those that end have a token. */
export function credentials(temporary: boolean) {
  return {
    accessKeyId: idOf(temporary ? "ASIA" : "AKIA"),
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: temporary ? randomBytes(96).toString("base64") : undefined,
  };
}

/** The sessions that are open, by access key. */
export class Sessions {
  private readonly open = new Map<string, Session>();

  add(session: Session): Session {
    // Those that have ended are in nobody's hands.
    for (const [id, { ends }] of this.open) if (ends !== undefined && ends < Date.now()) this.open.delete(id);
    this.open.set(session.accessKeyId, session);
    return session;
  }

  get(accessKeyId: string): Session | undefined {
    return this.open.get(accessKeyId);
  }
}

/** ARN of a session: it leaves out the path of its role. */
export function sessionArn(roleArn: string, name: string): string {
  return `${roleArn.replace(":iam:", ":sts:").replace(/:role\/(?:.*\/)?/, ":assumed-role/")}/${name}`;
}

/** What AWS tells of who asks. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function contextOf(session: Session): Context {
  const { principalArn, tags, begun, sessionToken, sourceIdentity } = session;
  if (!principalArn.startsWith("arn:")) {
    return {
      ...{ "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principalArn },
      ...tagged("aws:PrincipalTag", tags),
    };
  }
  return {
    "aws:PrincipalArn": principalArn,
    "aws:PrincipalAccount": principalArn.split(":")[4] ?? "",
    "aws:PrincipalType": session.role ? "AssumedRole" : "User",
    ...(sessionToken && { "aws:TokenIssueTime": begun.toISOString(), "aws:MultiFactorAuthPresent": "false" }),
    ...(sourceIdentity && { "aws:SourceIdentity": sourceIdentity }),
    ...tagged("aws:PrincipalTag", tags),
  };
}
