import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { StandIn } from "../../cli/plan/standIns";
import { documentOf } from "../../cli/policy/document";
import { brokenBy } from "../../cli/verify/effect";
import { ofBucket, ofMasterKey, ofResources, ofTenantKey } from "../../cli/verify/promised";
import { perhapsRefused } from "../../cli/verify/refusing";
import {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
  Environment,
  masterKeyStatements,
  tenantKeyPolicy,
} from "../../components";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";

const standIn: StandIn = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const args = argsOf(Environment.Production, standIn);
const read = (Statement: object[]) => documentOf("the policy", { Version: "2012-10-17", Statement });
const key = "arn:aws:kms:us-east-1:123456789012:key/42424242-1111-4111-8111-111111111111";
const tags = { Environment: "production", ManagedBy: "Application" };

describe("denies by what no promise says", () => {
  describe("there is none among the package's", () => {
    for (const [title, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(title, async () => {
        const site = await siteOf({ ...args, ...options }, standIn);
        const all = ofResources(matrix(site));
        const { roleArn } = site;
        const of = { roleArn, kmsKeyArn: site.masterKey };
        const bucket = (arn: string) => ofBucket(arn, [standIn.accountId], all);
        const cases = [
          [bucket(site.documents), documentsBucketPolicy({ ...of, bucketArn: site.documents }).Statement],
          [bucket(site.backups), backupsBucketPolicy({ ...of, bucketArn: site.backups }).Statement],
          [bucket(site.auditLogs), auditLogsBucketPolicy({ ...of, bucketArn: site.auditLogs }).Statement],
          [ofMasterKey(site.masterKey, all), masterKeyStatements({ roleArn })],
          [ofTenantKey(key, tags, all), tenantKeyPolicy({ roleArn }).Statement],
        ] as const;
        for (const [rows, statements] of cases) {
          expect(rows).not.to.deep.equal([]);
          expect(perhapsRefused(read([...statements]), rows, [])).to.deep.equal([]);
        }
      });
    }
  });

  const since = (year: number) => ({ DateGreaterThan: { "aws:CurrentTime": `${year}-01-01T00:00:00Z` } });
  const cases: [what: string, condition: object, refuses: boolean][] = [
    ["an address", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, true],
    ["an endpoint", { StringEquals: { "aws:sourcevpce": "vpce-1" } }, true],
    ["a key that has to be there", { Null: { "aws:SourceVpce": "false" } }, true],
    ["a day that is past", since(2020), true],
    ["a day to come", since(2999), false],
    ["an endpoint, without TLS", { ...without("false"), StringEquals: { "aws:SourceVpce": "v" } }, false],
    ["an endpoint, with TLS", { ...without("true"), StringEquals: { "aws:SourceVpce": "v" } }, true],
    ["a service of AWS", { Bool: { "aws:PrincipalIsAWSService": "true" } }, false],
    ["what promises say", { StringEquals: { "aws:PrincipalAccount": "999999999999" } }, false],
    ["what is refused for certain", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, false],
  ];
  for (const [what, Condition, refuses] of cases)
    it(`${what}: ${refuses ? "refused, perhaps" : "no more than is certain"}`, async () => {
      const site = await siteOf(args, standIn);
      const rows = ofBucket(site.documents, [standIn.accountId], ofResources(matrix(site)));
      const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition };
      const policy = read([deny]);
      const promised = rows.filter((row) => row.expect === "allow");
      const found = perhapsRefused(policy, rows, brokenBy(policy, rows));
      expect(promised.length).to.be.greaterThan(3);
      expect(found.map(({ row }) => row)).to.deep.equal(refuses ? promised : []);
      for (const { by } of found) {
        const unseen = by.flatMap(({ conditions }) => conditions.filter(({ seen }) => seen === undefined));
        expect(unseen).to.have.lengthOf(1);
      }
    });
});

function without(tls: string) {
  return { Bool: { "aws:SecureTransport": tls } };
}
