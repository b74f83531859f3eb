import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import type { Deployed } from "./deployed";
import type { Deviation } from "./deviation";
import { deviationsOfDenies } from "./deviationsOfDenies";
import { deviationsOfKeys } from "./deviationsOfKeys";
import { deviationsOfPolicies } from "./deviationsOfPolicies";

const version = "2012-10-17";
const allow = (Action: string, Resource = "*") => ({ Sid: "ByHand", Effect: "Allow", Action, Resource });
const nothing = async () => {};

/** A state with the same again in another account, under a provider of its own. */
const twice = (renamed: (text: string) => string) => (text: string) => {
  const state = JSON.parse(text);
  const own = state.deployment.resources.filter(
    ({ type }: { type: string }) => type !== "pulumi:pulumi:Stack",
  );
  const far = JSON.stringify(own)
    .replaceAll("123456789012", "999999999999")
    .replace(/(urn:pulumi:[^:]+::)/g, "$1far-");
  state.deployment.resources.push(...JSON.parse(renamed(far)));
  return JSON.stringify(state);
};

/** A state whose program gave the backend's role something more. */
const withRole = (more: Record<string, string>) => (text: string) => {
  const state = JSON.parse(text);
  for (const resource of state.deployment.resources) {
    if (resource.outputs?.name !== "hipaa-app-backend-dev") continue;
    Object.assign(resource.inputs, more);
    Object.assign(resource.outputs, more);
  }
  return JSON.stringify(state);
};

const rotated = (KeyId: string, RotationPeriodInDays: number) =>
  JSON.stringify({ KeyId, KeyRotationEnabled: true, RotationPeriodInDays });

/** A state whose program says how often the master key is rotated. */
const withRotation = (rotationPeriodInDays: number) => (text: string) => {
  const state = JSON.parse(text);
  for (const { type, inputs, outputs } of state.deployment.resources)
    if (type === "aws:kms/key:Key")
      for (const one of [inputs, outputs]) Object.assign(one, { rotationPeriodInDays });
  return JSON.stringify(state);
};

/** The role with a boundary. */
async function capped({ iam: client, role: RoleName }: Deployed, Statement: object[]) {
  const PolicyDocument = JSON.stringify({ Version: version, Statement });
  const made = await client.send(new iam.CreatePolicyCommand({ PolicyName: "cap", PolicyDocument }));
  const PermissionsBoundary = made.Policy?.Arn;
  await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  return async () => {
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await client.send(new iam.DeletePolicyCommand({ PolicyArn: PermissionsBoundary }));
  };
}

/** A state whose program caps the backend's role with a policy that it also attaches to another role. */
const withAttachedBoundary = (text: string) => {
  const arn = "arn:aws:iam::123456789012:policy/cap";
  const state = JSON.parse(withRole({ permissionsBoundary: arn })(text));
  const { resources } = state.deployment;
  const of = (type: string) => resources.find((one: { type: string }) => one.type === `aws:iam/${type}`);
  const deny = { Sid: "NoTables", Effect: "Deny", Action: "dynamodb:*", Resource: "*" };
  const policy = JSON.stringify({ Version: version, Statement: [allow("*"), deny] });
  const more = (one: { urn: string }, inputs: object, outputs: object) =>
    resources.push({ ...one, urn: `${one.urn}-cap`, id: "cap", inputs, outputs: { ...inputs, ...outputs } });
  more(of("policy:Policy"), { name: "cap", policy }, { arn });
  const attachment = of("rolePolicyAttachment:RolePolicyAttachment");
  more(attachment, { role: "operators", policyArn: arn }, {});
  return JSON.stringify(state);
};

/** A lifecycle rule for all of the backups in place of those that the bucket has. */
const lifecycle =
  (rule: Omit<s3.LifecycleRule, "Status">): Deviation["make"] =>
  async ({ s3: client, backups: Bucket }) => {
    const found = await client
      .send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))
      .catch(() => undefined);
    const put = async (Rules: s3.LifecycleRule[]) =>
      void (await client.send(
        new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
      ));
    await put([{ ...rule, Status: "Enabled", Filter: { Prefix: "" } }]);
    return async () => {
      if (found?.Rules) await put(found.Rules);
      else await client.send(new s3.DeleteBucketLifecycleCommand({ Bucket }));
    };
  };

