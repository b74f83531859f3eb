import { tenantKeyPolicy } from "../../../components";
import type { Context } from "../request";
import { allow, alone, backendRows, type Case, deny, forbid, type Row } from "../row";
import type { Site } from "../site";
import { assumeRows, type Caller } from "./assume";
import { keyArn, requestTags, resourceTags } from "./kmsRequests";
import { writesNew } from "./s3Requests";

/** Where each session serves one tenant: whose sessions there are, and what is another tenant's. */
export function tenantRows(site: Site): Row[] {
  if (!site.tenant) return [];
  const { tenant } = site;
  const as = (id: string): Site => ({ ...site, tenant: { ...tenant, id } });
  return [
    ...taggingRows(site),
    ...["42", "a", "Ab", "..", ".", "a b", "x@y.z", "é"].flatMap((id) => documentRows(as(id), id)),
    ...keyRows(site, tenant),
    ...[as("ab"), as("AB")].flatMap(otherCaseRows),
    ...tenantKeyRows(site),
    ...uselessRows({ ...site, tenant: undefined }, "DenySessionsWithoutTenant", "a session without the tag"),
    ...["", "42/43", "/", "42/", "*", "4*", "?2", "a*b"].flatMap((id) =>
      uselessRows(as(id), "DenySessionsOfSeveralTenants", `a session of "${id}"`),
    ),
  ];
}

/** Whoever may assume the role, the backend's or the provisioner's, says for which tenant, once. */
export function taggingRows(site: Site): Row[] {
  if (!site.tenant) return [];
  const { tagKey } = site.tenant;
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { partition } = site.standIn;
  const by = "TagWithTenant";
  const told = (tags: Record<string, string>, more: Context = {}) => ({ ...requestTags(tags), ...more });
  const right = told({ [tagKey]: "42" });
  const { principals, oidc } = site.trust;
  const callers: { caller: Caller; action: string; known: Context }[] = [
    ...principals.map((arn) => ({
      caller: {
        ...{ who: "who may assume the role", untagged: true },
        principal: arn.endsWith(":root") ? arn.replace(/root$/, "user/somebody") : arn,
      },
      action: "sts:AssumeRole",
      known: { "sts:ExternalId": site.externalId },
    })),
    ...(oidc
      ? [
          {
            caller: { who: "a workload with a token", untagged: true, principal: oidc.providerArn },
            action: "sts:AssumeRoleWithWebIdentity",
            known: {
              "token.actions.githubusercontent.com:aud": oidc.audience,
              "token.actions.githubusercontent.com:sub": (oidc.subjects[0] ?? "").replace("*", "main"),
            },
          },
        ]
      : []),
  ];
  const wrong: [condition: Context, why: string][] = [
    [{}, "no tag"],
    [told({ [tagKey]: "" }), "an empty tag"],
    [told({ [tagKey]: "42/43" }), "a slash: the folder of another tenant"],
    [told({ [tagKey]: "*" }), "every tenant"],
    [told({ [tagKey]: "4*" }), "tenants whose IDs begin alike"],
    [told({ [tagKey]: "4?" }), "tenants whose IDs look alike"],
    [told({ [tagKey]: "42", Department: "Cardiology" }), "a second tag"],
    [told({ Department: "Cardiology" }), "another tag"],
    [{ ...right, "aws:TagKeys": [tagKey.toUpperCase()] }, "the tag in upper case"],
    [{ ...right, "sts:TransitiveTagKeys": [tagKey] }, "a tag that goes on into other sessions"],
  ];
  const outsider = {
    who: "a user of another account",
    principal: `arn:${partition}:iam::777777777777:user/x`,
  };
  return [
    ...callers.flatMap(({ caller, action, known }) => [
      row("sts:TagSession", caller, right, allow(by, "the tag of one tenant")),
      row("sts:TagSession", caller, told({ [tagKey]: "x@y.z" }), allow(by, "the tag of one tenant")),
      ...wrong.map(([condition, why]) => row("sts:TagSession", caller, condition, deny(why))),
      row(action, caller, known, deny("no tag is sent along")),
      row(action, caller, { ...known, ...told({ [tagKey]: "" }) }, deny("an empty tag")),
      row(action, caller, { ...known, ...told({ Department: "42" }) }, deny("another tag")),
    ]),
    row("sts:TagSession", outsider, right, deny("another account")),
    row("sts:TagSession", { who: "a service", principal: "ec2.amazonaws.com" }, right, deny("no service")),
    row("sts:SetSourceIdentity", callers[0]?.caller ?? outsider, right, deny("no source identity")),
  ];
}

