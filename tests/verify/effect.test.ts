import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Row } from "../../cli/access/row";
import { documentOf } from "../../cli/policy/document";
import { brokenBy, leftToAccount } from "../../cli/verify/effect";
import { ofMasterKey, ofResources } from "../../cli/verify/promised";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { args, key, packagesFor, standIn } from "./packages";

const Version = "2012-10-17";
const root = { AWS: "arn:aws:iam::123456789012:root" };
const other = { AWS: "arn:aws:iam::123456789012:role/other" };
const read = (...Statement: object[]) => documentOf("the policy", { Version, Statement });
const actionsOf = (rows: Row[]) => [...new Set(rows.map(({ request }) => request.action))].sort();
const broken = (rows: Row[], ...statements: object[]) =>
  actionsOf(brokenBy(read(...statements), rows).map(({ row }) => row));

const use = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

describe("what policies of buckets and keys make of the promises", () => {
  describe("those that the package writes break none", () => {
    for (const [title, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(title, async () => {
        const site = await siteOf({ ...args, ...options }, standIn);
        const { buckets, master, tenant } = packagesFor(site);
        for (const [rows, statements] of buckets) {
          expect(rows.length).to.be.greaterThan(10);
          // As docs/other-side.md says of what may be overwritten.
          const isMeant = ({ Sid }: { Sid: string }) =>
            (site.backupsWriteOnce || Sid !== "DenyReplacingBackups") &&
            (site.auditLogsAppendOnly || Sid !== "DenyReplacingAuditLogs");
          expect(broken(rows, ...statements.filter(isMeant))).to.deep.equal([]);
        }
        expect(tenant[0].length).to.be.greaterThan(3);
        for (const [rows, statements] of [master, tenant]) {
          expect(broken(rows, ...statements)).to.deep.equal([]);
          expect(leftToAccount(read(...statements), key, ["123456789012"], use)).to.deep.equal([]);
        }
      });
    }
  });

  describe("others break just these", () => {
    const all = { Sid: "All", Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
    const when = (Condition: object) => ({ ...all, Condition });
    const role = { AWS: "arn:aws:iam::123456789012:role/hipaa-app-backend-production" };
    const cases: [what: string, policy: object[], breaks: string[], left: string[]][] = [
      ["KMS's own policy", [all], [], use],
      [
        "a delegation of some calls",
        [{ ...all, Action: "kms:Describe*" }],
        use.filter((one) => one !== "kms:DescribeKey"),
        ["kms:DescribeKey"],
      ],
      [
        "a delegation of all but one",
        [{ ...all, Action: undefined, NotAction: "kms:Decrypt" }],
        ["kms:Decrypt"],
        use.slice(1),
      ],
      [
        "a delegation to another role",
        [{ ...all, Condition: { ArnEquals: { "aws:PrincipalArn": other.AWS } } }],
        use,
        [],
      ],
      [
        "a delegation by way of a service",
        [{ ...all, Condition: { StringLike: { "kms:ViaService": "s3.*" } } }],
        use,
        use,
      ],
      ["a delegation with MFA", [when({ Bool: { "aws:MultiFactorAuthPresent": "true" } })], use, use],
      ["a delegation by tag", [when({ StringEquals: { "aws:PrincipalTag/team": "a" } })], use, use],
      [
        "a delegation to the callers of its account",
        [when({ StringEquals: { "kms:CallerAccount": "123456789012" } })],
        ...([[], use] as [string[], string[]]),
      ],
      [
        "a delegation to the callers of another account",
        [when({ StringEquals: { "kms:CallerAccount": "999999999999" } })],
        ...([use, []] as [string[], string[]]),
      ],
      ["a delegation to the role", [when({ ArnEquals: { "aws:PrincipalArn": role.AWS } })], [], []],
      [
        "a delegation to all but roles",
        [when({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } })],
        ...([use, use] as [string[], string[]]),
      ],
      [
        "everybody of its account, without IAM policies",
        [
          {
            ...when({ StringEquals: { "kms:CallerAccount": "123456789012" } }),
            ...{ Principal: "*", Action: use },
          },
        ],
        ...([[], []] as [string[], string[]]),
      ],
      [
        "a deny for all but the role",
        [
          all,
          {
            ...when({ ArnNotEquals: { "aws:PrincipalArn": role.AWS } }),
            ...{ Effect: "Deny", Principal: "*" },
          },
        ],
        ...([[], []] as [string[], string[]]),
      ],
      [
        "a deny without MFA",
        [
          all,
          {
            ...when({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
            ...{ Effect: "Deny", Principal: other },
          },
        ],
        ...([[], use] as [string[], string[]]),
      ],
      [
        "a delegation without TLS",
        [{ ...all, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
        use,
        [],
      ],
      [
        "a delegation with TLS",
        [{ ...all, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
        [],
        use,
      ],
      ["a delegation to another account", [{ ...all, Principal: { AWS: "999999999999" } }], use, []],
      [
        "a deny for everybody",
        [all, { ...all, Effect: "Deny", Principal: "*", Action: "kms:De*" }],
        ["kms:Decrypt", "kms:DescribeKey"],
        use.slice(2),
      ],
      ["a deny for others", [all, { ...all, Effect: "Deny", Principal: other }], [], use],
      [
        "the role itself, for what it is not promised",
        [all, { ...all, Principal: role, Action: "kms:Sign" }],
        ["kms:Sign"],
        use,
      ],
    ];
    for (const [what, policy, breaks, left] of cases)
      it(what, async () => {
        const site = await siteOf(args, standIn);
        const rows = ofMasterKey(site.masterKey, ofResources(matrix(site)));
        expect(broken(rows, ...policy.map((one) => JSON.parse(JSON.stringify(one))))).to.deep.equal(breaks);
        const document = read(...policy.map((one) => JSON.parse(JSON.stringify(one))));
        expect(leftToAccount(document, key, ["123456789012"], use)).to.deep.equal(left);
      });
  });
});
