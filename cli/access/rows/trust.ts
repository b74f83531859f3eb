import { allow, deny, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";
import { assumeRows, otherExternalIds } from "./assume";
import { certificateRows, principalRows, tokenRows } from "./trustOptions";

/** Who becomes the backend. */
export function trustRows(site: Site): Row[] {
  const { principals, organizationId } = site.trust;
  const [own = ""] = principals;
  const isDefault =
    principals.length === 1 && own.endsWith(`:${site.standIn.accountId}:root`) && !organizationId;
  return [
    ...(isDefault ? accountRows(site) : principalRows(site)),
    ...tokenRows(site),
    ...certificateRows(site),
  ];
}

/** Who becomes the backend: a principal of the account that may, and that knows the external ID. */
function accountRows(site: Site): Row[] {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { partition, accountId } = site.standIn;
  const iam = `arn:${partition}:iam::${accountId}`;
  const user = { who: "a user of the account", principal: `${iam}:user/railway` };
  const role = { who: "a role of the account", principal: `${iam}:role/deploy` };
  const outsider = {
    who: "a user of another account",
    principal: `arn:${partition}:iam::${stranger}:user/railway`,
  };
  const known = { "sts:ExternalId": site.externalId };
  const by = "AssumeWithExternalId";
  return [
    row("sts:AssumeRole", user, known, allow(by, "allowed to, and knows the external ID")),
    row("sts:AssumeRole", role, known, allow(by, "allowed to, and knows the external ID")),
    row("sts:AssumeRole", { ...user, identity: [] }, known, deny("its own policies do not allow it")),
    row("sts:AssumeRole", user, {}, deny("no external ID")),
    ...otherExternalIds(site).map((id) =>
      row("sts:AssumeRole", user, { "sts:ExternalId": id }, deny("not the external ID")),
    ),
    row("sts:AssumeRole", outsider, known, deny("another account")),
    ...["ec2", "lambda", "ecs-tasks", "events", "rds", "monitoring.rds"]
      .map((name) => `${name}.amazonaws.com`)
      .map((principal) =>
        row("sts:AssumeRole", { who: "a service of AWS", principal }, known, deny("no service of AWS")),
      ),
    row("sts:TagSession", user, {}, deny("no session tags")),
    row("sts:SetSourceIdentity", user, {}, deny("no source identity")),
  ];
}

/** Who publishes the metrics of databases: RDS, for the databases of this account. */
export function monitoringRows(site: Site): Row[] {
  if (!site.policies.monitoringTrust) return [];
  const row = assumeRows(site, "monitoring", site.monitoringRoleArn, site.policies.monitoringTrust);
  const { partition, region, accountId } = site.standIn;
  const rds = { who: "RDS enhanced monitoring", principal: "monitoring.rds.amazonaws.com" };
  const database = (kind = "db", account = accountId, where = region) =>
    `arn:${partition}:rds:${where}:${account}:${kind}:${site.rdsArn?.endsWith(":any") ? "other" : "any"}`;
  const asks = (arn: string, account = accountId) => ({ "aws:SourceAccount": account, "aws:SourceArn": arn });
  const by = allow("AssumeForEnhancedMonitoring", "a database of this account and Region");
  const only = deny("not the database that the role is for");
  const any = site.rdsArn ? only : by;
  const named = site.rdsArn ?? `${database("db")}-one`;
  const otherKind = named.replace(/:(db|cluster):/, (kind) => (kind === ":db:" ? ":cluster:" : ":db:"));
  const moved = (field: number, value: string) => named.split(":").with(field, value).join(":");
  const services = ["rds.amazonaws.com", "ec2.amazonaws.com", "monitoring.amazonaws.com"];
  const user = { who: "a user of the account", principal: `arn:${partition}:iam::${accountId}:user/railway` };
  return [
    row("sts:AssumeRole", rds, asks(named), by),
    row("sts:AssumeRole", rds, asks(database("db")), any),
    row("sts:AssumeRole", rds, asks(database("cluster")), any),
    row("sts:AssumeRole", rds, asks(`${named}-2`), any),
    row(
      "sts:AssumeRole",
      rds,
      asks(otherKind),
      site.rdsArn ? deny("a cluster is not the instance of its name, nor the other way round") : by,
    ),
    row("sts:AssumeRole", rds, asks(database("snapshot")), deny("not a database")),
    row("sts:AssumeRole", rds, asks(database("db", stranger), stranger), deny("another account's database")),
    row(
      "sts:AssumeRole",
      rds,
      asks(database("cluster", stranger), stranger),
      deny("another account's cluster"),
    ),
    row("sts:AssumeRole", rds, asks(named, stranger), deny("another account, with this one's database")),
    row("sts:AssumeRole", rds, asks(moved(4, stranger)), deny("this account, with another's database")),
    ...otherRegions(site).map((other) =>
      row("sts:AssumeRole", rds, asks(moved(3, other)), deny("another Region")),
    ),
    row("sts:AssumeRole", rds, { "aws:SourceArn": named }, deny("the account is not told")),
    row("sts:AssumeRole", rds, { "aws:SourceAccount": accountId }, deny("the database is not told")),
    row("sts:AssumeRole", rds, {}, deny("nothing is told of whose monitoring it is")),
    ...services.map((principal) =>
      row(
        "sts:AssumeRole",
        { who: "another service of AWS", principal },
        asks(named),
        deny("another service"),
      ),
    ),
    row("sts:AssumeRole", user, asks(named), deny("nobody but RDS")),
    ...[
      "sts:TagSession",
      "sts:SetSourceIdentity",
      "sts:AssumeRoleWithSAML",
      "sts:AssumeRoleWithWebIdentity",
    ].map((action) => row(action, rds, asks(named), deny("AssumeRole is all that RDS asks"))),
  ];
}
