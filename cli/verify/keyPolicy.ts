import type { Row } from "../access/row";
import { type Fields, jsonIn } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { documentOf, Unreadable } from "../policy/document";
import { lowerCase } from "../policy/scalars";
import { property } from "../review/stack";
import { type Aws, whole, wholeJson } from "./aws";
import { differs, type Finding, some, told } from "./check";
import { brokenBy, leftToAccount } from "./effect";
import { type KeyAsked, theMasterKey } from "./keyAsked";
import {
  accountOf,
  allowing,
  denying,
  isAccount,
  isForeign,
  isOf,
  parted,
  statementsOf,
  withRoles,
} from "./principals";
import { promisedOf } from "./promised";
import { byOpening, policyDifferences, readable } from "./resourcePolicy";

/** The key itself, in the same stack. */
export function keyIn(arn: string, resources: ResourceState[]): ResourceState | undefined {
  return resources.find((one) => /^aws:kms\/\w*[kK]ey:/.test(one.type) && property(one, "arn") === arn);
}

/** What uses a key for data, or lets others do so. */
const uses = [
  ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:CreateGrant"],
  ...["kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyWithoutPlaintext"],
  ...["kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateMac", "kms:VerifyMac"],
  ...["kms:Sign", "kms:DeriveSharedSecret"],
];

/** What only shows a key's settings. */
const shows = [
  ...["kms:DescribeKey", "kms:GetKeyLastUsage", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"],
  ...["kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags"],
].map(lowerCase);

/** A wildcard may be of more than these. */
const onlyShows = ({ Action }: Fields) =>
  Action !== undefined && [Action].flat().every((one) => shows.includes(lowerCase(String(one))));

/**
 * Whether the role gets what it is promised, what differs from the program's policy, and whom else the policy lets in.
 * Nobody else is expected to use a key of tenants.
 */
export async function letIn(aws: Aws, asked: KeyAsked, what: string): Promise<Finding[]> {
  const { arn: KeyId, roles, sets, given, planned, unread, documents } = asked;
  const answer = await aws.call("kms", "GetKeyPolicy", { KeyId, PolicyName: "default" });
  const text = whole(answer?.Policy, "kms", "GetKeyPolicy");
  const live = withRoles(wholeJson(text, "kms", "GetKeyPolicy"), roles);
  const rows = servedBy(text, sets);
  documents.push({ of: `policy of ${KeyId}`, text, bucket: false });
  const accounts = [accountOf(KeyId), ...roles.map(accountOf)];
  const name = `the policy of ${what}`;
  const other = what === theMasterKey ? told : differs;
  const exact = (finding: typeof told, whom: string[]) => byOpening(finding, live, whom);
  const isOther = (one: string) => !isAccount(one, accountOf(KeyId)) && !roles.includes(one);
  const users = allowing(live, (one) => isOf(one, uses)).filter(isOther);
  const others = allowing(live).filter((one) => isOther(one) && !users.includes(one));
  const managers = allowing(live, (one) => !onlyShows(one));
  // What the program does not give is told as a difference from it.
  const isOpen = (one: string) => planned === undefined && isForeign(one, accounts);
  const [foreign, near] = parted(users, isOpen);
  const [foreignOthers, nearOthers] = parted(others, isOpen);
  const [nearManagers, nearAuditors] = parted(nearOthers, (one) => managers.includes(one));
  const strangers = [...foreign, ...foreignOthers].filter((one) => one !== "*");
  return [
    ...unread,
    ...policyDifferences({ name, live: text, arn: KeyId, planned, roles, rows, given, accounts }),
    ...delegation(name, text, asked, rows),
    ...(foreign.includes("*") || foreignOthers.includes("*")
      ? [exact(differs, ["*"])(`${name} lets in everybody`)]
      : []),
    ...some(exact(differs, strangers), `${name} lets in other accounts`, strangers),
    ...some(planned === undefined ? exact(other, near) : told, `${name} lets in others`, near),
    ...some(told, `${name} lets others manage the key`, nearManagers),
    ...some(told, `${name} lets others see the key's settings`, nearAuditors),
    ...some(told, `${name} refuses`, denying(statementsOf(live))),
  ];
}

/** Of whom it serves the promises, or serves best: components of one environment have keys of their own with the same tags. */
function servedBy(text: string, sets: Row[][]): Row[] {
  if (sets.length === 1) return sets.flat();
  const policy = documentOf("the policy", jsonIn(text));
  const lost = sets.map(
    (rows) =>
      brokenBy(
        policy,
        rows.filter(({ expect }) => expect === "allow"),
      ).length,
  );
  const least = Math.min(...lost);
  const best = sets.filter((_, at) => lost[at] === least);
  return (least === 0 ? best : best.slice(0, 1)).flat();
}

/** Whether the account's IAM policies decide who else uses the key. */
function delegation(name: string, text: string, { arn, roles }: KeyAsked, rows: Row[]): Finding[] {
  try {
    const all = [...new Set([...promisedOf(rows), ...uses])].sort();
    const accounts = [...new Set([arn, ...roles].map(accountOf))];
    const left = leftToAccount(readable(text), arn, accounts, all);
    const none = `with ${name}, IAM policies of the account let nobody use the key whom it does not name`;
    if (left.length === 0) return [told(none)];
    const says = `${name} leaves it to IAM policies of the account who uses the key`;
    return [left.length === all.length ? told(says) : told(`${says}, for some calls`, left)];
  } catch (error) {
    if (error instanceof Unreadable) return []; // Told as a difference.
    throw error;
  }
}