/** A session lists, reads, writes and deletes the documents of its tenant. */
function documentRows(site: Site, id: string): Row[] {
  const row = backendRows(site, "S3");
  const list = (prefix: string, expected: Case) =>
    row("s3:ListBucket", site.documents, { "s3:prefix": prefix }, expected);
  const use = (key: string, expected: Case) => [
    ...["s3:GetObject", "s3:DeleteObject"].map((action) =>
      row(action, `${site.documents}/${key}`, {}, expected),
    ),
    row("s3:PutObject", `${site.documents}/${key}`, writesNew, expected),
  ];
  const near = [`${id}b`, `${id}2`, id.slice(0, -1), `x${id}`, ` ${id}`, `../${id}`, "43"];
  const others = [...near, id.toUpperCase(), id.toLowerCase(), ""].filter(
    (other) => other !== id && !other.startsWith(`${id}/`),
  );
  const own = "its tenant's documents";
  return [
    list(`tenants/${id}/`, allow("ListTenantDocuments", own)),
    list(`tenants/${id}/2026/`, allow("ListTenantDocuments", own)),
    ...use(`tenants/${id}/1.pdf`, allow("UseTenantDocuments", own)),
    ...use(`tenants/${id}/../43/1.pdf`, allow("UseTenantDocuments", "S3 resolves no dots")),
    list(`tenants/${id}`, deny("without its slash the prefix is that of other tenants too")),
    list("tenants/", deny("the names of other tenants")),
    ...use(`tenants/${id}`, deny("not in the folder")),
    ...use(`${id}/1.pdf`, deny("not under tenants/")),
    ...[...new Set(others)].flatMap((other) => [
      list(`tenants/${other}/`, deny("another tenant's documents")),
      ...use(`tenants/${other}/1.pdf`, deny("another tenant's documents")),
    ]),
  ];
}

const uses = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** A session uses its tenant's keys, and makes such keys if it makes any. */
function keyRows(site: Site, { tagKey, id }: NonNullable<Site["tenant"]>): Row[] {
  const row = backendRows(site, "KMS");
  const ours = resourceTags(site.environment, "Application");
  const taggedFor = (tenant: string) => ({ [`aws:ResourceTag/${tagKey}`]: tenant });
  const noTag = { ...ours, ...taggedFor("") };
  const others = ["43", "4", "420", "*", "?2", "4*", "42/43", ""];
  const key = keyArn(site);
  const refused = forbid("DenyKeysOfOtherTenants", "another tenant's key");
  const noTenant = forbid("DenyKeysOfNoTenant", "a key of no tenant");
  // Rows of a key without the tag: of a site that has no tenant to add to them, asked by a session that has one.
  const bare = backendRows({ ...site, tenant: undefined }, "KMS");
  const session = { [`aws:PrincipalTag/${tagKey}`]: id };
  return [
    ...uses.flatMap((action) => [
      ...others.map((other) => row(action, key, { ...ours, ...taggedFor(other) }, refused)),
      row(action, key, taggedFor("43"), refused),
      bare(action, key, { ...session, ...ours }, noTenant),
    ]),
    ...["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:UpdateKeyDescription"].flatMap(
      (action) => [
        row(action, key, { ...ours, ...taggedFor("43") }, refused),
        bare(action, key, { ...session, ...ours }, noTenant),
        bare(
          action,
          key,
          { ...session, ...ours, "aws:ResourceTag/ManagedBy": "Terraform" },
          deny("not a tenant's"),
        ),
      ],
    ),
    row(
      "kms:GetKeyRotationStatus",
      key,
      noTag,
      forbid("DenyKeysOfOtherTenants", "an empty tag is another's"),
    ),
    // Its own policy lets the role in, as the documented one does.
    ...["kms:Decrypt", "kms:PutKeyPolicy"].flatMap((action) =>
      [
        row(action, key, { ...ours, ...taggedFor("43") }, refused),
        bare(action, key, { ...session, ...ours }, noTenant),
      ].map((row) => ({
        ...row,
        policies: { ...row.policies, resource: tenantKeyPolicy({ roleArn: site.roleArn }) as never },
      })),
    ),
    ...otherServiceRows(site, tagKey),
  ];
}

