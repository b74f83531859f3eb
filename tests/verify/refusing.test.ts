import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { documentOf } from "../../cli/policy/document";
import { brokenBy } from "../../cli/verify/effect";
import { ofBucket, ofResources } from "../../cli/verify/promised";
import { perhapsRefused } from "../../cli/verify/refusing";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { args, packagesFor, standIn } from "./packages";

const read = (Statement: object[]) => documentOf("the policy", { Version: "2012-10-17", Statement });

describe("denies by what no promise says", () => {
  describe("there is none among the package's", () => {
    for (const [title, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(title, async () => {
        const site = await siteOf({ ...args, ...options }, standIn);
        const { buckets, master, tenant } = packagesFor(site);
        for (const [rows, statements] of [...buckets, master, tenant]) {
          expect(rows).not.to.deep.equal([]);
          expect(perhapsRefused(read(statements), rows, [])).to.deep.equal([]);
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
