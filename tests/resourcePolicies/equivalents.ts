import { conditionsOf, list, matchesAction, type Statement, statementsOf } from "../judge/documents";
import type { Mutant } from "../mutation/mutants";
import type { Setting } from "./setting";

const noOtherService = "no action of another service works on a bucket or an object";
const negated = "a negated operator matches where the key is absent, with IfExists or without";
const noOther = "no other action that the pattern stands for has this condition key";
const otherwiseRefused = "DenyChangingBackups refuses all others that have this condition key";
const listed = "the statement names every action on a key that the pattern stands for";
const nobodyElse = "every principal of an account has an ARN";

/** Mutants that decide every request as the document does, by name, with the reason. */
export function equivalents({ documents }: Setting): Map<string, string> {
  const rows: [statement: string, change: string, reason: string][] = [];
  for (const name of ["Documents", "Backups"] as const) {
    for (const { Sid = "", Action, Condition } of statementsOf(documents[name])) {
      if (Action === "s3:*") rows.push([Sid, "s3:* to *", noOtherService]);
      for (const { operator, key } of conditionsOf({ Effect: "Deny", Action, Condition })) {
        if (operator.includes("Not")) rows.push([Sid, `${operator} ${key}: to ${operator}IfExists`, negated]);
      }
    }
    rows.push(
      [`Deny${name}WithoutTls`, "Bool aws:SecureTransport: to BoolIfExists", "AWS tells it of every request"],
      ...["OtherEncryption", "OtherKey", "CustomerKey"].map((what): (typeof rows)[number] => [
        ...([`Deny${name}With${what}`, "s3:PutObject to s3:Put*", noOther] as const),
      ]),
      [`DenyWriting${name}ToReaders`, "s3:PutObject* to s3:Put*", "to an object nothing else is put"],
    );
  }
  rows.push(
    ...["OtherEncryption", "OtherKey", "CustomerKey"].map((what): (typeof rows)[number] => [
      ...([`DenyBackupsWith${what}`, "s3:PutObject to s3:*", otherwiseRefused] as const),
    ]),
    [
      "DenyChangingBackups",
      "s3:UpdateObjectEncryption to s3:Update*",
      "of an object nothing else is updated",
    ],
    [
      "DenyWritingDocumentsToReaders",
      "s3:UpdateObjectEncryption to s3:Update*",
      "of an object nothing else is updated",
    ],
    ["DenyReadingBackups", "s3:GetObject* to s3:Get*", "of an object nothing else is got"],
    ["DenyDeletingBackups", "s3:DeleteObject* to s3:Delete*", "of an object nothing else is deleted"],
    [
      "DenyWritingDocumentsToReaders",
      "s3:DeleteObject* to s3:Delete*",
      "of an object nothing else is deleted",
    ],
  );
  const rotation = "LetCreatorRotateTenantKey";
  rows.push(
    [rotation, "ArnEquals aws:PrincipalArn: to ArnEqualsIfExists", nobodyElse],
    [rotation, "kms:DescribeKey to kms:Describe*", "nothing else of a key is described"],
  );
  for (const name of ["MasterKey", "TenantKey"]) {
    const [use, manage] = [`LetRoleUse${name}`, `LetAdministratorsManage${name}`];
    // What manages the two is the same and broken once, in the tenant key's policy.
    const other = name === "MasterKey" ? "LetReadersDecryptWithMasterKey" : manage;
    for (const sid of [use, other]) {
      rows.push([sid, "ArnEquals aws:PrincipalArn: to ArnEqualsIfExists", nobodyElse]);
      rows.push([sid, "kms:DescribeKey to kms:Describe*", "nothing else of a key is described"]);
    }
    if (name === "MasterKey") continue;
    const lists = ["ListGrants", "ListKeyPolicies", "ListKeyRotations", "ListResourceTags"];
    const named = {
      List: lists,
      Enable: ["EnableKey", "EnableKeyRotation"],
      Disable: ["DisableKey", "DisableKeyRotation"],
    };
    for (const [verb, actions] of Object.entries(named))
      rows.push(
        ...actions.map((action): (typeof rows)[number] => [manage, `kms:${action} to kms:${verb}*`, listed]),
      );
  }
  return new Map(rows.map(([statement, change, reason]) => [`${statement}: ${change}`, reason]));
}

/**
 * Whether a mutant of a bucket's policy changed nothing but resources, and still means the same of what its
 * actions work on, the bucket or its objects: it is asked for nothing else.
 */
export function isSame({ sid, original, mutated }: Mutant): boolean {
  const [before, after] = [original, mutated].map((document) =>
    statementsOf(document).find(({ Sid }) => Sid === sid),
  );
  const bucket = /arn:[\w-]+:s3:::[^/"]+/.exec(JSON.stringify(before))?.[0];
  if (!before || !after || !bucket) return false;
  const means = ({ Resource, ...others }: Statement) => {
    // Wildcards are the same as in actions.
    const covers = (arn: string) => list(Resource).some((pattern) => matchesAction(pattern, arn));
    const actions = list(others.Action);
    const ofBucket = actions.some((action) => action === "s3:*" || action.startsWith("s3:ListBucket"));
    const ofObjects = actions.some((action) => !action.startsWith("s3:ListBucket"));
    return JSON.stringify([ofBucket && covers(bucket), ofObjects && covers(`${bucket}/any/object`), others]);
  };
  return means(before) === means(after);
}