const ofRolesAndSettings: Deviation[] = [
  {
    what: "a component of another account with the same names: told as not looked at",
    make: async () => nothing,
    state: twice((text) => text),
    said: [],
    told: /a component of another account than 123456789012/,
  },
  {
    what: "a component of another account with other names: told as not looked at",
    make: async () => nothing,
    state: twice((text) =>
      text.replaceAll("hipaa-app-backend-dev", "far-backend").replaceAll("dev-", "far-"),
    ),
    said: [],
    told: /a component of another account than 123456789012/,
  },
  ...(
    [
      ["ReadOnlyAccess", /the account allows more than the program/],
      ["AdministratorAccess", /the account allows more than the program/],
      ["AWSDenyAll", /^deny (added|strengthened)[^;]*: the program allows more than the account/],
    ] as const
  ).map(
    ([name, details]): Deviation => ({
      what: `a policy of AWS is attached: ${name}`,
      make: async ({ iam: client, role: RoleName }) => {
        const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
        await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
        return async () => void (await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn })));
      },
      said: [
        ["roles", new RegExp(`^an extra policy is attached: arn:aws:iam::aws:policy/${name}$`)],
        ["promises", /./],
      ],
      details,
    }),
  ),
  {
    what: "a copy of the role's own policy is attached",
    make: async ({ iam: client, role: RoleName, policy, policyArn }) => {
      const PolicyDocument = JSON.stringify(await policy(policyArn("s3")));
      const made = await client.send(new iam.CreatePolicyCommand({ PolicyName: "copy", PolicyDocument }));
      const PolicyArn = made.Policy?.Arn;
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
      return async () => {
        await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
        await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
      };
    },
    said: [["roles", /an extra policy is attached: .*policy\/copy$/]],
  },
  {
    what: "a copy of the role's own policy is inline",
    make: async ({ iam: client, role: RoleName, policy, policyArn }) => {
      const PolicyDocument = JSON.stringify(await policy(policyArn("s3")));
      await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: "copy", PolicyDocument }));
      return async () =>
        void (await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: "copy" })));
    },
    said: [["roles", /an extra inline policy is there: copy$/]],
  },
  {
    what: "an inline policy is called like an attached one",
    make: async ({ iam: client, role: RoleName, policy, policyArn }) => {
      const PolicyDocument = JSON.stringify(await policy(policyArn("s3")));
      const PolicyName = "dev-s3-access-policy";
      await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      return async () => void (await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName })));
    },
    said: [["roles", /an extra inline policy is there: dev-s3-access-policy$/]],
    details: /it changes nothing of what the role may do/,
  },
  {
    what: "an inline policy that widens",
    make: async ({ iam: client, role: RoleName }) => {
      const PolicyDocument = JSON.stringify({ Version: version, Statement: [allow("s3:GetObjectAcl")] });
      await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: "by-hand", PolicyDocument }));
      return async () =>
        void (await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: "by-hand" })));
    },
    said: [
      ["roles", /an extra inline policy is there: by-hand/],
      ["promises", /s3:GetObjectAcl/],
    ],
    details: /grant added \(ByHand\): the account allows more than the program; s3:GetObjectAcl/,
  },
  {
    what: "a policy is detached",
    make: async ({ iam: client, role: RoleName, policyArn }) => {
      const PolicyArn = policyArn("bedrock");
      await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
      return async () => void (await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn })));
    },
    said: [
      ["roles", /a policy of the program is not attached: .*bedrock/],
      ["promises", /./],
    ],
    details: /grant removed .*: the program allows more than the account/,
  },
  {
    what: "somebody else may assume the role",
    make: async (deployed) => {
      const trust = await deployed.trust();
      const [first] = trust.Statement;
      const other = { ...first, Sid: "ByHand", Principal: { AWS: "arn:aws:iam::999999999999:root" } };
      return deployed.setTrust({ ...trust, Statement: [...trust.Statement, other] });
    },
    said: [["roles", /trust added|trust widened/]],
  },
  {
    what: "a trust in everybody who knows the external ID",
    make: async (deployed) => {
      const trust = await deployed.trust();
      const Statement = trust.Statement.map((one) => ({ ...one, Principal: "*" }));
      return deployed.setTrust({ ...trust, Statement });
    },
    said: [["roles", /trust widened/]],
    details: /^sts:AssumeRole for everybody if sts:ExternalId/,
  },
  {
    what: "the external ID is not asked for",
    make: async (deployed) => {
      const trust = await deployed.trust();
      const Statement = trust.Statement.map(({ Condition: _, ...one }) => one);
      return deployed.setTrust({ ...trust, Statement });
    },
    said: [["roles", /trust/]],
  },
  {
    what: "the policy has another default version, wider",
    make: async (deployed) => {
      const arn = deployed.policyArn("s3");
      const policy = await deployed.policy(arn);
      const wider = { ...policy, Statement: [...policy.Statement, allow("s3:GetObjectVersion")] };
      return deployed.putVersion(arn, wider, true);
    },
    said: [
      ["roles", /grant added/],
      ["promises", /s3:GetObjectVersion/],
    ],
  },
  {
    what: "a wider version is kept beside",
    make: async (deployed) => {
      const arn = deployed.policyArn("s3");
      return deployed.putVersion(arn, { Version: version, Statement: [allow("s3:*")] }, false);
    },
    said: [["roles", /is kept and allows more/]],
  },
  {
    what: "the policy has another default version, narrower, and keeps the program's",
    make: async (deployed) => {
      const arn = deployed.policyArn("s3");
      const policy = await deployed.policy(arn);
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== "AppendAuditLogs");
      return deployed.putVersion(arn, { ...policy, Statement }, true);
    },
    said: [
      ["roles", /grant removed \(AppendAuditLogs\)/],
      ["promises", /s3:PutObject/],
    ],
    told: /version v\d+ of dev-s3-access-policy is the program's: make it the default again/,
  },
  {
    what: "a deny is gone",
    make: async (deployed) => {
      const arn = deployed.policyArn("kms");
      const policy = await deployed.policy(arn);
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== "DenyUntaggingKeys");
      return deployed.putVersion(arn, { ...policy, Statement }, true);
    },
    // The version before guarded more, and is no danger.
    said: [
      ["roles", /deny lost|deny weakened/],
      ["promises", /kms:UntagResource/],
    ],
  },
  {
    what: "sessions are longer",
    make: async ({ iam: client, role: RoleName }) => {
      const set = async (MaxSessionDuration: number) =>
        void (await client.send(new iam.UpdateRoleCommand({ RoleName, MaxSessionDuration })));
      await set(7200);
      return () => set(3600);
    },
    said: [["roles", /sessions longer/]],
  },
  {
    what: "a tag has another value",
    make: async ({ iam: client, role: RoleName }) => {
      const set = async (Value: string) =>
        void (await client.send(new iam.TagRoleCommand({ RoleName, Tags: [{ Key: "Environment", Value }] })));
      await set("production");
      return () => set("dev");
    },
    said: [["roles", /tags are others/]],
  },
  {
    what: "a tag more, with words that are not of this page",
    make: async ({ iam: client, role: RoleName }) => {
      const Tags = [{ Key: "Owner", Value: "=cmd <b>@you</b> | \u202e x" }];
      await client.send(new iam.TagRoleCommand({ RoleName, Tags }));
      return async () => void (await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: ["Owner"] })));
    },
    said: [["roles", /tags are others/]],
  },
  {
    what: "a boundary is set",
    make: async ({ iam: client, role: RoleName }) => {
      const PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
      await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
      return async () => void (await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName })));
    },
    said: [["roles", /permissions boundary set/]],
  },
  {
    what: "the boundary is missing",
    make: async () => nothing,
    state: withRole({ permissionsBoundary: "arn:aws:iam::123456789012:policy/hipaa-boundary" }),
    said: [["roles", /permissions boundary (removed|taken|gone|lost)/]],
  },
  {
    what: "the boundary's text is not the program's, which attaches it to another role too",
    make: (deployed) => capped(deployed, [allow("*")]),
    state: withAttachedBoundary,
    said: [["roles", /deny lost \(NoTables\)/]],
  },
  {
    what: "the boundary refuses what the role is promised",
    make: async (deployed) => {
      const refused = { ...allow("s3:GetObject"), Sid: "Refused", Effect: "Deny" };
      return capped(deployed, [allow("*"), refused]);
    },
    state: withRole({ permissionsBoundary: "arn:aws:iam::123456789012:policy/cap" }),
    said: [["promises", /^s3:GetObject on/]],
    details: /the role may allow it, its permissions boundary does not/,
  },
  {
    what: "a policy called like the role's own is attached from another path",
    make: async ({ iam: client, role: RoleName }) => {
      const PolicyDocument = JSON.stringify({ Version: version, Statement: [allow("*")] });
      const name = { PolicyName: "dev-s3-access-policy", Path: "/x/" };
      const made = await client.send(new iam.CreatePolicyCommand({ ...name, PolicyDocument }));
      const PolicyArn = made.Policy?.Arn;
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
      return async () => {
        await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
        await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
      };
    },
    said: [
      ["roles", /an extra policy is attached: .*policy\/x\/dev-s3-access-policy$/],
      ["promises", /./],
    ],
    details: /grant widened \(ByHand\): the account allows more than the program/,
  },
  {
    what: "the role stands under another path",
    make: async () => nothing,
    state: withRole({ path: "/backend/" }),
    said: [["roles", /its path is \/, and should be \/backend\//]],
  },
  {
    what: "the role is gone",
    make: async (_, api) => {
      api.spoil = (call) => (call === "iam:GetRole" ? "absent" : undefined);
      return nothing;
    },
    said: [["roles", /there is no such role/]],
  },
  {
    what: "an inline policy that refuses",
    make: async ({ iam: client, role: RoleName }) => {
      const Statement = [{ ...allow("s3:DeleteObject"), Effect: "Deny" }];
      const PolicyDocument = JSON.stringify({ Version: version, Statement });
      await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: "by-hand", PolicyDocument }));
      return async () =>
        void (await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: "by-hand" })));
    },
    said: [
      ["roles", /an extra inline policy is there: by-hand/],
      ["promises", /^s3:DeleteObject/],
    ],
    details: /deny added \(ByHand\)/,
  },
  {
    what: "an attached policy that refuses what the role never had",
    make: async ({ iam: client, role: RoleName }) => {
      const Statement = [{ ...allow("dynamodb:*"), Effect: "Deny" }];
      const PolicyDocument = JSON.stringify({ Version: version, Statement });
      const made = await client.send(
        new iam.CreatePolicyCommand({ PolicyName: "no-tables", PolicyDocument }),
      );
      const PolicyArn = made.Policy?.Arn;
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
      return async () => {
        await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
        await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
      };
    },
    said: [["roles", /an extra policy is attached: .*policy\/no-tables$/]],
    details: /deny added \(ByHand\): the program allows more than the account; dynamodb:\*/,
  },
  {
    what: "a policy of the organisation cuts KMS",
    make: async (_, api) => {
      const Statement = [allow("*"), { Sid: "NoKms", Effect: "Deny", Action: "kms:*", Resource: "*" }];
      api.above = { serviceControl: { Version: version, Statement } };
      return nothing;
    },
    said: [["promises", /^kms:/]],
  },
  {
    what: "a policy of the organisation lets nobody delete objects",
    make: async (_, api) => {
      const Statement = [
        allow("*"),
        { Sid: "Keep", Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
      ];
      api.above = { serviceControl: { Version: version, Statement } };
      return nothing;
    },
    said: [["promises", /^s3:DeleteObject on .*a tenant's document|^s3:DeleteObject on .*dots/]],
  },
  {
    what: "a bucket keeps no versions",
    make: async ({ s3: client, backups: Bucket }) => {
      const set = async (Status: s3.BucketVersioningStatus) =>
        void (await client.send(
          new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }),
        ));
      await set("Suspended");
      return () => set("Enabled");
    },
    said: [["buckets", /keeps no versions/]],
  },
  {
    what: "a bucket encrypts with a key of S3",
    make: (deployed) => deployed.encrypt(deployed.documents, { SSEAlgorithm: "AES256" }),
    said: [["buckets", /encrypts with AES256/]],
  },
  {
    what: "a bucket encrypts twice",
    make: (deployed) =>
      deployed.encrypt(deployed.documents, {
        SSEAlgorithm: "aws:kms:dsse",
        KMSMasterKeyID: deployed.masterKey,
      }),
    said: [["buckets", /encrypts with aws:kms:dsse by default, and should with aws:kms$/]],
  },
  {
    what: "a bucket encrypts with another key",
    make: (deployed) =>
      deployed.encrypt(deployed.auditLogs, {
        SSEAlgorithm: "aws:kms",
        KMSMasterKeyID: "arn:aws:kms:us-east-1:123456789012:key/99999999-1111-4111-8111-111111111111",
      }),
    said: [["buckets", /not with the master key/]],
  },
  {
    what: "a bucket is open to the public",
    make: async ({ s3: client, documents: Bucket }) => {
      const { PublicAccessBlockConfiguration } = await client.send(
        new s3.GetPublicAccessBlockCommand({ Bucket }),
      );
      await client.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
      return async () =>
        void (await client.send(
          new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }),
        ));
    },
    said: [["buckets", /not blocked for the public/]],
  },
  {
    what: "the block of public access is half",
    make: async ({ s3: client, documents: Bucket }) => {
      const { PublicAccessBlockConfiguration } = await client.send(
        new s3.GetPublicAccessBlockCommand({ Bucket }),
      );
      const half = { ...PublicAccessBlockConfiguration, RestrictPublicBuckets: false };
      await client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: half }));
      return async () =>
        void (await client.send(
          new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }),
        ));
    },
    said: [["buckets", /RestrictPublicBuckets should be true/]],
  },
  {
    what: "a bucket has no policy",
    make: (deployed) => deployed.setBucketPolicy(deployed.backups, undefined),
    said: [
      ["buckets", /without TLS/],
      ["buckets", /write over an object/],
      ["buckets", /replicas, other keys/],
      ["buckets", /delete an object/],
      ["buckets", /other denies/],
    ],
  },
  {
    what: "a bucket's policy lets requests without TLS through",
    make: async (deployed) => {
      const policy = await deployed.bucketPolicy(deployed.documents);
      const Statement = policy.Statement.filter(({ Sid }) => !Sid.endsWith("WithoutTls"));
      return deployed.setBucketPolicy(deployed.documents, { ...policy, Statement });
    },
    said: [["buckets", /without TLS/]],
  },
  {
    what: "a kept bucket's policy lets objects be overwritten",
    make: async (deployed) => {
      const policy = await deployed.bucketPolicy(deployed.auditLogs);
      const Statement = policy.Statement.filter(({ Sid }) => !Sid.startsWith("DenyReplacing"));
      return deployed.setBucketPolicy(deployed.auditLogs, { ...policy, Statement });
    },
    said: [["buckets", /write over an object/]],
  },
  {
    what: "a kept bucket's policy lets one role overwrite objects",
    make: async (deployed) => {
      const policy = await deployed.bucketPolicy(deployed.auditLogs);
      const spares = { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/repair" } };
      const Statement = policy.Statement.map((one: { Sid: string; Condition?: object }) =>
        one.Sid.startsWith("DenyReplacing") ? { ...one, Condition: { ...one.Condition, ...spares } } : one,
      );
      return deployed.setBucketPolicy(deployed.auditLogs, { ...policy, Statement });
    },
    said: [["buckets", /write over an object/]],
  },
  {
    what: "a kept bucket's policy lets objects be deleted and changed",
    make: (deployed) => deployed.withoutDenies(deployed.backups, /^Deny(Deleting|Changing)/),
    said: [
      ["buckets", /delete an object/],
      ["buckets", /replicas, other keys/],
    ],
  },
  {
    what: "a bucket's policy lets others in, and other keys",
    make: (deployed) => deployed.withoutDenies(deployed.documents, /ToOthers$|OtherKey$/),
    said: [["buckets", /the other denies of the program/]],
  },
  {
    what: "a bucket is gone",
    make: async () => nothing,
    state: (text) => text.replace(/("s3BucketBackupsArn": ?"arn:aws:s3:::)/g, "$1gone-"),
    said: [
      ["promises", /gone-/],
      ["buckets", /^there is no such bucket$/],
    ],
  },
  {
    what: "a bucket of the same name and settings is another account's",
    make: async ({ backups }, api) => {
      api.owners.set(backups, "999999999999");
      return nothing;
    },
    said: [["buckets", /belongs to another account than 123456789012/]],
  },
  {
    what: "a bucket is copied to another account: a fact for the reader",
    make: async ({ s3: client, documents: Bucket }) => {
      const Destination = { Bucket: "arn:aws:s3:::elsewhere", Account: "999999999999" };
      const Rules: s3.ReplicationRule[] = [
        { ID: "all", Status: "Enabled", Priority: 1, Filter: { Prefix: "" }, Destination },
      ];
      const ReplicationConfiguration = { Role: "arn:aws:iam::123456789012:role/copies", Rules };
      await client.send(new s3.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
      return async () => void (await client.send(new s3.DeleteBucketReplicationCommand({ Bucket })));
    },
    said: [],
    told: /is copied to other buckets/,
  },
  {
    what: "a bucket takes ACLs",
    make: async (deployed) => {
      await deployed.own(deployed.documents, "ObjectWriter");
      return () => deployed.own(deployed.documents, "BucketOwnerEnforced");
    },
    said: [["buckets", /takes ACLs/]],
  },
  {
    what: "a key without tags",
    make: async (deployed) => (await deployed.newKey({})).undo,
    said: [["keys", /keys with neither tag/]],
  },
  {
    what: "a key with other tags alone",
    make: async (deployed) => (await deployed.newKey({ Team: "billing" })).undo,
    said: [["keys", /keys with neither tag/]],
  },
  {
    what: "a key with one of the two tags in another case, which protects it",
    make: async (deployed) => (await deployed.newKey({ environment: "shared" })).undo,
    said: [],
  },
  {
    what: "a key with one of the two tags, which protects it",
    make: async (deployed) => (await deployed.newKey({ Environment: "shared" })).undo,
    said: [],
  },
  {
    what: "the master key is about to be deleted",
    make: async ({ kms: client, masterKey }) => {
      const KeyId = masterKey.split("/").at(-1);
      await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return async () => {
        await client.send(new kms.CancelKeyDeletionCommand({ KeyId }));
        await client.send(new kms.EnableKeyCommand({ KeyId }));
      };
    },
    said: [["keys", /master key is PendingDeletion/]],
    told: /whether the master key is rotated, which is PendingDeletion/,
  },
  {
    what: "the master key is not rotated",
    make: async ({ kms: client, masterKey: KeyId }) => {
      await client.send(new kms.DisableKeyRotationCommand({ KeyId }));
      return async () => void (await client.send(new kms.EnableKeyRotationCommand({ KeyId })));
    },
    said: [["keys", /not rotated/]],
  },
  {
    what: "the master key is rotated every seven years",
    make: async ({ masterKey: KeyId }, api) => {
      api.answers.set("kms:GetKeyRotationStatus", rotated(KeyId, 2560));
      return nothing;
    },
    said: [["keys", /is rotated every 2560 days, and should be every 365$/]],
  },
  {
    what: "the master key is rotated every year, and the program says every quarter",
    make: async () => nothing,
    state: withRotation(90),
    said: [["keys", /is rotated every 365 days, and should be every 90$/]],
  },
  {
    what: "the master key is rotated every two years, as the program says",
    make: async ({ masterKey: KeyId }, api) => {
      api.answers.set("kms:GetKeyRotationStatus", rotated(KeyId, 730));
      return nothing;
    },
    state: withRotation(730),
    said: [],
    told: /^the master key is rotated every 730 days$/,
  },
  {
    what: "the master key is disabled",
    make: async ({ kms: client, masterKey }) => {
      const KeyId = masterKey.split("/").at(-1); // The local API takes no ARN here.
      await client.send(new kms.DisableKeyCommand({ KeyId }));
      return async () => void (await client.send(new kms.EnableKeyCommand({ KeyId })));
    },
    said: [["keys", /master key is Disabled/]],
  },
  {
    what: "the master key is disabled, where its rotation may not be seen",
    make: async ({ kms: client, masterKey }, api) => {
      api.spoil = (call) => (call === "kms:GetKeyRotationStatus" ? "denied" : undefined);
      const KeyId = masterKey.split("/").at(-1);
      await client.send(new kms.DisableKeyCommand({ KeyId }));
      return async () => void (await client.send(new kms.EnableKeyCommand({ KeyId })));
    },
    said: [["keys", /master key is Disabled/]],
    told: /could not look: needs kms:GetKeyRotationStatus/,
  },
  {
    what: "the master key is disabled, and besides not rotated and open to another account",
    make: async (deployed) => {
      const { kms: client, masterKey } = deployed;
      const KeyId = masterKey.split("/").at(-1);
      const undo = await deployed.setMasterKeyPolicy((some) => [
        ...some,
        {
          ...{ Sid: "ByHand", Effect: "Allow", Principal: { AWS: "999999999999" } },
          ...{ Action: "kms:Decrypt", Resource: "*" },
        },
      ]);
      await client.send(new kms.DisableKeyRotationCommand({ KeyId: masterKey }));
      await client.send(new kms.DisableKeyCommand({ KeyId }));
      return async () => {
        await client.send(new kms.EnableKeyCommand({ KeyId }));
        await client.send(new kms.EnableKeyRotationCommand({ KeyId: masterKey }));
        await undo();
      };
    },
    said: [
      ["keys", /master key is Disabled/],
      ["keys", /not rotated/],
      ["keys", /lets in other accounts, and the program's does not/],
    ],
  },
  {
    what: "a lifecycle rule deletes old versions: a fact for the reader",
    make: lifecycle({ ID: "versions", NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    said: [],
    told: /deletes versions that were overwritten or deleted/,
  },
  {
    what: "a lifecycle rule deletes on a day: a fact for the reader",
    make: lifecycle({ ID: "old", Expiration: { Date: new Date("2030-01-01T00:00:00Z") } }),
    said: [],
    told: /^old: from 2030-01-01 on$/,
  },
  {
    what: "a lifecycle rule deletes: a fact for the reader",
    make: lifecycle({ ID: "old", Expiration: { Days: 30 } }),
    said: [],
    told: /deletes kept objects by lifecycle rule/,
  },
  {
    what: "a lifecycle rule moves objects to an archive: a fact for the reader",
    make: lifecycle({ ID: "cold", Transitions: [{ Days: 1, StorageClass: "DEEP_ARCHIVE" }] }),
    said: [],
    told: /^cold: 1 day, to DEEP_ARCHIVE: nobody can read them/,
  },
  {
    what: "a lifecycle rule moves old versions: a fact for the reader",
    make: lifecycle({
      ID: "old",
      NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: "STANDARD_IA" }],
    }),
    said: [],
    told: /^old: 30 days, to STANDARD_IA$/,
  },
];

export const deviations: Deviation[] = [
  ...ofRolesAndSettings,
  ...deviationsOfPolicies,
  ...deviationsOfDenies,
  ...deviationsOfKeys,
];
