import type { Context } from "../request";
import { allow, alone, backendRows, type Case, deny, forbid, type Row, stranger } from "../row";
import { otherEnvironments, otherRegions, type Site } from "../site";
import { keyArn, requestTags, resourceTags } from "./kmsRequests";

const ofOtherEnvironments = "DenyTagsOfOtherEnvironments";
const ofOtherManagers = "DenyTagsOfOtherManagers";
const keysOfOtherManagers = "DenyRetaggingKeysOfOtherManagers";
const keysOfOtherEnvironments = "DenyRetaggingKeysOfOtherEnvironments";

/** Tags of a request that are not the two that a tenant key has. Tagging with them is refused for every key. */
function wrongTags(site: Site): [tags: Record<string, string>, by: string | string[], why: string][] {
  const { environment } = site;
  const Environment = environment;
  const ManagedBy = "Application";
  return [
    [{ Environment }, ofOtherManagers, "ManagedBy is missing"],
    [{ ManagedBy }, ofOtherEnvironments, "Environment is missing"],
    [{ Tenant: "42" }, [ofOtherEnvironments, ofOtherManagers], "both are missing"],
    [{ Environment: "", ManagedBy }, ofOtherEnvironments, "Environment is empty"],
    [{ Environment, ManagedBy: "" }, ofOtherManagers, "ManagedBy is empty"],
    [{ Environment, ManagedBy: "application" }, ofOtherManagers, "a value in another case"],
    [{ Environment: environment.toUpperCase(), ManagedBy }, ofOtherEnvironments, "a value in another case"],
    ...otherEnvironments(site).map((other): [Record<string, string>, string, string] => [
      { Environment: other, ManagedBy },
      ofOtherEnvironments,
      `the tags of ${other}`,
    ]),
    [{ Environment, ManagedBy: "Application2" }, ofOtherManagers, "a manager whose name begins alike"],
    [{ Environment, ManagedBy: "Terraform" }, ofOtherManagers, "the tags of another manager"],
  ];
}

/** Tenant keys are created here, with their tags. */
export function createKeyRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const create = (condition: Context, expected: Case) => row("kms:CreateKey", "*", condition, expected);
  const right = requestTags({ Environment: site.environment, ManagedBy: "Application" });
  const by = ["CreateTenantKeys", "TagNewTenantKeys"];
  return [
    create(right, allow(by, "a new tenant's key")),
    create(
      requestTags({ Environment: site.environment, ManagedBy: "Application", Tenant: "42" }),
      allow(by, "with more tags"),
    ),
    create(
      { ...right, "kms:BypassPolicyLockoutSafetyCheck": "false" },
      allow(by, "with the check of its key policy"),
    ),
    create({ ...right, "kms:MultiRegion": "true" }, allow(by, "it stays here, as ReplicateKey is refused")),
    create({}, deny("a key without tags would be out of sight")),
    ...wrongTags(site).flatMap(([tags, denied, why]) => [
      create(requestTags(tags), forbid(denied, why)),
      alone(create(requestTags(tags), deny(`${why}, which CreateKey's own check sees too`))),
    ]),
    alone(create(right, allow("CreateTenantKeys", "CreateKey's own check"))),
    ...otherRegions(site).flatMap((region) => [
      create({ ...right, "aws:RequestedRegion": region }, deny("another Region")),
      alone(
        create(
          { ...right, "aws:RequestedRegion": region },
          deny("another Region, to CreateKey's own check too"),
        ),
      ),
    ]),
    create(
      requestTags({ environment: site.environment, MANAGEDBY: "Application" }),
      allow(by, "IAM does not tell upper from lower case in the names of tags"),
    ),
    create(
      { ...right, "kms:BypassPolicyLockoutSafetyCheck": "true" },
      forbid("DenyLockoutBypass", "nobody could mend its policy"),
    ),
    ...["kms:CreateCustomKeyStore", "kms:DescribeCustomKeyStores"].map((action) =>
      row(action, "*", {}, deny("custom key stores are others' work")),
    ),
    row(
      "kms:PutKeyPolicy",
      keyArn(site),
      { "kms:BypassPolicyLockoutSafetyCheck": "true" },
      forbid("DenyLockoutBypass", "nobody could mend it"),
    ),
    row(
      "kms:PutKeyPolicy",
      keyArn(site),
      { "kms:BypassPolicyLockoutSafetyCheck": "false" },
      deny("key policies are others' work"),
    ),
  ];
}