/** IDs that differ in case alone are those of two tenants: of their keys, old and new, each has its own. */
function otherCaseRows(site: Site): Row[] {
  if (!site.tenant) return [];
  const { tagKey, id } = site.tenant;
  const row = backendRows(site, "KMS");
  const key = keyArn(site);
  const ours = resourceTags(site.environment, "Application");
  const resource = tenantKeyPolicy({ roleArn: site.roleArn }) as never;
  const refused = forbid("DenyKeysOfOtherTenants", "the tenant whose ID is the same in another case");
  const others = [id.toUpperCase(), id.toLowerCase(), "Ab"].filter((other) => other !== id);
  return [
    row("kms:Decrypt", key, ours, allow("UseTenantKeys", "its tenant's key")),
    ...others.flatMap((other) => {
      const theirs = { ...ours, [`aws:ResourceTag/${tagKey}`]: other };
      const rows = [...uses, "kms:PutKeyPolicy"].map((action) => row(action, key, theirs, refused));
      // Its own policy lets the role in, as the documented one does.
      return [...rows, ...rows.map((one) => ({ ...one, policies: { ...one.policies, resource } }))];
    }),
  ];
}

/** What has tags but is no key is another policy's business. */
function otherServiceRows(site: Site, tagKey: string): Row[] {
  const { partition, region, accountId } = site.standIn;
  const secret = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:other-AbCdEf`;
  const row = backendRows(site, "KMS");
  const bare = backendRows({ ...site, tenant: undefined }, "KMS");
  const session = { [`aws:PrincipalTag/${tagKey}`]: "42" };
  const action = "secretsmanager:DeleteSecret";
  return [
    row(action, secret, { [`aws:ResourceTag/${tagKey}`]: "43" }, deny("no secret is deleted")),
    bare(
      action,
      secret,
      { ...session, "aws:ResourceTag/ManagedBy": "Application" },
      deny("no secret is deleted"),
    ),
  ];
}

/** A provisioner's session is of one tenant, too. */
export function provisionerSessionRows(site: Site): Row[] {
  if (!site.tenant) return [];
  const { tenant } = site;
  const sessions: [site: Site, by: string][] = [
    [{ ...site, tenant: undefined }, "DenySessionsWithoutTenant"],
    ...["", "42/43", "*", "4?"].map((id): [Site, string] => [
      { ...site, tenant: { ...tenant, id } },
      "DenySessionsOfSeveralTenants",
    ]),
  ];
  return sessions.flatMap(([session, by]) => {
    const row = backendRows(session, "KMS");
    const refused = forbid(by, "a session that is not of one tenant");
    return [
      row("kms:ListKeys", "*", {}, refused),
      row("kms:ScheduleKeyDeletion", keyArn(site), {}, refused),
      row("iam:ListRoles", "*", {}, refused),
      row("s3:ListAllMyBuckets", "*", {}, refused),
    ];
  });
}

/** Whoever makes keys makes them for the session's tenant. */
export function tenantKeyRows(site: Site): Row[] {
  if (!site.tenant || site.provisioning !== "application") return [];
  const { tenant } = site;
  return [
    ...newKeyRows(site, tenant),
    ...["ab", "AB"].flatMap((id) => newOtherCaseRows(site, { ...tenant, id })),
  ];
}

/** No key is made for, or tagged from or to, the tenant whose ID is the same in another case. */
function newOtherCaseRows(site: Site, tenant: NonNullable<Site["tenant"]>): Row[] {
  const { tagKey, id } = tenant;
  const row = backendRows({ ...site, tenant }, "KMS");
  const { environment } = site;
  const made = (of: string) =>
    requestTags({ Environment: environment, ManagedBy: "Application", [tagKey]: of });
  const key = keyArn(site);
  const why = "the tenant whose ID is the same in another case";
  const refused = forbid("DenyTagsOfOtherTenants", why);
  const others = [id.toUpperCase(), id.toLowerCase(), "Ab"].filter((other) => other !== id);
  return others.flatMap((other) => {
    const theirs = { ...resourceTags(environment, "Application"), [`aws:ResourceTag/${tagKey}`]: other };
    return [
      row("kms:CreateKey", "*", made(other), refused),
      alone(row("kms:CreateKey", "*", made(other), deny(`${why}, to CreateKey's own check too`))),
      row("kms:TagResource", key, { ...made(other), [`aws:ResourceTag/${tagKey}`]: id }, refused),
      row("kms:TagResource", key, { ...made(id), ...theirs }, forbid("DenyKeysOfOtherTenants", why)),
    ];
  });
}

