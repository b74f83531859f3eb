import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { besides } from "../../cli/verify/besides";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { args, key, packagesFor, standIn } from "./packages";

const read = (Statement: object[]) => documentOf("the policy", { Version: "2012-10-17", Statement });
const given = ["kms:PutKeyPolicy"]; // tenantKeyPolicy lets the creator.

describe("what policies of buckets and keys give the role besides", () => {
  describe("those that the package writes give nothing", () => {
    for (const [title, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(title, async () => {
        const site = await siteOf({ ...args, ...options }, standIn);
        const { buckets, master, tenant } = packagesFor(site);
        const arns = [site.documents, site.backups, site.auditLogs, site.masterKey, key];
        for (const [at, [rows, statements]] of [...buckets, master, tenant].entries())
          expect(besides(read(statements), { arn: arns[at] ?? "", rows, given })).to.deep.equal([]);
      });
    }
  });

  const role = { AWS: "arn:aws:iam::123456789012:role/hipaa-app-backend-production" };
  const root = { AWS: "arn:aws:iam::123456789012:root" };
  const allow = (Principal: unknown, Action: string, more: object = {}) => ({
    ...{ Sid: "ByHand", Effect: "Allow", Principal, Action, Resource: "*", ...more },
  });
  const deny = (Action: string) => ({ ...allow("*", Action), Effect: "Deny" });
  const without = { Action: undefined, NotAction: "kms:Decrypt" };
  const cases: [what: string, policy: object[], gives: string[]][] = [
    ["all that the account may be given", [allow(root, "kms:*")], []],
    ["what is promised", [allow(role, "kms:Decrypt")], []],
    ["what is promised, in another case", [allow(role, "KMS:decrypt")], []],
    ["everything", [allow(role, "kms:*")], ["kms:*"]],
    ["all but something", [allow(role, "", without)], ["kms:*"]],
    [
      "everything, and some refused again",
      [allow(role, "kms:*"), deny("kms:ScheduleKeyDeletion")],
      ["kms:*"],
    ],
    ["a few, all refused again", [allow(role, "kms:Re*"), deny("kms:R*")], []],
    [
      "a call under a condition",
      [allow(role, "kms:Sign", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })],
      ["kms:Sign"],
    ],
    [
      "a call, refused under a condition",
      [
        allow(role, "kms:Sign"),
        { ...deny("kms:*"), Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } },
      ],
      ["kms:Sign"],
    ],
    [
      "a call to another account's callers",
      [allow("*", "kms:Sign", { Condition: { StringEquals: { "kms:CallerAccount": "999999999999" } } })],
      [],
    ],
    [
      "a call to all of the account",
      [allow("*", "kms:Sign", { Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } } })],
      ["kms:Sign"],
    ],
    ["a call to everybody, which is told as that", [allow("*", "kms:Sign")], []],
  ];
  for (const [what, policy, gives] of cases) {
    it(`${what}: ${gives.join(", ") || "nothing besides"}`, async () => {
      const { tenant } = packagesFor(await siteOf(args, standIn));
      const found = besides(read(policy), { arn: key, rows: tenant[0], given });
      expect(found.map(({ row }) => row.request.action)).to.deep.equal(gives);
      expect(found.flatMap(({ by }) => by.map(({ statement }) => statement))).to.deep.equal(
        gives.map(() => read(policy).statements[0]),
      );
    });
  }
});
