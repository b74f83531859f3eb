import type { Context, PolicyDocument } from "../../cli/access/request";
import { type Case, globalsOf, type Row, sessionOf, stranger } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
  masterKeyStatements,
  TenantKeyProvisioning,
  tenantKeyPolicy,
} from "../../components";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { administratorAccess } from "../judge/documents";

/** Somebody who asks, with the policies on them. */
export interface Actor {
  who: string;
  /** ARN of the user or of the role's session. */
  principal: string;
  /** ARN of the user or role. */
  arn: string;
  identity: PolicyDocument[];
}

/** The other side's documents around a component, and those who may meet them. */
export interface Setting {
  site: Site;
  /** Whether all inputs are given, or those alone that must be. */
  full: boolean;
  actors: Record<
    | "role"
    | "roleAsAdministrator"
    | "idleRole"
    | "nearRole"
    | "reader"
    | "idleReader"
    | "auditor"
    | "idleAuditor"
    | "keyAdministrator"
    | "idleAdministrator"
    | "creator"
    | "creatorAsAdministrator"
    | "provisioner"
    | "rootUser"
    | "administrator"
    | "stranger"
    | "namesake",
    Actor
  >;
  documents: Record<"Documents" | "Backups" | "AuditLogs" | "masterKey" | "tenantKey", PolicyDocument>;
}

export async function settingOf(standIn: StandIn, full: boolean): Promise<Setting> {
  const provisioning = full && { tenantKeyProvisioning: TenantKeyProvisioning.Provisioner };
  const site = await siteOf({ ...argsOf("production", standIn), ...provisioning }, standIn);
  const { roleArn, provisionerRoleArn, masterKey: kmsKeyArn } = site;
  const creatorArn = full ? provisionerRoleArn : roleArn;
  const iam = `arn:${standIn.partition}:iam::${standIn.accountId}`;
  const arns = {
    reader: `${iam}:role/team/restore`,
    auditor: `${iam}:role/team/auditor`,
    keyAdministrator: `${iam}:user/key-administrator`,
  };
  const actor = (who: string, arn: string, identity = [administratorAccess]): Actor => ({
    ...{ who, arn, identity },
    principal: arn.includes(":role/") ? sessionOf({ roleArn: arn.replace("/team/", "/") }) : arn,
  });
  const readers = full && { readerArns: [arns.reader] };
  const auditors = full && { auditorArns: [arns.auditor] };
  const administrators = full && { administratorArns: [arns.keyAdministrator] };
  const bucket = { roleArn, ...readers, ...(full && { kmsKeyArn }) };
  const plain = (document: object): PolicyDocument => JSON.parse(JSON.stringify(document));
  return {
    site,
    full,
    actors: {
      role: actor("the role", roleArn, site.policies.backend),
      roleAsAdministrator: actor("the role with AdministratorAccess instead of its policies", roleArn),
      idleRole: actor("the role without policies", roleArn, []),
      nearRole: actor("a role whose name begins alike", `${roleArn}-2`),
      reader: actor("a reader", arns.reader),
      idleReader: actor("a reader without policies", arns.reader, []),
      auditor: actor("an auditor", arns.auditor),
      idleAuditor: actor("an auditor without policies", arns.auditor, []),
      keyAdministrator: actor("an administrator of the key", arns.keyAdministrator),
      idleAdministrator: actor("an administrator of the key without policies", arns.keyAdministrator, []),
      creator: actor("whoever creates tenant keys, without policies", creatorArn, []),
      creatorAsAdministrator: actor("whoever creates tenant keys, with AdministratorAccess", creatorArn),
      provisioner: actor("the provisioner", provisionerRoleArn, [site.policies.provisioner ?? []].flat()),
      rootUser: actor("the account's root user", `${iam}:root`),
      administrator: actor("an administrator of the account", `${iam}:role/administrator`),
      stranger: actor(
        "an administrator of another account",
        `arn:${standIn.partition}:iam::${stranger}:user/eve`,
      ),
      namesake: actor(
        "a role of the same name in another account",
        roleArn.replace(standIn.accountId, stranger),
      ),
    },
    documents: {
      Documents: plain(documentsBucketPolicy({ bucketArn: site.documents, ...bucket })),
      Backups: plain(backupsBucketPolicy({ bucketArn: site.backups, ...bucket })),
      AuditLogs: plain(auditLogsBucketPolicy({ bucketArn: site.auditLogs, ...bucket })),
      masterKey: plain({
        Version: "2012-10-17",
        Statement: masterKeyStatements({ roleArn, ...readers, ...auditors, ...administrators }),
      }),
      tenantKey: plain(
        tenantKeyPolicy({ roleArn, ...auditors, ...administrators, ...(full && { creatorArn }) }),
      ),
    },
  };
}

/** What makes rows of a document: somebody asks for an action, and both sides decide. */
export function rowsOn({ site, actors, documents }: Setting, name: keyof Setting["documents"]) {
  return (
    actorName: keyof Setting["actors"],
    action: string,
    resource: string,
    condition: Context,
    [expect, by, why]: Case,
  ): Row => {
    const { who, principal, arn, identity } = actors[actorName];
    const { accountId } = site.standIn;
    const context = { ...globalsOf(site, accountId, arn), ...condition };
    return {
      ...{ service: name.endsWith("Key") ? "KMS" : "S3", who, condition, expect, by, why, hipaa: [] },
      request: { principal, action, resource, accountId, context },
      policies: { identity, resource: documents[name] },
    };
  };
}