function newKeyRows(site: Site, { tagKey, id }: NonNullable<Site["tenant"]>): Row[] {
  const session = { [`aws:PrincipalTag/${tagKey}`]: id };
  const bare = backendRows({ ...site, tenant: undefined }, "KMS");
  const key = keyArn(site);
  const ours = resourceTags(site.environment, "Application");
  const tags = (tenant?: string) => ({
    ...session,
    ...requestTags({
      ...{ Environment: site.environment, ManagedBy: "Application" },
      ...(tenant !== undefined && { [tagKey]: tenant }),
    }),
  });
  const forOthers = (why: string) => forbid("DenyTagsOfOtherTenants", why);
  const rotates = site.policies.backend.length === 1 ? "RotateTenantKeys" : "UseTenantKeys"; // The provisioner's.
  const tenants: [tenant: string | undefined, why: string][] = [
    ["43", "a key of another tenant"],
    ["", "a key of no tenant"],
    ["*", "a key of every tenant"],
    ["4?", "a key of similar tenants"],
    [undefined, "a key that names no tenant"],
  ];
  return [
    ...otherServiceRows(site, tagKey),
    bare(
      "kms:EnableKeyRotation",
      key,
      { ...session, ...ours, [`aws:ResourceTag/${tagKey}`]: id },
      allow(rotates, "its tenant's key"),
    ),
    bare(
      "kms:EnableKeyRotation",
      key,
      { ...session, ...ours },
      forbid("DenyKeysOfNoTenant", "a key of no tenant"),
    ),
    bare(
      "kms:EnableKeyRotation",
      key,
      { ...session, ...ours, [`aws:ResourceTag/${tagKey}`]: "43" },
      forbid("DenyKeysOfOtherTenants", "another tenant's key"),
    ),
    bare("kms:CreateKey", "*", tags(id), allow(["CreateTenantKeys", "TagNewTenantKeys"], "its tenant's key")),
    ...tenants.flatMap(([tenant, why]) => [
      bare("kms:CreateKey", "*", tags(tenant), forOthers(why)),
      alone(bare("kms:CreateKey", "*", tags(tenant), deny(`${why}, to CreateKey's own check too`))),
      bare("kms:TagResource", key, tags(tenant), forOthers(why)),
    ]),
    bare(
      "kms:TagResource",
      key,
      { ...tags(id), ...ours },
      forbid("DenyKeysOfNoTenant", "a tenant key that names no tenant"),
    ),
    bare(
      "kms:TagResource",
      key,
      { ...tags(id), [`aws:ResourceTag/${tagKey}`]: "43" },
      forbid("DenyKeysOfOtherTenants", "another tenant's key"),
    ),
    bare(
      "kms:TagResource",
      key,
      { ...tags(id), ...ours, [`aws:ResourceTag/${tagKey}`]: id },
      allow("TagNewTenantKeys", "its tenant's key, with the tags that it has"),
    ),
  ];
}

/** A session that is not of exactly one tenant. */
function uselessRows(site: Site, by: string, why: string): Row[] {
  const s3 = backendRows(site, "S3");
  const kms = backendRows(site, "KMS");
  const bedrock = backendRows(site, "Bedrock");
  const { partition, region } = site.standIn;
  const { guardrail } = site.bedrock;
  const refused = forbid(by, why);
  const model = `arn:${partition}:bedrock:${region}::foundation-model/anthropic.claude-haiku-5-5`;
  return [
    s3("s3:ListBucket", site.documents, { "s3:prefix": "tenants/42/" }, refused),
    s3("s3:ListBucket", site.backups, {}, refused),
    s3("s3:GetObject", `${site.documents}/tenants/42/1.pdf`, {}, refused),
    s3("s3:PutObject", `${site.backups}/1.dump`, writesNew, refused),
    s3("s3:PutObject", `${site.auditLogs}/application-logs/1.json`, writesNew, refused),
    s3("s3:GetBucketLocation", "arn:aws:s3:::anything", {}, refused),
    kms("kms:Decrypt", site.masterKey, {}, refused),
    kms("kms:ListKeys", "*", {}, refused),
    bedrock(
      "bedrock:InvokeModel",
      model,
      guardrail ? { "bedrock:GuardrailIdentifier": guardrail } : {},
      refused,
    ),
    bedrock("iam:ListRoles", "*", {}, refused),
  ];
}
