import * as kms from "@aws-sdk/client-kms";
import { tenantKeyPolicy } from "../../../components";
import type { Deployed } from "./deployed";
import type { Deviation } from "./deviation";
import { withoutBucketPolicies } from "./deviationsOfDenies";

const Version = "2012-10-17";
const root = "arn:aws:iam::123456789012:root";
const service = { Service: "cloudtrail.amazonaws.com" };
const near = { AWS: "arn:aws:iam::123456789012:role/reporting" };
const far = { AWS: "arn:aws:iam::999999999999:root" };
const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
const all = { Sid: "Root", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
const byHand = (Principal: unknown, Action: string | string[], Effect = "Allow") => ({
  ...{ Sid: "ByHand", Effect, Principal, Action, Resource: "*" },
});
const ofAccount = { "kms:CallerAccount": "123456789012" };
const ofAccounts = { ...ofAccount, "aws:PrincipalAccount": "123456789012" };
const tenantTags = { Environment: "dev", ManagedBy: "Application" };

/** A state whose program makes no policies of such a type. */
const without = (type: string) => (text: string) => {
  const state = JSON.parse(text);
  const resources = state.deployment.resources.filter((one: { type: string }) => !one.type.startsWith(type));
  return JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
};
const noKeyPolicy = without("aws:kms/keyPolicy:");
const noBucketPolicy = withoutBucketPolicies;

/** A state whose program gives the master key a policy with the key itself. */
const inKey = (policy: object) => (text: string) => {
  const state = JSON.parse(noKeyPolicy(text));
  for (const one of state.deployment.resources)
    if (one.type === "aws:kms/key:Key") one.inputs.policy = JSON.stringify(policy);
  return JSON.stringify(state);
};

const tenantKey =
  (...Statement: object[]) =>
  async (deployed: Deployed) =>
    (await deployed.newKey(tenantTags, { Version, Statement })).undo;

/** A tenant key with the policy of the package, and more of everything. */
const tenantKeyAnd =
  (...more: object[]) =>
  async (deployed: Deployed) =>
    (await deployed.newKey(tenantTags, { Version, Statement: [...usual, ...more] })).undo;
const usual = tenantKeyPolicy({ roleArn, administratorArns: [near.AWS] }).Statement;

/** A key for tenants, and what somebody does to it. */
const changedTenantKey = (change: (deployed: Deployed, KeyId: string) => Promise<unknown>) => {
  return async (deployed: Deployed) => {
    const { arn, undo } = await deployed.newKey(tenantTags);
    await change(deployed, arn.split("/").at(-1) ?? "");
    return undo;
  };
};

const onlyThroughEndpoint = (bucket: string) => ({
  ...{ Sid: "ByHand", Effect: "Deny", Principal: "*", Action: "s3:*" },
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
});

const grant =
  (GranteePrincipal: string, more: Partial<kms.CreateGrantCommandInput> = {}) =>
  async ({ kms: client, masterKey: KeyId }: Deployed) => {
    const { GrantId } = await client.send(
      new kms.CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"], ...more }),
    );
    return async () => void (await client.send(new kms.RevokeGrantCommand({ KeyId, GrantId })));
  };

const ofBuckets: Deviation[] = [
  {
    what: "a bucket's policy allows everybody to read",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, "*"),
    said: [["buckets", /its policy lets in everybody, and the program's does not: grant added \(ByHand\)/]],
  },
  {
    what: "a bucket's policy allows another account to read",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, far),
    said: [["buckets", /its policy lets in other accounts, and the program's does not: grant added/]],
  },
  {
    what: "a bucket's policy allows a role of the account to read",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, near),
    said: [["buckets", /its policy lets in more than the program's: grant added/]],
    told: /^its policy lets in$/,
  },
  {
    what: "a bucket's policy allows the backend to read every document",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, { AWS: roleArn }),
    said: [["buckets", /its policy lets in more than the program's: grant added/]],
    details: /the role can, which it should not: s3:GetObject on /,
  },
  {
    what: "a bucket's policy allows the backend to read every document, where no program makes it",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, { AWS: roleArn }),
    state: noBucketPolicy,
    said: [["buckets", /its policy lets the role do what it should not \(ByHand\)/]],
    details: /s3:GetObject on /,
  },
  ...[
    ["an address", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }] as const,
    ["a time", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }] as const,
  ].map(([what, Condition]) => ({
    what: `a bucket's policy allows the backend to read every document from ${what} on, where no program makes it`,
    make: (deployed: Deployed) => deployed.alsoLetsIn(deployed.documents, { AWS: roleArn }, Condition),
    state: noBucketPolicy,
    said: [
      ["buckets", /its policy lets the role do what it should not \(ByHand\)/],
    ] satisfies Deviation["said"],
    details: /s3:GetObject on /,
  })),
  {
    what: "a bucket's policy allows another account to read, where no program makes it",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, far),
    state: noBucketPolicy,
    said: [["buckets", /its policy lets in other accounts$/]],
  },
  {
    what: "a bucket's policy refuses what comes through no endpoint of a VPC",
    make: (deployed) => deployed.withStatement(deployed.documents, onlyThroughEndpoint(deployed.documents)),
    said: [["buckets", /its policy refuses more than the program's: deny added \(ByHand\)/]],
    details: /the role cannot any more: s3:GetObject on .*, depending on aws:SourceVpce/,
  },
  {
    what: "a bucket's policy refuses what comes through no endpoint of a VPC, where no program makes it",
    make: (deployed) => deployed.withStatement(deployed.documents, onlyThroughEndpoint(deployed.documents)),
    state: noBucketPolicy,
    said: [["buckets", /its policy refuses the role what it is promised \(ByHand\)/]],
    details: /s3:GetObject on .*, depending on aws:SourceVpce/,
    told: /its policy refuses besides/,
  },
  {
    what: "a bucket's policy refuses what the role does not do, where no program makes it: a fact for the reader",
    make: (deployed) =>
      deployed.withStatement(deployed.documents, {
        ...byHand("*", "s3:PutBucketPolicy", "Deny"),
        Resource: `arn:aws:s3:::${deployed.documents}`,
      }),
    state: noBucketPolicy,
    said: [],
    told: /its policy refuses besides/,
  },
];

const variable = `$${"{aws:PrincipalAccount}"}`;
/** Principals outside the account, however they are written. */
const strangers: [what: string, Principal: unknown, PrincipalArn?: string][] = [
  ["roles of any account by a pattern of their name", "*", "*:role/admin"],
  ["whatever has a word in its ARN", "*", "*role*"],
  ["a role of another account by a pattern of its ARN", "*", "a?n:aws:iam::999999999999:role/x"],
  ["a role of any account by a variable", "*", `arn:aws:iam::${variable}:role/x`],
  ["users of another account's provider", { Federated: "arn:aws:iam::999999999999:saml-provider/x" }],
];
/** Patterns that nobody outside the account meets. */
const neighbours: [what: string, Principal: unknown, Condition: object][] = [
  [
    "roles of the account by a pattern",
    "*",
    { ArnLike: { "aws:PrincipalArn": "arn:*:iam::123456789012:role/admin-*" } },
  ],
  [
    "roles of any name, of the account's principals",
    { AWS: root },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
  ],
  [
    "roles of any name, of the account by a second condition",
    "*",
    {
      StringLike: { "aws:PrincipalArn": "*:role/admin" },
      StringEquals: { "aws:PrincipalAccount": "123456789012" },
    },
  ],
];
const session = { AWS: "arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-dev/app" };
const statement = (
  Principal: unknown,
  Action: string | string[],
  Resource: string | string[],
  more: object = {},
) => ({
  ...{ Sid: "ByHand", Effect: "Allow", Principal, Action, Resource, ...more },
});
const backupsAnd =
  (Principal: unknown, Action: string | string[], more: object = {}) =>
  (deployed: Deployed) => {
    const arn = `arn:aws:s3:::${deployed.backups}`;
    return deployed.withStatement(deployed.backups, statement(Principal, Action, [arn, `${arn}/*`], more));
  };
const masterKeyAnd =
  (Principal: unknown, Action: string | string[], more: object = {}) =>
  (deployed: Deployed) =>
    deployed.setMasterKeyPolicy(() => [all, statement(Principal, Action, "*", more)]);

const ofStrangers: Deviation[] = [
  ...strangers.flatMap(([what, Principal, arn]): Deviation[] => {
    const more = arn === undefined ? {} : { Condition: { StringLike: { "aws:PrincipalArn": arn } } };
    return [
      {
        what: `a bucket's policy lets in ${what}, where no program makes it`,
        make: backupsAnd(Principal, "s3:GetObjectVersion", more),
        state: noBucketPolicy,
        said: [
          ["buckets", /its policy lets in other accounts$/],
          // The backend's role is one of them.
          ...(arn === "*role*" ? [["buckets", /lets the role do what it should not/] as const] : []),
        ],
      },
      {
        what: `the master key lets in ${what}, where no program makes its policy`,
        make: masterKeyAnd(Principal, "kms:Decrypt", more),
        state: noKeyPolicy,
        said: [["keys", /the policy of the master key lets in other accounts$/]],
      },
    ];
  }),
  ...neighbours.map(
    ([what, Principal, Condition]): Deviation => ({
      what: `the master key lets in ${what}, where no program makes its policy: a fact for the reader`,
      make: masterKeyAnd(Principal, "kms:Decrypt", { Condition }),
      state: noKeyPolicy,
      said: [],
      told: /the policy of the master key lets in others$/,
    }),
  ),
];

const own = { StringEquals: { "aws:SourceAccount": "123456789012" } };
const another = { StringEquals: { "aws:SourceAccount": "999999999999" } };
const ofServices: Deviation[] = [
  ...[
    ["any account", undefined, /^Service cloudtrail.amazonaws.com for any account$/] as const,
    ["another account", another, /^Service cloudtrail.amazonaws.com of account 999999999999$/] as const,
  ].flatMap(([whom, Condition, details]): Deviation[] => {
    const more = Condition ? { Condition } : {};
    return [
      {
        what: `a bucket's policy lets in a service for ${whom}, where no program makes it`,
        make: backupsAnd(service, "s3:GetObject", more),
        state: noBucketPolicy,
        said: [["buckets", /its policy lets in other accounts$/]],
        details,
      },
      {
        what: `the master key lets in a service for ${whom}, where no program makes its policy`,
        make: masterKeyAnd(service, "kms:Decrypt", more),
        state: noKeyPolicy,
        said: [["keys", /the policy of the master key lets in other accounts$/]],
        details,
      },
      {
        what: `a tenant key lets in a service for ${whom}`,
        make: tenantKeyAnd({ ...byHand(service, "kms:Decrypt"), ...more }),
        said: [["keys", /the policy of this tenant key lets in other accounts$/]],
        details,
      },
    ];
  }),
  {
    what: "a bucket's policy lets in a service for the account, where no program makes it: a fact for the reader",
    make: backupsAnd(service, "s3:PutObject", { Condition: own }),
    state: noBucketPolicy,
    said: [],
    told: /^Service cloudtrail.amazonaws.com of account 123456789012$/,
  },
  {
    what: "the master key lets in a service for the account, where no program makes its policy: a fact for the reader",
    make: masterKeyAnd(service, "kms:GenerateDataKey", { Condition: own }),
    state: noKeyPolicy,
    said: [],
    told: /^Service cloudtrail.amazonaws.com of account 123456789012$/,
  },
];

const ofSessions: Deviation[] = [
  {
    what: "a bucket's policy lets a session of the role read every document, where no program makes it",
    make: (deployed) => deployed.alsoLetsIn(deployed.documents, session),
    state: noBucketPolicy,
    said: [["buckets", /its policy lets the role do what it should not \(ByHand\)/]],
    details: /s3:GetObject on /,
  },
  {
    what: "the master key lets a session of the role do more, where no program makes its policy",
    make: masterKeyAnd(session, ["kms:GenerateDataKeyPair", "kms:ReEncrypt*"]),
    state: noKeyPolicy,
    said: [["keys", /the policy of the master key lets the role do what it should not \(Root, ByHand\)/]],
    details: /kms:ReEncrypt\* on /,
  },
  {
    what: "a grant on the master key with which a session of the role makes grants",
    make: grant(session.AWS, { Operations: ["Decrypt", "CreateGrant"] }),
    said: [["keys", /grants on the master key give the role more than it is promised/]],
    details: /assumed-role\/hipaa-app-backend-dev\/app: CreateGrant$/,
  },
  {
    what: "the backups' policy lets the role change settings that no test request is about, where no program makes it",
    make: backupsAnd({ AWS: roleArn }, ["s3:PutInventoryConfiguration", "s3:PutBucketWebsite"]),
    state: noBucketPolicy,
    said: [["buckets", /its policy lets the role do what it should not \(ByHand\)/]],
    details: /s3:PutInventoryConfiguration on .*s3:PutBucketWebsite on /,
  },
];

const ofMasterKey: Deviation[] = [
  {
    what: "the master key lets in another account",
    make: (deployed) =>
      deployed.setMasterKeyPolicy((some) => [...some, byHand({ AWS: "999999999999" }, "kms:*")]),
    said: [["keys", /the policy of the master key lets in other accounts, and the program's does not/]],
  },
  {
    what: "the master key lets in everybody",
    make: (deployed) => deployed.setMasterKeyPolicy((some) => [...some, byHand("*", "kms:Decrypt")]),
    said: [["keys", /lets in everybody, and the program's does not/]],
  },
  {
    what: "the master key lets in a role of the account",
    make: (deployed) => deployed.setMasterKeyPolicy((some) => [...some, byHand(near, "kms:Decrypt")]),
    said: [["keys", /lets in more than the program's: grant added \(ByHand\)/]],
    told: /the policy of the master key lets in others/,
  },
  {
    what: "the master key lets in a role of the account, where no program makes its policy: a fact for the reader",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [all, byHand(near, "kms:Decrypt")]),
    state: noKeyPolicy,
    said: [],
    told: /the policy of the master key lets in others/,
  },
  {
    what: "the master key is not left to the account",
    make: (deployed) =>
      deployed.setMasterKeyPolicy(() => [byHand({ AWS: "arn:aws:iam::123456789012:user/admin" }, "kms:*")]),
    said: [
      ["keys", /lets in more than the program's: grant added \(ByHand\)/],
      ["keys", /lets in less than the program's: grant removed \(LetRoleUseMasterKey\)/],
      ["keys", /lets in less than the program's: grant removed \(LetAdministratorsManageMasterKey\)/],
    ],
  },
  {
    what: "the master key lets the role describe it, and no more",
    make: (deployed) =>
      deployed.setMasterKeyPolicy((some) =>
        some.map((one) =>
          (one as { Sid: string }).Sid === "LetRoleUseMasterKey"
            ? { ...one, Action: "kms:DescribeKey" }
            : one,
        ),
      ),
    said: [["keys", /lets in less than the program's: grant (narrowed|removed) \(LetRoleUseMasterKey\)/]],
    details: /the role cannot any more: kms:Decrypt on /,
  },
  {
    what: "the master key leaves to the account to describe it, and no more, where no program makes its policy",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [{ ...all, Action: "kms:Describe*" }]),
    state: noKeyPolicy,
    said: [["keys", /the policy of the master key does not let the role do what it is promised/]],
    details: /kms:Decrypt on .*kms:GenerateDataKey on /,
    told: /leaves it to IAM policies of the account who uses the key, for some calls/,
  },
  {
    what: "the master key is left to the account under a condition, where no program makes its policy",
    make: (deployed) =>
      deployed.setMasterKeyPolicy(() => [
        { ...all, Condition: { StringEquals: { "kms:ViaService": "ebs.us-east-1.amazonaws.com" } } },
      ]),
    state: noKeyPolicy,
    said: [["keys", /the policy of the master key does not let the role do what it is promised/]],
    told: /the policy of the master key leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "the master key is left to the callers of its account, where no program makes its policy: a fact for the reader",
    make: (deployed) =>
      deployed.setMasterKeyPolicy(() => [{ ...all, Condition: { StringEquals: ofAccount } }]),
    state: noKeyPolicy,
    said: [],
    told: /the policy of the master key leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "the master key has KMS's own policy, and no program makes another: it is left to the account",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [all]),
    state: noKeyPolicy,
    said: [],
    told: /the policy of the master key leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "the master key has the policy that the program gives it with the key",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [all]),
    state: inKey({ Version, Statement: [all] }),
    said: [],
    told: /leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "the master key has another policy than the program gives it with the key",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [{ ...all, Action: "kms:Describe*" }]),
    state: inKey({ Version, Statement: [all] }),
    said: [["keys", /lets in less than the program's: grant narrowed \(Root\)/]],
    details: /the role cannot any more: kms:Decrypt on /,
  },
  {
    what: "a deny in the master key's policy",
    make: (deployed) => deployed.setMasterKeyPolicy((some) => [...some, byHand("*", "kms:Decrypt", "Deny")]),
    said: [["keys", /the policy of the master key refuses more than the program's: deny added \(ByHand\)/]],
    details: /the role cannot any more: kms:Decrypt on /,
  },
  {
    what: "a deny in the master key's policy, which no program makes",
    make: (deployed) =>
      deployed.setMasterKeyPolicy(() => [
        all,
        byHand({ AWS: roleArn }, ["kms:Decrypt", "kms:Encrypt"], "Deny"),
      ]),
    state: noKeyPolicy,
    said: [["keys", /the policy of the master key refuses the role what it is promised \(ByHand\)/]],
    details: /kms:Encrypt on /,
  },
  {
    what: "a deny of others in the master key's policy, which no program makes: a fact for the reader",
    make: (deployed) => deployed.setMasterKeyPolicy(() => [all, byHand(near, "kms:Decrypt", "Deny")]),
    state: noKeyPolicy,
    said: [],
    told: /the policy of the master key refuses$/,
  },
  {
    what: "a grant on the master key lets in another account",
    make: grant("arn:aws:iam::999999999999:role/other"),
    said: [["keys", /grants on the master key let in other accounts/]],
  },
  {
    what: "a grant on the master key lets in a role of the account",
    make: grant("arn:aws:iam::123456789012:role/reporting"),
    said: [["keys", /^grants on the master key let in others$/]],
  },
  {
    what: "a grant on the master key for a service's own role: a fact for the reader",
    make: grant(
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ),
    said: [],
    told: /grants on the master key let in others/,
  },
  {
    what: "a grant on the master key for a service: a fact for the reader",
    make: grant("dynamodb.us-east-1.amazonaws.com", { Operations: ["Decrypt", "GenerateDataKey"] }),
    said: [],
    told: /^dynamodb\.us-east-1\.amazonaws\.com: Decrypt, GenerateDataKey$/,
  },
  {
    what: "a grant on the master key for a role that is gone: a fact for the reader",
    make: grant("AROADBQP57FF2AEXAMPLE"),
    said: [],
    told: /grants on the master key let in others/,
  },
  {
    what: "a grant on the master key for the backend's role: a fact for the reader",
    make: grant(roleArn),
    said: [],
    told: /grants on the master key give the role what it is promised/,
  },
  {
    what: "a grant on the master key with which the backend's role makes grants",
    make: grant(roleArn, { Operations: ["Decrypt", "CreateGrant"] }),
    said: [["keys", /grants on the master key give the role more than it is promised/]],
    details: /role\/hipaa-app-backend-dev: CreateGrant$/,
  },
  {
    what: "a grant on the master key that another account can retire: a fact for the reader",
    make: grant(roleArn, { RetiringPrincipal: "arn:aws:iam::999999999999:role/other" }),
    said: [],
    told: /grants on the master key can be retired by other accounts/,
  },
];

const ofTenantKeys: Deviation[] = [
  {
    what: "a tenant key with the policy of tenantKeyPolicy(), which is as it should be",
    make: async (deployed) => {
      const administratorArns = ["arn:aws:iam::123456789012:role/deployer"];
      return (await deployed.newKey(tenantTags, tenantKeyPolicy({ roleArn, administratorArns }))).undo;
    },
    said: [],
    told: /with the policy of this tenant key, IAM policies of the account let nobody/,
  },
  {
    what: "a tenant key with KMS's own policy: a fact for the reader",
    make: async (deployed) => (await deployed.newKey(tenantTags)).undo,
    said: [],
    told: /the policy of this tenant key leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "a tenant key that lets in others",
    make: tenantKey(all, byHand(near, "kms:Decrypt")),
    said: [["keys", /the policy of this tenant key lets in others/]],
    details: /role\/reporting/,
  },
  {
    what: "a tenant key that lets in others by a condition",
    make: tenantKey(byHand({ AWS: roleArn }, "kms:*"), {
      ...all,
      Condition: { ArnLike: { "aws:PrincipalArn": near.AWS } },
    }),
    said: [
      ["keys", /the policy of this tenant key lets in others/],
      ["keys", /the policy of this tenant key lets the role do what it should not \(ByHand\)/],
    ],
  },
  {
    what: "a tenant key that lets in everybody",
    make: tenantKey({ ...all, Principal: "*" }),
    said: [["keys", /the policy of this tenant key lets in everybody/]],
  },
  ...Object.entries(ofAccounts).map(([key, account]) => ({
    what: `a tenant key that lets in everybody of the account by ${key}`,
    make: tenantKeyAnd({
      ...byHand({ AWS: "*" }, "kms:Decrypt"),
      Condition: { StringEquals: { [key]: account } },
    }),
    said: [["keys", /the policy of this tenant key lets in others/]] satisfies Deviation["said"],
    details: /^everybody of account 123456789012$/,
  })),
  {
    what: "a tenant key that lets in everybody of another account",
    make: tenantKeyAnd({
      ...byHand("*", "kms:Decrypt"),
      Condition: { StringEquals: { "kms:CallerAccount": "999999999999" } },
    }),
    said: [["keys", /the policy of this tenant key lets in other accounts/]],
    details: /^everybody of account 999999999999$/,
  },
  ...[
    ["Environment", "managedby"],
    ["environment", "managedby"],
    ["ENVIRONMENT", "MANAGEDBY"],
  ].map(([first = "", second = ""]) => ({
    what: `a tenant key with the tags ${first} and ${second} that lets in another account`,
    make: async (deployed: Deployed) =>
      (
        await deployed.newKey(
          { [first]: "dev", [second]: "Application" },
          { Version, Statement: [all, byHand(far, "kms:Decrypt")] },
        )
      ).undo,
    said: [["keys", /the policy of this tenant key lets in other accounts/]] satisfies Deviation["said"],
  })),
  {
    what: "a tenant key that is left to users of the account with MFA: a fact for the reader",
    make: tenantKeyAnd({ ...all, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    said: [],
    told: /the policy of this tenant key leaves it to IAM policies of the account who uses the key$/,
  },
  {
    what: "a tenant key that is left to the account for one call, by way of S3: a fact for the reader",
    make: tenantKeyAnd({
      ...{ ...all, Action: "kms:ReEncrypt*" },
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    }),
    said: [],
    told: /the policy of this tenant key leaves it to IAM policies of the account who uses the key, for some calls$/,
  },
  {
    what: "a tenant key that gives the role everything",
    make: tenantKeyAnd(byHand({ AWS: roleArn }, "kms:*")),
    said: [["keys", /the policy of this tenant key lets the role do what it should not \(ByHand\)/]],
    details: /^kms:\* on /,
  },
  ...["kms:ScheduleKeyDeletion", "kms:CreateGrant", "kms:DisableKey"].map((action) => ({
    what: `a tenant key that gives the role ${action} where a condition holds`,
    make: tenantKeyAnd({
      ...byHand({ AWS: roleArn }, action),
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    }),
    said: [["keys", /lets the role do what it should not \(ByHand\)/]] satisfies Deviation["said"],
    details: new RegExp(`^${action} on `),
  })),
  {
    what: "a tenant key that gives the role nothing more, as a deny takes it away again",
    make: tenantKeyAnd(byHand({ AWS: roleArn }, "kms:Li*"), byHand("*", "kms:L*", "Deny")),
    said: [],
    told: /the policy of this tenant key refuses/,
  },
  {
    what: "a tenant key that is disabled",
    make: changedTenantKey(({ kms: client }, KeyId) => client.send(new kms.DisableKeyCommand({ KeyId }))),
    said: [["keys", /is a key of dev's tenants, is Disabled, and has to be Enabled/]],
  },
  {
    what: "a tenant key that is disabled, where its grants may not be seen",
    make: async (deployed, api) => {
      api.spoil = (call) => (call === "kms:ListGrants" ? "denied" : undefined);
      const disable = changedTenantKey(({ kms: client }, KeyId) =>
        client.send(new kms.DisableKeyCommand({ KeyId })),
      );
      return disable(deployed);
    },
    said: [["keys", /is a key of dev's tenants, is Disabled, and has to be Enabled/]],
    told: /could not look: needs kms:ListGrants/,
  },
  {
    what: "a tenant key that is about to be deleted",
    make: changedTenantKey(({ kms: client }, KeyId) =>
      client.send(new kms.ScheduleKeyDeletionCommand({ KeyId })),
    ),
    said: [["keys", /is a key of dev's tenants, is PendingDeletion, and has to be Enabled/]],
  },
  {
    what: "a tenant key that does not let the role in",
    make: tenantKey({ ...all, Action: ["kms:PutKeyPolicy", "kms:DescribeKey"] }),
    said: [["keys", /the policy of this tenant key does not let the role do what it is promised/]],
    details: /kms:Decrypt on /,
  },
  {
    what: "a grant on a tenant key lets in a role of the account",
    make: changedTenantKey(({ kms: client }, KeyId) =>
      client.send(new kms.CreateGrantCommand({ KeyId, GranteePrincipal: near.AWS, Operations: ["Decrypt"] })),
    ),
    said: [["keys", /grants on this tenant key let in others/]],
  },
  {
    what: "a grant on a tenant key with which the backend's role makes grants",
    make: changedTenantKey(({ kms: client }, KeyId) =>
      client.send(
        new kms.CreateGrantCommand({ KeyId, GranteePrincipal: roleArn, Operations: ["CreateGrant"] }),
      ),
    ),
    said: [["keys", /grants on this tenant key give the role more than it is promised/]],
    details: /role\/hipaa-app-backend-dev: CreateGrant$/,
  },
];

/** What somebody changed in policies of buckets and keys. */
export const deviationsOfPolicies: Deviation[] = [
  ...ofBuckets,
  ...ofStrangers,
  ...ofServices,
  ...ofSessions,
  ...ofMasterKey,
  ...ofTenantKeys,
];
