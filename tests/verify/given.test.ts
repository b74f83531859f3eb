import { expect } from "chai";
import { policyDifferences } from "../../cli/verify/resourcePolicy";
import { siteOf } from "../access/siteOf";
import { args, packagesFor, standIn } from "./packages";

const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-production";
const ip = { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } };
const date = { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } };
const via = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});
const prefix = (value: string) => ({ StringLike: { "s3:prefix": value } });
const far = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
const tag = { StringEquals: { "aws:PrincipalTag/team": "x" } };

type Of = "documents" | "masterKey";

/** Beside what the package writes. */
const cases: [of: Of, action: string, path: string, condition: object | undefined, isMore: boolean][] = [
  ["documents", "s3:GetObject", "/*", undefined, true],
  ["documents", "s3:GetObject", "/*", ip, true],
  ["documents", "s3:GetObject", "/*", date, true],
  ["documents", "s3:GetObject", "/*", tag, true],
  ["documents", "s3:getobject", "/*", ip, true],
  ["documents", "s3:GetObject", "/exports/2026/*", undefined, true],
  ["documents", "s3:GetObject", "/exports/2026/*", ip, true],
  ["documents", "s3:GetObject", "/tenants/*", ip, false],
  ["documents", "s3:GetObjectVersion", "/*", ip, true],
  ["documents", "s3:ListBucket", "", ip, true],
  ["documents", "s3:ListBucket", "", { ...ip, ...prefix("*") }, true],
  ["documents", "s3:ListBucket", "", { ...ip, ...prefix("tenants/*") }, false],
  ["documents", "s3:PutBucketPolicy", "", ip, true],
  ["documents", "s3:PutBucketPolicy", "", undefined, true],
  ["masterKey", "kms:Decrypt", "", ip, false],
  ["masterKey", "kms:ReEncryptFrom", "", undefined, true],
  ["masterKey", "kms:ReEncryptFrom", "", ip, true],
  ["masterKey", "kms:ReEncryptFrom", "", via("s3"), true],
  ["masterKey", "kms:EnableKey", "", date, true],
  // The role's own policies refuse it, whatever others give.
  ["masterKey", "kms:CreateGrant", "", ip, false],
];

describe("a statement that gives the role more, if its condition is met", () => {
  const differences = async (of: Of, statements: object[]) => {
    const site = await siteOf(args, standIn);
    const { buckets, master } = packagesFor(site);
    const at = { documents: buckets[0], masterKey: master }[of];
    const Statement = [...(at?.[1] ?? []), ...statements];
    return policyDifferences({
      ...{ name: "its policy", live: JSON.stringify({ Version: "2012-10-17", Statement }) },
      ...{ arn: site[of], rows: at?.[0] ?? [], given: [], planned: undefined },
      ...{ roles: [roleArn], accounts: [standIn.accountId] },
    });
  };
  const allow = (Action: string, Resource: string, Condition?: object) => ({
    ...{ Sid: "ByHand", Effect: "Allow", Principal: { AWS: roleArn }, Action, Resource },
    ...(Condition && { Condition }),
  });
  const more = "its policy lets the role do what it should not (ByHand)";

  for (const [of, action, path, condition, isMore] of cases) {
    it(`${of}: ${action} on ${path || "itself"} ${JSON.stringify(condition ?? {})}: ${isMore ? "a difference" : "none"}`, async () => {
      const site = await siteOf(args, standIn);
      const found = await differences(of, [allow(action, `${site[of]}${path}`, condition)]);
      expect(found.map(({ what }) => what)).to.deep.equal(isMore ? [more] : []);
      if (isMore) expect(found[0]?.details?.join("; ").toLowerCase()).to.include(action.toLowerCase());
    });
  }

  it("counts a deny as not met if its condition may be", async () => {
    const site = await siteOf(args, standIn);
    const [Resource, Sid] = [`${site.documents}/*`, "Far"];
    const deny = { Sid, Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource, Condition: far };
    const found = await differences("documents", [allow("s3:GetObject", Resource), deny]);
    expect(found.map(({ what }) => what)).to.include(more);
  });
});
