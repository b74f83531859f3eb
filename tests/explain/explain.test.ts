import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { explainCommand } from "../../cli/explain/command";
import { planStack } from "../../cli/plan/plan";
import { repository, temporaryFolder } from "../support/folder";
import * as events from "./events";
import { letThrough } from "./events";

describe("hipaa-iam explain", () => {
  const folder = temporaryFolder();
  let plan: string;
  before(async () => {
    plan = join(folder(), "plan.json");
    writeFileSync(plan, JSON.stringify(await planStack(repository, "dev")));
  });

  async function told(content: string | Buffer, name = "events.json", ...more: string[]) {
    const file = join(folder(), name);
    writeFileSync(file, content);
    return explainCommand([file, "--from", plan, ...more]);
  }

  const refused = (event: object, errorMessage: string) => ({ ...event, errorMessage });
  const bare = { requestParameters: null, errorMessage: undefined };
  const rows: [what: string, event: object, code: number, said: string[]][] = [
    [
      ...(["an overwritten backup", events.overwriting, 3] as const),
      [
        "s3:PutObject on arn:aws:s3:::example-dev-backups/x is denied to hipaa-app-backend-dev.",
        "Denied by DenyOverwritingBackups of dev-s3-access-policy.",
        "It holds as the request creates a whole object, not a part of one: s3:ObjectCreationOperation was true.",
        "The event does not tell whether the request has the header that forbids overwriting (If-None-Match). So explain assumes the case of s3:if-none-match that the statement denies.",
        "To do: send If-None-Match: *.",
        "Not known: whether your request sent If-None-Match.",
      ],
    ],
    [
      ...(["a listing without a prefix", events.listing, 3] as const),
      [
        "s3:ListBucket on arn:aws:s3:::example-dev-documents is not allowed to hipaa-app-backend-dev.",
        "ListTenantDocuments of dev-s3-access-policy allows the action, but only",
        "where the folder that is listed matches tenants/*: s3:prefix was not sent;",
        "To do: list with a Prefix, the beginning of the keys, that matches tenants/*; HeadBucket sends none.",
      ],
    ],
    [
      ...(["the master key's deletion", events.keyDeletion, 3] as const),
      [
        "Denied by DenyChangingMasterKey of dev-kms-access-policy.",
        "To do: nothing makes this allowed: The master key is used, never changed, even if it carries the tags of a tenant key.\n",
      ],
    ],
    [
      ...(["a key whose tags are not told", events.tenantKey, 3] as const),
      ["To do: take a key with the tag Environment=dev", "Not known: the tags of the key."],
    ],
    [
      ...(["the use of the master key", events.used, 0] as const),
      [
        "kms:GenerateDataKey",
        "is allowed to hipaa-app-backend-dev.",
        "Allowed by UseMasterKey of dev-kms-access-policy.",
        "The key's own policy must let the role in as well",
      ],
    ],
    [
      ...(["an assumption without the external ID", events.assuming, 3] as const),
      [
        "sts:AssumeRole",
        "where the external ID that the caller presents is that of the stack's config: sts:ExternalId was not sent;",
        "To do: send the external ID of the stack's config (none is sent).",
      ],
    ],
    [
      ...(["a stream", events.streaming, 3] as const),
      [
        "bedrock:InvokeModelWithResponseStream",
        "To do: call without streaming, or set bedrockStreaming: true",
      ],
    ],
    [
      ...(["somebody else", events.stranger, 3] as const),
      ["is no session of a role in these policies: hipaa-app-backend-dev.\n"],
    ],
    [
      ...(["another role's session, refused", { ...events.stranger, errorCode: "AccessDenied" }, 3] as const),
      ["To do: if your program asked, assume the role first (APP_IAM_ROLE_ARN, EXTERNAL_ID)"],
    ],
    [
      ...(["an assumption of another stack's role", events.assumingAnother, 3] as const),
      [
        "role/hipaa-app-backend-prod is no role in these policies: hipaa-app-backend-dev.",
        "To do: give the ARN of the stack's own role (APP_IAM_ROLE_ARN).",
      ],
    ],
    [
      ...(["another service", events.otherService, 3] as const),
      ["What AWS asks IAM for this operation is in no table of this command."],
    ],
    [
      ...(["what the policies allow, refused", events.organization, 3] as const),
      [
        "is allowed to hipaa-app-backend-dev.",
        "To do: ask whoever runs the organisation: its service control policy refuses it.",
        'Not known: AWS refused it all the same, and these policies do not ("User: ',
      ],
    ],
    [
      ...(["a refusal without a reason", refused(events.organization, "Access Denied"), 3] as const),
      ["these policies do not: look at a session policy, a service control policy of the organisation"],
    ],
    [
      ...(["a refusal that names no key", events.ciphertext, 3] as const),
      ["Not known: which key it was: the event does not tell.\n", 'AWS refused it ("User: '],
    ],
    [
      ...(["a refusal that names no model", { ...events.streaming, ...bare }, 3] as const),
      ["Not known: which model it was: the event does not tell.\n", "AWS refused it.\n"],
    ],
    [
      ...([
        "a refused assumption of which nothing is told",
        { ...events.assuming, requestParameters: null },
        3,
      ] as const),
      [
        "is not allowed to arn:aws:iam::123456789012:user/railway.",
        "sts:ExternalId is not told here;",
        "To do: send the external ID of the stack's config (which was sent is not known).",
        "Not known: the external ID that the caller presents.",
      ],
    ],
    [
      ...([
        "an assumption with a token",
        refused(
          { ...events.assuming, eventName: "AssumeRoleWithWebIdentity" },
          "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        ),
        3,
      ] as const),
      [
        "sts:AssumeRoleWithWebIdentity on arn:aws:iam::123456789012:role/hipaa-app-backend-dev is not allowed to",
        "To do: set oidc, or assume the role with its external ID: the role's trust policy takes no tokens.\n",
      ],
    ],
    [
      ...(["a key that is not there", { ...events.used, ...events.noSuchKey }, 3] as const),
      [
        "which failed for another reason (NotFoundException)\n",
        "Not known: which key alias/nope stands for: the event does not tell.\n",
      ],
    ],
    [
      ...(["an object that is not there", { ...events.organization, errorCode: "NoSuchKey" }, 0] as const),
      ["which failed for another reason (NoSuchKey)\ns3:GetObject on ", "is allowed to"],
    ],
    [
      ...(["a deletion of several objects", events.deletion, 3] as const),
      ["  Not known: which objects it was: events of DeleteObjects hold no keys.\n"],
    ],
    [
      ...(["a write to backups, refused by the organisation", events.overwritingRefusedAbove, 3] as const),
      [
        "is allowed to hipaa-app-backend-dev depends on s3:if-none-match, which the event does not tell.",
        "To do: ask whoever runs the organisation: its service control policy refuses it.\n",
        "Not known: AWS refused it all the same",
      ],
    ],
    [
      ...(["a write to backups that AWS let through", letThrough(events.overwriting), 0] as const),
      [
        "Whether s3:PutObject on arn:aws:s3:::example-dev-backups/x is allowed to hipaa-app-backend-dev depends on s3:if-none-match, which the event does not tell.",
        "DenyOverwritingBackups of dev-s3-access-policy denies it where the request lacks the header that forbids overwriting (If-None-Match).",
        "AWS let it through: so these policies allowed it, if they are the ones that are deployed",
        "Not known: whether your request sent If-None-Match.",
      ],
    ],
    [
      ...([
        "a write to backups of a key that was taken",
        { ...events.overwriting, errorCode: "PreconditionFailed", errorMessage: "no" },
        0,
      ] as const),
      ["(PreconditionFailed)\nWhether s3:PutObject on ", "depends on s3:if-none-match"],
    ],
    [
      ...(["the use of a tenant's key that AWS let through", letThrough(events.tenantKey), 0] as const),
      [
        "depends on aws:ResourceTag/Environment and aws:ResourceTag/ManagedBy, which the event does not tell.",
        "UseTenantKeys of dev-kms-access-policy allows it only where the tag Environment of the resource is dev and the tag ManagedBy of the resource is Application.",
      ],
    ],
    [
      ...([
        "a write of which it is not told whether it was encrypted",
        { ...events.writing, tlsDetails: undefined, additionalEventData: undefined },
        0,
      ] as const),
      ["depends on aws:SecureTransport", "Not known: whether the request is encrypted (TLS).\n"],
    ],
    [
      ...([
        "a refused read without TLS, of which an event has no field",
        refused(
          { ...events.organization, tlsDetails: undefined, additionalEventData: undefined },
          "Access Denied",
        ),
        3,
      ] as const),
      [
        "is allowed to hipaa-app-backend-dev depends on aws:SecureTransport, which the event does not tell.",
        "DenyS3WithoutTls of dev-s3-access-policy denies it where the request is not encrypted (TLS).",
        "Not known: AWS refused it: for what is not told here, or by a session policy, a service",
      ],
    ],
    [
      ...(["what AWS let through and no policy allows", letThrough(events.listing), 3] as const),
      ["is not allowed to", "Not known: why AWS let it through: the deployed policies may be others"],
    ],
    [
      ...([
        "a boundary's refusal",
        refused(events.organization, "because no permissions boundary allows it"),
        3,
      ] as const),
      [
        "ask whoever runs the permissions boundary of hipaa-app-backend-dev: it does not allow s3:GetObject.\n",
      ],
    ],
  ];
  for (const [what, event, code, said] of rows) {
    it(`of an event: ${what}`, async () => {
      const { stdout, exitCode } = await told(JSON.stringify(event));
      for (const text of said) expect(stdout).to.include(text);
      expect(exitCode).to.equal(code);
    });
  }

  const all = [events.overwriting, events.used];
  const shapes: [what: string, content: string | Buffer, count: number][] = [
    ["one event", JSON.stringify(events.overwriting), 1],
    ["a list", JSON.stringify(all), 2],
    ["a file as CloudTrail delivers it", gzipSync(JSON.stringify({ Records: all })), 2],
    ["an event a line", all.map((one) => JSON.stringify(one)).join("\n"), 2],
    [
      "what lookup-events prints",
      JSON.stringify({ Events: all.map((one) => ({ EventId: "1", CloudTrailEvent: JSON.stringify(one) })) }),
      2,
    ],
    [
      "the text of an error",
      `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: ${JSON.parse(JSON.stringify(events.overwriting)).errorMessage}`,
      1,
    ],
    [
      "what decode-authorization-message prints",
      JSON.stringify({
        allowed: false,
        context: {
          principal: { arn: events.overwriting.userIdentity.arn },
          action: "s3:PutObject",
          resource: "arn:aws:s3:::example-dev-backups/x",
          conditions: {
            items: [{ key: "s3:ObjectCreationOperation", values: { items: [{ value: "true" }] } }],
          },
        },
      }),
      1,
    ],
  ];
  for (const [what, content, count] of shapes) {
    it(`reads ${what}`, async () => {
      const { stdout, stderr } = await told(content, "shape", "--json");
      expect(stderr).to.equal("");
      const { explanations } = JSON.parse(stdout);
      expect(explanations.length).to.equal(count);
      expect(explanations[0]).to.deep.include({
        action: "s3:PutObject",
        decision: "explicit deny",
        advice: "send If-None-Match: *",
        by: [{ document: "dev-s3-access-policy", sid: "DenyOverwritingBackups" }],
      });
    });
  }

  it("says how many records it cannot read, and does not exit with 0 then", async () => {
    const some = [letThrough(events.used), { hello: "world" }];
    const { stdout, exitCode } = await told(JSON.stringify({ Records: some }));
    expect(stdout).to.match(
      /^Of 2 records 1 cannot be read: no event of CloudTrail, .*\n\n.*\n.*is allowed to/,
    );
    expect(exitCode).to.equal(3);
    const { records, explanations } = JSON.parse((await told(JSON.stringify(some), "some", "--json")).stdout);
    expect([records, explanations.length]).to.deep.equal([{ found: 2, unread: 1 }, 1]);
  });

  it("says of the text of an error what it does not tell", async () => {
    const { stdout } = await told(
      `An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: ${events.listing.userIdentity.arn} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::example-dev-documents" because no identity-based policy allows the s3:ListBucket action`,
    );
    for (const text of [
      "where the folder that is listed matches tenants/*: s3:prefix is not told here;",
      "To do: list with a Prefix, the beginning of the keys, that matches tenants/*; HeadBucket sends none.",
      "Not known: the folder that is listed.",
    ])
      expect(stdout).to.include(text);
  });

  it("says of an object that is not there that it is not there", async () => {
    const listed = 's3:ListBucket on resource: "arn:aws:s3:::example-dev-documents" because no';
    const read = {
      ...events.listing,
      ...{ eventName: "GetObject", errorCode: "AccessDenied" },
      requestParameters: { bucketName: "example-dev-documents", key: "tenants/42/none" },
    };
    const denial = `User: ${read.userIdentity.arn} is not authorized to perform: ${listed} identity-based policy allows the s3:ListBucket action`;
    for (const text of [
      `An error occurred (AccessDenied) when calling the GetObject operation: ${denial}`,
      `An error occurred (AccessDenied) when calling the CopyObject operation: ${denial}`,
      JSON.stringify({ ...read, errorMessage: denial }),
    ]) {
      const { stdout, exitCode } = await told(text);
      expect(stdout).to.include("To do: the object does not exist, so look at its name; AWS answers 404");
      expect(exitCode).to.equal(3);
    }
  });

  it("reads each error of a log", async () => {
    const line = (action: string) =>
      `User: ${events.listing.userIdentity.arn} is not authorized to perform: ${action} on resource: "arn:aws:s3:::example-dev-backups/x" with an explicit deny in an identity-based policy`;
    const log = [line("s3:PutObject"), "retrying", line("s3:DeleteObject"), line("s3:PutObject")];
    const { stdout } = await told(log.join("\n"), "log", "--json");
    const actions = JSON.parse(stdout).explanations.map(({ action }: { action: string }) => action);
    expect(actions).to.deep.equal(["s3:PutObject", "s3:DeleteObject"]);
  });

  it("believes AWS that nothing allowed it, and no deny was in the way", async () => {
    const { stdout } = await told(
      `User: ${events.listing.userIdentity.arn} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::example-dev-documents/other/x" because no identity-based policy allows the s3:PutObject action`,
    );
    expect(stdout).to.include("is not allowed to hipaa-app-backend-dev");
    expect(stdout).not.to.include("Denied by");
  });

  it("says of reading that the object may not exist", async () => {
    const asked = [
      "--action",
      "s3:GetObject",
      "--resource",
      "arn:aws:s3:::example-dev-documents/tenants/1/x",
    ];
    const { stdout, exitCode } = await explainCommand([...asked, "--from", plan]);
    expect(stdout).to.include("Not known: Whether the object exists:");
    expect(exitCode).to.equal(0);
  });

  it("reads the tags of a key as CloudTrail writes them", async () => {
    const create = (environment: string) => ({
      ...events.used,
      ...{ eventName: "CreateKey", resources: undefined },
      requestParameters: {
        tags: [
          { tagKey: "Environment", tagValue: environment },
          { tagKey: "ManagedBy", tagValue: "Application" },
        ],
      },
    });
    const own = await told(JSON.stringify(create("dev")));
    expect(own.stdout).to.include("kms:CreateKey on * is allowed to hipaa-app-backend-dev.");
    expect(own.stdout).not.to.include("key's own policy");
    expect(own.exitCode).to.equal(0);
    const other = await told(JSON.stringify(create("production")));
    expect(other.stdout).to.include("send the tag Environment=dev (it is production)");
  });

  it("asks of a profile for the models behind it, too", async () => {
    const ask = (profile: string, ...config: string[]) => {
      const resource = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${profile}`;
      const asked = ["--action", "bedrock:InvokeModel", "--resource", resource];
      return explainCommand([...asked, ...config, "--from", plan]);
    };
    expect((await ask("us.anthropic.claude-haiku-5-5")).exitCode).to.equal(0);
    const kept = await ask("us.anthropic.claude-fable-5");
    expect(kept.stdout).to.include("foundation-model/anthropic.claude-fable-5 is denied");
    expect(kept.exitCode).to.equal(3);
    expect((await ask("eu.anthropic.claude-haiku-5-5")).exitCode).to.equal(3);
  });

  const who =
    "User: arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-dev/s is not authorized to perform:";
  const [key, why] = ["tenants/1/my report.pdf", "with an explicit deny in a service control policy"];
  const forms: [what: string, text: string, resource: string][] = [
    [
      "a key with a space",
      `${who} s3:GetObject on resource: "arn:aws:s3:::example-dev-documents/${key}" ${why}`,
      key,
    ],
    [
      "single quotes",
      `${who} s3:GetObject on resource: 'arn:aws:s3:::example-dev-documents/tenants/a'.`,
      "tenants/a",
    ],
    [
      "lines that a terminal broke",
      `${who} s3:GetObject on\nresource: "arn:aws:s3:::example-dev-documents/${key}" with an\nexplicit deny in a service control policy`,
      key,
    ],
    [
      "a full stop",
      `${who} s3:GetObject on resource: arn:aws:s3:::example-dev-documents/tenants/a.b.`,
      "tenants/a.b",
    ],
    [
      "a body of XML",
      `<Error><Code>AccessDenied</Code><Message>${who} s3:GetObject on resource: &quot;arn:aws:s3:::example-dev-documents/${key}&quot; ${why}</Message><RequestId>1</RequestId></Error>`,
      key,
    ],
    [
      "JSON",
      JSON.stringify({
        message: `${who} s3:GetObject on resource: "arn:aws:s3:::example-dev-documents/${key}" ${why}`,
      }),
      key,
    ],
    [
      "JSON in a line of a log",
      `12:00 ERROR ${JSON.stringify({ error: { message: `${who} s3:GetObject on resource: "arn:aws:s3:::example-dev-documents/${key}" ${why}` } })}`,
      key,
    ],
    [
      "a decoded message as the CLI prints it",
      JSON.stringify({
        DecodedMessage: JSON.stringify({
          context: { action: "s3:GetObject", resource: `arn:aws:s3:::example-dev-documents/${key}` },
        }),
      }),
      key,
    ],
  ];
  for (const [what, text, resource] of forms) {
    it(`reads ${what}`, async () => {
      const { stdout, stderr, exitCode } = await told(text, "form", "--json");
      expect(stderr).to.equal("");
      expect(JSON.parse(stdout).explanations[0]).to.include({
        ...{ action: "s3:GetObject", decision: "allowed" },
        resource: `arn:aws:s3:::example-dev-documents/${resource}`,
      });
      expect(exitCode).to.equal(3);
    });
  }

  it("reads events beside one with an encoded message", async () => {
    const message = `You are not authorized. Encoded authorization failure message: AbC-123_x`;
    const encoded = {
      ...events.otherService,
      errorCode: "Client.UnauthorizedOperation",
      errorMessage: message,
    };
    const { stdout, exitCode } = await told(JSON.stringify({ Records: [encoded, events.used] }));
    expect(stdout).to.match(
      /Not known: what AWS said: it is encoded\.\n {2}Not known: what it says, until you decode it: aws .* --encoded-message AbC-123_x \| npx/,
    );
    expect(stdout).to.include("is allowed to hipaa-app-backend-dev.");
    expect(exitCode).to.equal(3);
    const many = Array(21).fill(encoded);
    expect((await told(JSON.stringify(many))).stdout).to.include("21 × what AWS said: it is encoded.\n");
  });

  it("counts what AWS refused among many", async () => {
    const many = [
      ...Array(20).fill(events.organization),
      ...Array(3).fill(letThrough(events.overwriting)),
      ...Array(2).fill(events.ciphertext),
      letThrough(events.listing),
    ];
    const { stdout, exitCode } = await told(JSON.stringify(many));
    expect(stdout).to.match(
      /^26 events: 3 depends on what is not told, 20 refused by AWS, not by these policies, 1 let through by AWS, not by these policies, 2 not known\.\n/,
    );
    expect(stdout).to.include("  20 × s3:GetObject by UseTenantDocuments: ask whoever runs the organisation");
    expect(stdout).to.include("  3 × s3:PutObject depends on s3:if-none-match, by DenyOverwritingBackups\n");
    expect(exitCode).to.equal(3);
  });

  const texts: [what: string, who: string, asked: string, said: string[]][] = [
    [
      "the user before it has assumed the role",
      "iam::123456789012:user/railway",
      's3:PutObject on resource: "arn:aws:s3:::example-dev-backups/x" because no identity-based policy allows it',
      [
        "s3:PutObject on arn:aws:s3:::example-dev-backups/x cannot be decided here.",
        "user/railway is no session of a role in these policies: hipaa-app-backend-dev.",
        "To do: assume the role first (APP_IAM_ROLE_ARN, EXTERNAL_ID): the program still uses the user's own credentials.",
      ],
    ],
    [
      "a write of which nothing else is told",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:PutObject on resource: "arn:aws:s3:::example-dev-backups/x" with an explicit deny',
      [
        "The error does not tell whether the request creates a whole object or one part. So explain assumes the case of s3:ObjectCreationOperation that the statement denies.",
        "The error does not tell whether the request has the header that forbids overwriting (If-None-Match). So explain assumes the case of s3:if-none-match that the statement denies.",
        "To do: send If-None-Match: *.",
      ],
    ],
    [
      "a deny that the text does not tell the reason of",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:PutObject on resource: "arn:aws:s3:::example-dev-documents/tenants/1/x" with an explicit deny in an identity-based policy',
      [
        "is allowed to hipaa-app-backend-dev depends on s3:x-amz-server-side-encryption and",
        "Not known: AWS refused it: for what is not told here (",
        "To do: look which of the role's denies it was: DenyS3WithoutTls (use https), DenyOtherEncryption (leave x-amz-server-side-encryption out, or send aws:kms with the master key (SSEKMSKeyId) (what was sent is not known)), DenyCustomerProvidedKeys (leave the key of your own (SSE-C) out).",
      ],
    ],
    [
      "an ACL with a write to backups",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:PutObjectAcl on resource: "arn:aws:s3:::example-dev-backups/x" with an explicit deny in an identity-based policy',
      [
        "Denied by DenyChangingBackupsAndAuditLogs",
        "To do: send no ACL: the bucket's owner owns what is in it.\n",
      ],
    ],
    [
      "tags with a write to backups",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:PutObjectTagging on resource: "arn:aws:s3:::example-dev-backups/x" with an explicit deny in an identity-based policy',
      ["Denied by DenyChangingBackupsAndAuditLogs", "To do: send no tags with the upload.\n"],
    ],
    [
      "a bucket that is none of the stack's",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:PutObject on resource: "arn:aws:s3:::example-production-backups/x" with an explicit deny in an identity-based policy',
      [
        "To do: look at the bucket's name, and at --from: example-production-backups is no bucket of these policies, another stack's perhaps.\n",
      ],
    ],
    [
      "a backup that is read",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:GetObject on resource: "arn:aws:s3:::example-dev-backups/x" because no identity-based policy allows the s3:GetObject action',
      ["/tenants/*, and the role reads no backup and no audit log; if the client only looks whether"],
    ],
    [
      "a role that its trust policy does not give, and that the text does not name",
      "iam::123456789012:user/railway",
      "sts:AssumeRole because no role trust policy allows the sts:AssumeRole action",
      ["To do: send the external ID of the stack's config"],
    ],
    [
      "a caller whose own policy lacks it",
      "iam::123456789012:user/railway",
      "sts:AssumeRole on resource: arn:aws:iam::123456789012:role/hipaa-app-backend-dev because no identity-based policy allows the sts:AssumeRole action",
      ["To do: give who asks a policy that allows sts:AssumeRole on the role.\n"],
    ],
    [
      "a client that cleans up",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:AbortMultipartUpload on resource: "arn:aws:s3:::example-dev-backups/x" because no',
      [
        "To do: the client cleans up an upload that failed or that it broke off; was the request refused that ends it? then send If-None-Match: * with that one; the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself",
      ],
    ],
    [
      "a client that breaks the upload of a document off",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:AbortMultipartUpload on resource: "arn:aws:s3:::example-dev-documents/tenants/1/m" because no identity-based policy allows the s3:AbortMultipartUpload action',
      ["To do: the client cleans up an upload that failed or that it broke off; the parts stay until"],
    ],
    [
      "an action that no option lets the role",
      "sts::123456789012:assumed-role/hipaa-app-backend-dev/s",
      's3:ListMultipartUploadParts on resource: "arn:aws:s3:::example-dev-backups/x" because no identity-based policy allows the s3:ListMultipartUploadParts action',
      ["and no option of this package lets the role; let the client do without it, or another policy has"],
    ],
  ];
  const quoted = (open: string, close = open) =>
    `User: arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-dev/s is not authorized to perform: s3:PutObject on resource: ${open}arn:aws:s3:::example-dev-backups/x${close} with an explicit deny in an identity-based policy`;
  const csv = `@timestamp,eventName,errorMessage\n2026-11-30 10:01:02.000,PutObject,"${quoted('""')}"\n`;
  for (const [what, text] of [
    ["as it is", quoted('"')],
    ["of a CSV file, with the quotes twice", csv],
    ["with the quotes of a mail program", quoted("\u201c", "\u201d")],
    ["with German quotes", quoted("\u201e", "\u201c")],
    ["with French quotes", quoted("\u00ab\u00a0", "\u00a0\u00bb")],
    ["with single quotes of a mail program", quoted("\u2018", "\u2019")],
    ["with the quotes of Markdown", quoted("`")],
  ] as const)
    it(`of the text of an error: its ARN is read ${what}`, async () => {
      const { stdout } = await told(text);
      expect(stdout).to.include(
        "s3:PutObject on arn:aws:s3:::example-dev-backups/x is denied to hipaa-app-backend-dev.",
      );
      expect(stdout).to.include("To do: send If-None-Match: *");
    });
  it("of the text of an error: an ARN that cannot be read is not taken for every resource", async () => {
    const { stderr, exitCode } = await told(quoted("<", ">"));
    expect([exitCode, stderr]).to.deep.equal([
      2,
      "What the text says of action and resource cannot be read: give them with --action (PutObject of S3: s3:PutObject) and --resource, or the event of CloudTrail.\n",
    ]);
  });
  for (const [what, who, asked, said] of texts) {
    it(`of the text of an error: ${what}`, async () => {
      const { stdout, exitCode } = await told(`User: arn:aws:${who} is not authorized to perform: ${asked}`);
      for (const text of said) expect(stdout).to.include(text);
      expect(exitCode).to.equal(3);
    });
  }

  it("takes an action, a resource and what is told", async () => {
    const ask = (...context: string[]) =>
      explainCommand([
        "--action",
        "s3:PutObject",
        "--resource",
        "arn:aws:s3:::example-dev-backups/x",
        "--from",
        plan,
        ...context.flatMap((one) => ["--context", one]),
      ]);
    expect((await ask("s3:if-none-match=*")).exitCode).to.equal(0);
    expect((await ask()).exitCode).to.equal(3);
    expect((await ask("s3:if-none-match=*", "aws:SecureTransport=false")).stdout).to.include(
      "To do: use https.",
    );
  });

  it("asks the role that is named, and reads a review as well", async () => {
    const review = join(folder(), "review");
    mkdirSync(review);
    const { make } = require("../../cli/review/make");
    await make({
      state: undefined,
      folder: repository,
      stack: "dev",
      out: review,
      config: [],
      standIn: {},
      date: "2026-11-29T00:00:00Z",
    });
    const asked = ["--action", "s3:DeleteObject", "--resource", "arn:aws:s3:::example-dev-backups/x"];
    const { stdout, exitCode } = await explainCommand([...asked, "--from", review]);
    expect(stdout).to.include("Denied by DenyDeletingBackupsAndAuditLogs");
    expect(exitCode).to.equal(3);
    const assuming = events.assumingWith("not-to-be-seen");
    const done = { ...assuming, errorCode: undefined, errorMessage: undefined };
    const concealed: [event: object, code: number, said: string][] = [
      [
        assuming,
        3,
        "Whether the external ID that was sent is that of the stack: it is hidden in what --from names.",
      ],
      [done, 0, "is allowed to arn:aws:iam::123456789012:user/railway."],
    ];
    for (const [event, code, said] of concealed) {
      const file = join(folder(), "assuming.json");
      writeFileSync(file, JSON.stringify(event));
      const { stdout, exitCode } = await explainCommand([file, "--from", review]);
      expect(stdout).to.include(said);
      expect(exitCode).to.equal(code);
    }
    const nobody = await explainCommand([...asked, "--from", review, "--role", "nobody"]);
    expect(nobody.stderr).to.match(
      /^--role: "nobody" is no role in ".*": give one of hipaa-app-backend-dev\./,
    );
    expect(nobody.exitCode).to.equal(2);
  });

  it("refuses documents that do not say which role has them", async () => {
    const folderOfPolicies = join(folder(), "policies");
    mkdirSync(folderOfPolicies);
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }];
    writeFileSync(join(folderOfPolicies, "a-role.json"), JSON.stringify({ Statement }));
    const asked = ["--action", "s3:GetObject", "--from", folderOfPolicies];
    const { stderr, exitCode } = await explainCommand(asked);
    expect(stderr).to.match(/^".*" does not say which role has which policies: give a stack/);
    expect(exitCode).to.equal(2);
  });

  const mistakes: [what: string, content: string, said: RegExp][] = [
    [
      "an encoded message, with the command that decodes it",
      "An error occurred (UnauthorizedOperation): You are not authorized. Encoded authorization failure message: AbC-123_x",
      /aws sts decode-authorization-message .* --encoded-message AbC-123_x \| npx hipaa-iam explain - --from \S*plan\.json\n$/,
    ],
    [
      "an encoded message in JSON",
      JSON.stringify({ message: "Encoded authorization failure message: AbC-123_x", code: "x" }),
      / --encoded-message AbC-123_x \| npx hipaa-iam explain -/,
    ],
    [
      "an encoded message in a sentence",
      "Encoded authorization failure message: AbC-123_x. Try later",
      / --encoded-message AbC-123_x \| npx hipaa-iam explain -/,
    ],
    ["an entry without an event", '{"Events":[{"EventId":"1"}]}', /^There is something else than an event/],
    ["no entries", '{"Events":[]}', /^There are no events in it/],
    [
      "a denial that names nothing",
      "An error occurred (403) when calling the HeadObject operation: Forbidden",
      /names neither action nor resource: give them with --action \(HeadObject of S3: s3:GetObject\) and --resource/,
    ],
    [
      "a denial in words that are not known",
      "User: me is not authorized to perform that",
      /^What the text says of action and resource cannot be read: give them with --action and --resource/,
    ],
    ["no denial", "all is well", /^There is no denial in it/],
    ["another JSON", "{}", /^There is something else than an event of CloudTrail/],
  ];
  for (const [what, content, said] of mistakes) {
    it(`says of ${what}`, async () => {
      const { stderr, exitCode } = await told(content, "text");
      expect(stderr).to.match(said);
      expect(exitCode).to.equal(2);
    });
  }

  const options: [args: string[], said: RegExp][] = [
    [[], /^Give a file, or --action/],
    [["--action", "s3:*", "--from", "x"], /^--action: "s3:\*" is not accepted/],
    [["--action", "s3:GetObject", "--resource", "b", "--from", "x"], /^--resource: "b" is not accepted/],
    [["--action", "s3:GetObject", "--context", "a", "--from", "x"], /^--context: "a" is not accepted/],
    [
      ["--action", "s3:GetObject", "--context", "aws:SecureTransport=no", "--from", "x"],
      /^--context: "aws:SecureTransport=no": aws:SecureTransport is true or false\.$/m,
    ],
    [["error.txt", "--context", "a=b", "--from", "x"], /^--resource and --context belong to --action/],
    [["--action", "s3:GetObject"], /^--from is missing/],
    [["no-such-file", "--from", "x"], /^Cannot read "no-such-file"/],
  ];
  for (const [args, said] of options) {
    it(`says what is wrong with ${args.join(" ") || "no options"}`, async () => {
      const { stderr, exitCode } = await explainCommand(args);
      expect(stderr).to.match(said);
      expect(exitCode).to.equal(2);
    });
  }

  it("an action in another case is the same, with all that is said of it", async () => {
    const ask = async (action: string) => {
      const asked = ["--action", action, "--resource", "arn:aws:s3:::example-dev-documents/tenants/1/a"];
      return (await explainCommand([...asked, "--from", plan])).stdout;
    };
    const usual = await ask("s3:GetObject");
    expect(usual).to.include("Not known: Whether the object exists");
    expect(await ask("S3:getobject")).to.equal(usual);
  });

  const document = "arn:aws:s3:::example-dev-documents/tenants/1/a";
  const backup = "arn:aws:s3:::example-dev-backups/x";
  const claude = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5";
  const named: [operation: string, resource: string, asks: string, decision: string, exitCode: number][] = [
    ["s3:HeadObject", document, "s3:GetObject", "s3:GetObject on", 0],
    ["s3:headobject", document, "s3:GetObject", "s3:GetObject on", 0],
    ["s3:CopyObject", document, "s3:PutObject, and for s3:GetObject on what it copies", "s3:PutObject on", 0],
    ["s3:UploadPart", backup, "s3:PutObject", "s3:PutObject on", 0],
    ["s3:CompleteMultipartUpload", backup, "s3:PutObject", "s3:PutObject on", 3],
    ["s3:ListObjectsV2", "arn:aws:s3:::example-dev-documents", "s3:ListBucket", "s3:ListBucket on", 3],
    ["bedrock:Converse", claude, "bedrock:InvokeModel", "bedrock:InvokeModel on", 0],
    [
      "kms:ReEncrypt",
      "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111",
      ...(["kms:ReEncryptFrom and kms:ReEncryptTo", "kms:ReEncryptFrom on", 3] as const),
    ],
  ];
  for (const [operation, resource, asks, decided, exitCode] of named)
    it(`an operation is decided by what it asks for: ${operation}`, async () => {
      const asked = ["--action", operation, "--resource", resource, "--from", plan];
      const { stdout, stderr, exitCode: code } = await explainCommand(asked);
      const [first = "", second = ""] = stdout.split("\n");
      expect(first, stderr).to.match(/is no action of IAM but an operation of the API/);
      expect(first.endsWith(`: it asks for ${asks}.`), first).to.equal(true);
      expect(second.startsWith(decided), second).to.equal(true);
      expect(code, stdout).to.equal(exitCode);
    });

  for (const action of ["s3:Foo", "kms:Dance", "bedrock:HeadObject", "sts:Assume"])
    it(`an action that IAM does not have is none: ${action}`, async () => {
      const { stderr, exitCode } = await explainCommand(["--action", action, "--from", plan]);
      expect([exitCode, stderr.startsWith(`--action: IAM has no action ${action} (by AWS's `)]).to.deep.equal(
        [...[2, true]],
      );
    });

  it("sums up by reason, whatever value each request had", async () => {
    const listing = (at: number) => ({
      ...events.listing,
      requestParameters: { bucketName: "example-dev-documents", prefix: `other${at}/` },
    });
    const { stdout } = await told(JSON.stringify(Array.from({ length: 500 }, (_, at) => listing(at))));
    expect(stdout.split("\n").length).to.equal(6);
    expect(stdout).to.match(
      / {2}500 × s3:ListBucket: list with a Prefix.* that matches tenants\/\* \(it is other0\/, other1\/, other2\/ and others\)\n/,
    );
    expect(stdout).not.to.match(/[\uE000\uE001]/);
    const one = await told(JSON.stringify(listing(1)));
    expect(one.stdout).to.match(/ \(it is other1\/\)\.\n/);
  });

  it("a key without its service is none that is known", async () => {
    const asked = ["--action", "s3:PutObject", "--resource", "arn:aws:s3:::example-dev-backups/x"];
    const { stderr, exitCode } = await explainCommand([
      ...asked,
      "--context",
      "if-none-match=*",
      "--from",
      plan,
    ]);
    expect([exitCode, stderr]).to.deep.equal([
      2,
      '--context: no condition key "if-none-match" is known. Give it whole, such as s3:if-none-match.\n',
    ]);
  });

  it("sums up 10,000 events by reason in under 5 s", async () => {
    const some = [events.overwriting, events.used, events.listing, events.keyDeletion, events.streaming];
    const many = Array.from({ length: 10_000 }, (_, at) => some[at % some.length]);
    const content = gzipSync(JSON.stringify({ Records: many }));
    const before = process.cpuUsage();
    const { stdout } = await told(content);
    const { user } = process.cpuUsage(before);
    expect(stdout).to.match(/^10000 events: 2000 allowed, 4000 implicit deny, 4000 explicit deny\.\n/);
    expect(stdout).to.include("2000 × s3:PutObject by DenyOverwritingBackups: send If-None-Match: *");
    expect(stdout.split("\n").length).to.be.lessThan(25);
    expect(user / 1e6).to.be.lessThan(5); // Of the processor: others may use the machine.
  });

  it("sums up 10,000 events of as many objects in under 5 s, each by its own place", async () => {
    const why = "because no identity-based policy allows the s3:PutObject action";
    const eventOf = (at: number) => {
      const [bucket, key] = [
        ["example-dev-documents", `tenants/${at}/a`],
        ["example-dev-documents", `drafts/${at}`],
        ["example-dev-backups", `tenants/${at}/a`],
        ["example-dev-documents-2", `tenants/${at}/a`],
      ][at % 4] as [string, string];
      const denied = events.refusal("s3:PutObject", `"arn:aws:s3:::${bucket}/${key}"`, why);
      return events.s3Event("PutObject", bucket, key, {}, at % 2 === 1 ? denied : {});
    };
    const Records = Array.from({ length: 10_000 }, (_, at) => eventOf(at));
    const before = process.cpuUsage();
    const { stdout } = await told(gzipSync(JSON.stringify({ Records })));
    const { user } = process.cpuUsage(before);
    expect(stdout).to.match(
      /^10000 events: 2500 allowed, 5000 implicit deny, 2500 depends on what is not told\.\n/,
    );
    expect(user / 1e6).to.be.lessThan(5);
  });
});
