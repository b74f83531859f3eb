import { expect } from "chai";
import { roleOf } from "../../cli/diff/access";
import { questionOfEvent } from "../../cli/explain/cloudTrail";
import { explain } from "../../cli/explain/explain";
import { keysOf, outcomeOf } from "../../cli/explain/report";
import { documentOf } from "../../cli/policy/document";
import { letThrough, overwriting, tenantKey } from "./events";

type Rows = [what: string, statement: object, event: object, outcome: string, on?: readonly string[]][];

const write = letThrough(overwriting);
const use = letThrough(tenantKey);
const allow = { Sid: "A", Effect: "Allow", Action: "*", Resource: "*" };
const denyIf = (operator: string, key: string, value: string | string[]) => ({
  ...{ ...allow, Sid: "D", Effect: "Deny", Condition: { [operator]: { [key]: value } } },
});
const allowIf = (operator: string, key: string, value: string | string[]) => ({
  ...{ ...allow, Condition: { [operator]: { [key]: value } } },
});
const tenant = `\${aws:PrincipalTag/t}`;
const depends = "depends on what is not told";
const against = "let through by AWS, not by these policies";

/** What an event never holds: whatever a policy asks of it, the answer is not known. */
const hidden = [
  ...["s3:if-none-match", "s3:if-match", "s3:x-amz-content-sha256", "s3:signatureAge"],
  ...["s3:ExistingObjectTag/a", "s3:RequestObjectTag/a", "s3:object-lock-mode", "s3:DataAccessPointArn"],
  ...["aws:PrincipalTag/TenantId", "aws:ResourceTag/a", "aws:PrincipalOrgID", "aws:SourceVpc"],
  ...["aws:SourceArn", "aws:Referer", "aws:CalledVia", "kms:ResourceAliases", "kms:ViaService"],
  ...["bedrock:GuardrailIdentifier", "a:key-of-tomorrow"],
];

const rows: Rows = [
  ...hidden.flatMap(
    (key): Rows => [
      [`${key} of a deny`, denyIf("StringEquals", key, "a"), write, depends, [key]],
      [`${key} of a negated deny`, denyIf("StringNotEquals", key, "a"), write, depends, [key]],
      [`the presence of ${key}`, denyIf("Null", key, "true"), write, depends, [key]],
      [`${key} of a grant`, allowIf("StringEquals", key, "a"), write, depends, [key]],
    ],
  ),
  // What would stand in the event was not sent.
  ["a folder", allowIf("StringLike", "s3:prefix", "a/*"), write, against],
  [
    "an encryption",
    denyIf("Null", "s3:x-amz-server-side-encryption-customer-algorithm", "false"),
    write,
    "allowed",
  ],
  ["tags", denyIf("Null", "aws:TagKeys", "false"), write, "allowed"],
  ["a source identity", allowIf("StringEquals", "aws:SourceIdentity", "me"), write, against],
  ["an endpoint", allowIf("StringEquals", "aws:SourceVpce", "vpce-1"), write, against],
  ["an encryption context", denyIf("Null", "kms:EncryptionContextKeys", "true"), use, "allowed"],
  ["another encryption context", allowIf("StringEquals", "kms:EncryptionContext:a", "b"), use, against],
  // What stands in the event.
  ["the encryption context", allowIf("StringEquals", "kms:EncryptionContext:tenant", "42"), use, "allowed"],
  ["TLS", denyIf("Bool", "aws:SecureTransport", "false"), write, "allowed"],
  ["its version", denyIf("NumericLessThan", "s3:TlsVersion", "1.2"), write, "allowed"],
  ["an old version of it", denyIf("NumericLessThan", "s3:TlsVersion", "1.4"), write, against],
  ["the time", denyIf("DateGreaterThan", "aws:CurrentTime", "2026-11-30T00:00:00Z"), write, "allowed"],
  ["the header's authentication", allowIf("StringEquals", "s3:authType", "REST-HEADER"), write, "allowed"],
  [
    "a presigned URL",
    denyIf("StringEquals", "s3:authType", "REST-QUERY-STRING"),
    { ...write, additionalEventData: { AuthenticationMethod: "QueryString", CipherSuite: "x" } },
    against,
  ],
  [
    "TLS where nothing tells of it",
    denyIf("Bool", "aws:SecureTransport", "false"),
    { ...write, additionalEventData: undefined, tlsDetails: undefined },
    depends,
    ["aws:SecureTransport"],
  ],
  [
    "the service that used the key",
    allowIf("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
    { ...use, userIdentity: { ...use.userIdentity, invokedBy: "s3.amazonaws.com" } },
    "allowed",
  ],
  // Variables.
  [
    "a variable in a resource",
    { ...allow, Resource: `arn:aws:s3:::example-dev-backups/${tenant}*` },
    write,
    depends,
    ["aws:PrincipalTag/t"],
  ],
  [
    "a variable in another bucket's resource",
    { ...allow, Resource: `arn:aws:s3:::another/${tenant}*` },
    write,
    against,
  ],
  [
    "a variable beside a resource that holds anyway",
    { ...allow, Resource: ["arn:aws:s3:::*/x", `arn:aws:s3:::*/${tenant}`] },
    write,
    "allowed",
  ],
  [
    "a variable among the resources of all others",
    { ...allow, Effect: "Deny", Resource: undefined, NotResource: `arn:aws:s3:::*/${tenant}` },
    write,
    depends,
    ["aws:PrincipalTag/t"],
  ],
  [
    "a variable in a condition",
    denyIf("StringNotLike", "aws:UserAgent", `${tenant}*`),
    write,
    depends,
    ["aws:PrincipalTag/t"],
  ],
  [
    "a deny whatever else is not told",
    { ...denyIf("StringEquals", "s3:if-none-match", "a"), Condition: undefined },
    write,
    against,
  ],
];

describe("explain, of what an event does not tell", () => {
  for (const [what, statement, event, outcome, on = []] of rows) {
    it(what, () => {
      const isGrant = (statement as { Sid: string }).Sid === "A" && !("NotResource" in statement);
      const Statement = [...(isGrant ? [] : [allow]), statement];
      const document = documentOf("p", JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement })));
      expect(document.fault).to.equal(undefined);
      const role = { ...roleOf("hipaa-app-backend-dev"), policies: [document] };
      const access = { roles: [role], policies: [], others: new Map(), attached: true };
      const told = explain(questionOfEvent(event as Record<string, unknown>), access, undefined);
      expect([outcomeOf(told), keysOf(told.open)]).to.deep.equal([outcome, on]);
    });
  }
});
