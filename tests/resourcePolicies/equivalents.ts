import { conditionsOf, list, statementsOf } from "../judge/documents";
import type { Setting } from "./setting";

const itsOwn = "the policy of a bucket is asked for nothing but this bucket and its objects";
const noOtherService = "no action of another service works on a bucket or an object";
const negated = "a negated operator matches where the key is absent, with IfExists or without";
const noOther = "no other action that the pattern stands for has this condition key";
const listed = "the statement names every action on a key that the pattern stands for";
const nobodyElse = "every principal of an account has an ARN";

/** Mutants that decide every request as the document does, by name, with the reason. */
export function equivalents({ site, full, documents }: Setting): Map<string, string> {
  const rows: [statement: string, change: string, reason: string][] = [];
  const { partition } = site.standIn;
  for (const name of ["Documents", "Backups"] as const) {
    for (const { Sid = "", Action, Resource, Condition } of statementsOf(documents[name])) {
      const wider = (resource: string) => [
        resource.endsWith("/*") ? `arn:${partition}:s3:::*` : `${resource}*`,
        "*",
      ];
      // The statement of all actions on objects does say which resources it means: wider, it would be about the bucket.
      if (Sid !== `Deny${name}ToOthers`) {
        for (const resource of list(Resource))
          rows.push(
            ...wider(resource).map((to): (typeof rows)[number] => [Sid, `${resource} to ${to}`, itsOwn]),
          );
      }
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
    ["DenyReadingBackups", "s3:GetObject* to s3:Get*", "of an object nothing else is got"],
    ["DenyDeletingBackups", "s3:DeleteObject* to s3:Delete*", "of an object nothing else is deleted"],
    [
      "DenyWritingDocumentsToReaders",
      "s3:DeleteObject* to s3:Delete*",
      "of an object nothing else is deleted",
    ],
  );
  for (const name of ["MasterKey", "TenantKey"]) {
    const [use, manage] = [`LetRoleUse${name}`, `LetAdministratorsManage${name}`];
    const readers = name === "MasterKey" ? ["LetReadersDecryptWithMasterKey"] : [];
    for (const sid of [use, manage, ...readers]) {
      rows.push([sid, "ArnEquals aws:PrincipalArn: to ArnEqualsIfExists", nobodyElse]);
      rows.push([sid, "kms:DescribeKey to kms:Describe*", "nothing else of a key is described"]);
    }
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
    if (!full)
      rows.push([manage, "AWS to everybody", "the root user alone has its ARN, and may do anything"]);
  }
  return new Map(rows.map(([statement, change, reason]) => [`${statement}: ${change}`, reason]));
}
