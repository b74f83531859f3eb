import fc from "fast-check";
import type { Context } from "../../cli/access/request";
import { backendRows, deny, type Row } from "../../cli/access/row";
import { assumeRows } from "../../cli/access/rows/assume";
import { keyArn } from "../../cli/access/rows/kmsRequests";
import type { Site } from "../../cli/access/site";

/** What makes a request for something that is not the site's out of a few random numbers and names. */
export type Foreign = (site: Site, noise: Noise) => Row;

export interface Noise {
  letters: string;
  number: number;
}

export const noise: fc.Arbitrary<Noise> = fc.record({
  letters: fc.stringMatching(/^[a-z0-9]{1,8}$/),
  number: fc.nat(),
});

/** What a wildcard in a value would let in, if one were accepted: some letters, or just one. */
const opened = (value: string, letters: string) =>
  /[*?]/.test(value)
    ? value.replace(/[*?]/g, (wildcard) => (wildcard === "?" ? letters.slice(0, 1) : letters))
    : undefined;
const otherDigit = (digit: string) => (digit === "f" ? "0" : "f");
const pick = <T>(choices: T[], number: number): T => choices[number % choices.length] as T;

/** An object in a bucket whose name is nearly that of one of the site's. */
export const otherBucket: Foreign = (site, { letters, number }) => {
  const own = [site.documents, site.backups, site.auditLogs];
  const bucket = own.find((arn) => opened(arn, letters)) ?? pick(own, number);
  const matched = opened(bucket, letters);
  if (matched) {
    // What each of the three grants is asked for.
    const object = `${matched}/${bucket === site.documents ? "tenants" : "application-logs"}/1`;
    const never = deny("what a wildcard would let in");
    return backendRows(site, "S3")("s3:PutObject", object, { "s3:if-none-match": "*" }, never);
  }
  const near = [
    `${bucket}${letters}`,
    bucket.slice(0, -1),
    bucket.replace(":::", `:::${letters}`),
    `arn:aws:s3:::${letters}`,
  ];
  const other =
    near.map((_, index) => pick(near, number + index)).find((arn) => !own.includes(arn)) ?? `${bucket}-0`;
  const [action, key] = pick(
    [
      ["s3:GetObject", "/tenants/1"],
      ["s3:PutObject", "/application-logs/1"],
      ["s3:DeleteObject", "/tenants/1"],
      ["s3:ListBucket", ""],
    ],
    number,
  );
  const condition: Context = action === "s3:PutObject" ? { "s3:if-none-match": "*" } : {};
  return backendRows(site, "S3")(action ?? "", `${other}${key}`, condition, deny("another bucket"));
};

/** A key without tags that is not the master key, often with most of its ARN. */
export const otherKey: Foreign = (site, { letters, number }) => {
  const digit = (number % 16).toString(16);
  const [, , , region = "", accountId = "", path = ""] = site.masterKey.split(":");
  const near = path.replace("key/", "").replace(/.$/, (last) => (last === digit ? otherDigit(digit) : digit));
  const place = pick<Partial<Site["standIn"]>>([{}, { region }, { region, accountId }], number);
  const arn = opened(site.masterKey, letters) ?? keyArn(site, { ...place, id: near });
  const action = pick(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"], number);
  return backendRows(site, "KMS")(action, arn, {}, deny("another key"), arn.split(":")[4]);
};

/** A caller with another external ID, often nearly the right one. */
export const otherExternalId: Foreign = (site, { letters, number }) => {
  const { externalId, roleArn, policies, standIn } = site;
  const others = [`${externalId}${letters}`, `${letters}${externalId}`, externalId.slice(0, -1), letters];
  const near = opened(externalId, letters) ?? pick(others, number);
  const user = { who: "a user of the account", principal: `arn:aws:iam::${standIn.accountId}:user/railway` };
  const condition = { "sts:ExternalId": near === externalId ? `${near}0` : near };
  const row = assumeRows(site, "trust", roleArn, policies.trust);
  return row("sts:AssumeRole", user, condition, deny("not the external ID"));
};

/** The monitoring of another database, often nearly the right one. */
export const otherDatabase: Foreign = (site, { letters, number }) => {
  const { monitoringRoleArn, policies, standIn } = site;
  const { region, accountId } = standIn;
  if (!policies.monitoringTrust) throw new Error("Nothing is monitored.");
  const named = site.rdsArn ?? `arn:aws:rds:${region}:${accountId}:db:any`;
  const owner = named.split(":")[4] ?? accountId;
  const other = owner === "999999999999" ? "888888888888" : "999999999999";
  const near = [
    ...(site.rdsArn
      ? [`${named}${letters}`, `${named}-${letters}`, `arn:aws:rds:${region}:${accountId}:db:x${letters}0`]
      : []),
    named.replace(owner, other),
    named.replace(":rds:", ":ec2:"),
  ];
  const arn = opened(named, letters) ?? pick(near, number);
  const rds = { who: "RDS enhanced monitoring", principal: "monitoring.rds.amazonaws.com" };
  const condition = { "aws:SourceAccount": accountId, "aws:SourceArn": arn };
  const row = assumeRows(site, "monitoring", monitoringRoleArn, policies.monitoringTrust);
  return row("sts:AssumeRole", rds, condition, deny("another database"));
};