/** Tags are set once, when the key is new. */
export function tagRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const key = keyArn(site);
  const { environment } = site;
  const [other = "", ...others] = otherEnvironments(site);
  const right = requestTags({ Environment: environment, ManagedBy: "Application" });
  const tag = (tags: Context, expected: Case) => row("kms:TagResource", key, { ...right, ...tags }, expected);
  const both = [keysOfOtherManagers, keysOfOtherEnvironments];
  const alone = (name: string, value: string) => ({ [`aws:ResourceTag/${name}`]: value });
  return [
    tag(
      {},
      allow(
        "TagNewTenantKeys",
        "a key without tags: a new one, or the residue, an existing one with neither tag",
      ),
    ),
    tag(
      resourceTags(environment, "Application"),
      allow("TagNewTenantKeys", "a tenant key, which has these tags already"),
    ),
    tag(
      alone("Team", "billing"),
      allow("TagNewTenantKeys", "the residue again: other tags do not protect a key"),
    ),
    tag(
      alone("Environment", environment),
      forbid(keysOfOtherManagers, "Environment alone is common in real accounts"),
    ),
    tag(alone("Environment", other), forbid(keysOfOtherManagers, "a key of another environment")),
    tag(alone("Environment", ""), forbid(keysOfOtherManagers, "an empty tag is a tag")),
    tag(
      alone("ManagedBy", "Application"),
      forbid(keysOfOtherEnvironments, "a managed key without environment"),
    ),
    tag(alone("ManagedBy", "Terraform"), forbid(keysOfOtherEnvironments, "a key that somebody else manages")),
    tag(alone("ManagedBy", ""), forbid(keysOfOtherEnvironments, "an empty tag is a tag")),
    tag(
      resourceTags(environment, "Terraform"),
      forbid(keysOfOtherManagers, "a key that somebody else manages here"),
    ),
    tag(resourceTags(environment, "application"), forbid(keysOfOtherManagers, "a value in another case")),
    tag(
      resourceTags(other, "Application"),
      forbid(keysOfOtherEnvironments, "another environment's tenant key"),
    ),
    tag(resourceTags(other, "Terraform"), forbid(both, "a key of others altogether")),
    ...others.map((third) =>
      tag(resourceTags(third, "Application"), forbid(keysOfOtherEnvironments, "a third's")),
    ),
    tag(
      resourceTags(environment.toUpperCase(), "Application"),
      forbid(keysOfOtherEnvironments, "an environment in another case"),
    ),
    tag(
      resourceTags(environment, "Application2"),
      forbid(keysOfOtherManagers, "a manager whose name begins alike"),
    ),
    row(
      "kms:TagResource",
      key,
      { ...requestTags({ environment, MANAGEDBY: "Application" }), ...resourceTags(other, "Application") },
      forbid(keysOfOtherEnvironments, "names of tags in another case change nothing"),
    ),
    tag(resourceTags("", ""), forbid(both, "empty tags are tags")),
    ...wrongTags(site).flatMap(([tags, by, why]) => [
      row("kms:TagResource", key, requestTags(tags), forbid(by, why)),
      row(
        "kms:TagResource",
        key,
        { ...requestTags(tags), ...resourceTags(environment, "Application") },
        forbid(by, why),
      ),
    ]),
    row(
      "kms:TagResource",
      site.masterKey,
      right,
      forbid("DenyChangingMasterKey", "the master key is used, not changed"),
    ),
    ...otherRegions(site).map((region) =>
      row("kms:TagResource", keyArn(site, { region }), right, deny("another Region")),
    ),
    row("kms:TagResource", keyArn(site, { accountId: stranger }), right, deny("another account"), stranger),
  ];
}

/** No key loses a tag. */
export function untagRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const key = keyArn(site);
  const { environment } = site;
  const [other = ""] = otherEnvironments(site);
  return [
    ...[{}, resourceTags(environment, "Application"), resourceTags(other, "Terraform")].flatMap((tags) =>
      ["Environment", "ManagedBy", "Tenant"].map((name) =>
        row(
          "kms:UntagResource",
          key,
          { ...tags, "aws:TagKeys": [name] },
          forbid("DenyUntaggingKeys", "a key without tags would be open to new ones"),
        ),
      ),
    ),
    row(
      "kms:UntagResource",
      site.masterKey,
      { "aws:TagKeys": ["Name"] },
      forbid("DenyUntaggingKeys", "no key loses tags"),
    ),
  ];
}

/** Keys are found by name. */
export function listKeyRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  return [
    ...["kms:ListKeys", "kms:ListAliases"].map((action) =>
      row(action, "*", {}, allow("ListKeys", "keys are found by name")),
    ),
    row(
      "kms:ListKeys",
      "*",
      { "aws:SecureTransport": "false" },
      allow("ListKeys", "KMS itself takes TLS only"),
    ),
  ];
}
