import type { PolicyDocument } from "../request";
import { backendRows, deny, type Row, stranger } from "../row";
import type { Site } from "../site";

/** The role becomes nobody else, and makes or changes nobody. */
export function identityRows(site: Site): Row[] {
  const row = backendRows(site, "trust");
  const { partition, accountId } = site.standIn;
  const iam = `arn:${partition}:iam::${accountId}`;
  const open: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `${iam}:root` }, Action: "sts:AssumeRole" }],
  };
  const assume = (role: string, why: string, resource = open): Row => {
    const known = { "sts:ExternalId": site.externalId };
    const asked = row("sts:AssumeRole", role, known, deny(why), role.split(":")[4]);
    return { ...asked, policies: { ...asked.policies, resource } };
  };
  const administrator = { "iam:PolicyARN": `arn:${partition}:iam::aws:policy/AdministratorAccess` };
  const changes: [action: string, resource: string, condition: Row["condition"]][] = [
    ...["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary"].map(
      (action): (typeof changes)[number] => [action, site.roleArn, {}],
    ),
    ["iam:AttachRolePolicy", site.roleArn, administrator],
    ["iam:CreatePolicyVersion", `${iam}:policy/example`, {}],
  ];
  const makes: typeof changes = [
    ["iam:CreateRole", `${iam}:role/example`, {}],
    ["iam:CreateUser", `${iam}:user/example`, {}],
    ["iam:CreateAccessKey", `${iam}:user/example`, {}],
    ["iam:PassRole", `${iam}:role/example`, {}],
  ];
  return [
    assume(`${iam}:role/administrator`, "it becomes no other role, though that trusts the account"),
    assume(
      `arn:${partition}:iam::${stranger}:role/example`,
      "nor one of another account that trusts this one",
    ),
    assume(site.roleArn, "nor itself anew, when its session ends", site.policies.trust),
    ...changes.map(([action, resource, condition]) =>
      row(action, resource, condition, deny("it cannot change its own permissions, or those of others")),
    ),
    ...makes.map(([action, resource, condition]) =>
      row(action, resource, condition, deny("it makes no user, role or access key, and hands no role on")),
    ),
  ];
}
