import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { NotSeen } from "../../cli/verify/aws";
import { grantsOf } from "../../cli/verify/grants";
import { type KeyAsked, theMasterKey } from "../../cli/verify/keyAsked";
import { ofMasterKey, ofResources } from "../../cli/verify/promised";
import { siteOf } from "../access/siteOf";
import { accountWith } from "./account";
import { args, key, standIn } from "./packages";

const own = { SourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/t" };
const far = { SourceArn: "arn:aws:dynamodb:us-east-1:999999999999:table/t" };
const others = "grants on the master key let in others";
const accounts = "grants on the master key let in other accounts";

/** As GranteePrincipal, or in the newer field of its own. */
const cases: [grantee: string, constraints: object | undefined, says: string, isDifference: boolean][] = [
  ["dynamodb.us-east-1.amazonaws.com", undefined, others, false],
  ["dynamodb.us-east-1.amazonaws.com", { EncryptionContextSubset: { a: "b" } }, others, false],
  ["dynamodb.us-east-1.amazonaws.com", own, others, false],
  ["dynamodb.us-east-1.amazonaws.com", far, accounts, true],
  ["rds.amazonaws.com.cn", undefined, others, false],
  ["rds.amazonaws.eu", undefined, others, false],
  ["rds.amazonaws.com.example", undefined, accounts, true],
  // The ID of a role that is gone.
  ["AROADBQP57FF2AEXAMPLE", undefined, others, false],
  ["arn:aws:iam::123456789012:role/reporting", undefined, others, false],
  ["arn:aws:iam::123456789012:root", undefined, others, false],
  ["arn:aws:iam::999999999999:role/reporting", own, accounts, true],
  ["arn:aws:iam::999999999999:root", undefined, accounts, true],
];

describe("verify, of whom grants on a key let in", () => {
  const found = async (grant: object, what = theMasterKey, more: Partial<KeyAsked> = {}) => {
    const site = await siteOf(args, standIn);
    const rows = ofMasterKey(site.masterKey, ofResources(matrix(site)));
    const aws = accountWith([
      { arn: key, tags: {}, policy: "", grants: [{ Operations: ["Decrypt"], ...grant }] },
    ]);
    const asked = {
      arn: key,
      roles: [site.roleArn],
      sets: [rows],
      given: [],
      planned: undefined,
      unread: [],
      documents: [],
      grantees: [],
      ...more,
    };
    return grantsOf(aws, asked, what);
  };

  const reporting = "arn:aws:iam::123456789012:role/reporting";
  const ofService = "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/A";
  for (const [GranteePrincipal, grantees, result] of [
    [reporting, [], "differs"],
    [reporting, [reporting], "told"],
    [reporting, [ofService], "differs"],
    [ofService, [], "told"],
    ["AROADBQP57FF2AEXAMPLE", [], "told"],
    ["dynamodb.us-east-1.amazonaws.com", [], "told"],
  ] as const)
    it(`where the stack gives the key its policy, and grants to ${grantees.join() || "nobody"}: ${GranteePrincipal}`, async () => {
      const findings = await found({ GranteePrincipal }, theMasterKey, {
        planned: "{}",
        grantees: [...grantees],
      });
      expect(findings.map((one) => one.result)).to.deep.equal([result]);
    });

  for (const [grantee, Constraints, says, isDifference] of cases) {
    for (const field of ["GranteePrincipal", "GranteeServicePrincipal"]) {
      if (field === "GranteeServicePrincipal" && !grantee.includes(".amazonaws.")) continue;
      const only = Constraints ? `, with ${JSON.stringify(Constraints)}` : "";
      it(`${field} ${grantee}${only}: ${isDifference ? "a difference" : "a fact"}`, async () => {
        const findings = await found({ [field]: grantee, ...(Constraints && { Constraints }) });
        expect(findings.map(({ result, what, details }) => [result, what, details])).to.deep.equal([
          [isDifference ? "differs" : "told", says, [`${grantee}: Decrypt${only}`]],
        ]);
      });
    }
  }

  it("takes a service for another one of a tenant key: a difference", async () => {
    const findings = await found({ GranteePrincipal: "rds.us-east-1.amazonaws.com" }, "this tenant key");
    expect(findings.map(({ result, what }) => [result, what])).to.deep.equal([
      ["differs", "grants on this tenant key let in others"],
    ]);
  });

  it("has not seen a grant that names nobody", async () => {
    const error = await found({}).catch((one: Error) => one);
    expect(error).to.be.instanceOf(NotSeen);
  });
});
