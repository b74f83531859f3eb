import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { anyRequest } from "../../cli/theorems/decide";
import { sentByAws } from "../../cli/theorems/reference";
import type { HipaaIamComponentArgs } from "../../components";
import { ids, outcomesWhere } from "./outcomes";

const { accountId } = defaultStandIn;
const policyOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("a grant beside the component breaks each sentence that it contradicts", () => {
  // Each breaks its sentence, and not the one about all others alone.
  const listing = { Action: "s3:ListBucket", Resource: "arn:aws:s3:::example-documents" };
  const prefix = (operator: string, ...values: string[]) => ({ [operator]: { "s3:prefix": values } });
  const named: [what: string, id: string, statement: object, args?: Partial<HipaaIamComponentArgs>][] = [
    ...[
      prefix("StringEquals", "", "tenants/"),
      prefix("StringEquals", "ten"),
      prefix("StringLike", "tenants/42"),
      prefix("StringLike", "tenants/*"),
      { Null: { "s3:prefix": "true" } },
    ].map((Condition): [string, string, object, Partial<HipaaIamComponentArgs>] => [
      ...([`a listing by ${JSON.stringify(Condition)}`, "other-tenants", { ...listing, Condition }] as const),
      { tenantIsolation: {} },
    ]),
    [
      ...(["a listing of versions and of unfinished uploads", "other-tenants"] as const),
      { ...listing, Action: ["s3:ListBucketVersions", "s3:ListBucketMultipartUploads"] },
      { tenantIsolation: {} },
    ],
    ...["Sign", "Verify", "VerifyMac", "DeriveSharedSecret", "GenerateMac", "ReEncryptTo"].map(
      (action): [string, string, object] => [
        ...([`kms:${action}`, "use-other-keys"] as const),
        { Action: `kms:${action}`, Resource: `arn:aws:kms:us-east-1:${accountId}:key/*` },
      ],
    ),
    ...[
      "TagResource",
      "UpdateBucketMetadataJournalTableConfiguration",
      "PutBucketAbac",
      "ListTagsForResource",
    ].map((action): [string, string, object] => [
      ...([`s3:${action}`, "settings"] as const),
      { Action: `s3:${action}`, Resource: "arn:aws:s3:::example-backups" },
    ]),
    [
      ...(["s3:ReplicateTags", "settings"] as const),
      { Action: "s3:ReplicateTags", Resource: "arn:aws:s3:::example-documents/tenants/*" },
    ],
  ];
  for (const [what, id, statement, args] of named) {
    it(`a grant of ${what} breaks ${id}`, async () => {
      const outcomes = await outcomesWhere((iam) => {
        const policy = JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", ...statement }],
        });
        new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
      }, args);
      expect(ids(outcomes, "broken")).to.include(`${id} of backend`);
    });
  }

  it("a grant of a listing that shows no tenant's documents leaves tenants apart", async () => {
    const outcomes = await outcomesWhere(
      (iam) => {
        const Condition = {
          ...prefix("StringLike", "public/*", "tenants/\u0024{aws:PrincipalTag/TenantId}/*"),
        };
        const policy = policyOf({ Effect: "Allow", ...listing, Condition });
        new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
      },
      { tenantIsolation: {} },
    );
    expect(ids(outcomes, "broken")).not.to.include("other-tenants of backend");
    expect(ids(outcomes, "not proven")).to.deep.equal([]);
  });

  // AWS's guide has these requests, and its reference does not list them.
  const beside: [what: string, statement: object, breaks: string[]][] = [
    [
      "an object by its own ARN, through an access point",
      {
        ...{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example-backups/*" },
        Condition: { StringEquals: { "s3:DataAccessPointAccount": accountId } },
      },
      ["read-backup of backend", "nothing-else of backend"],
    ],
    [
      "an object through an access point of several Regions",
      {
        ...{ Effect: "Allow", Action: "s3:GetObject" },
        Resource: `arn:aws:s3::${accountId}:accesspoint/mfzwi23gnjvgw.mrap/object/*`,
      },
      ["nothing-else of backend"],
    ],
  ];
  for (const [what, statement, breaks] of beside) {
    for (const universe of [anyRequest, sentByAws]) {
      it(`a grant of ${what} breaks what is said, of ${universe === anyRequest ? "any request" : "what AWS can send"}`, async () => {
        const outcomes = await outcomesWhere(
          (iam) => {
            const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
            new aws.iam.RolePolicy("more", { name: "more", role: iam.appIamRoleName, policy });
          },
          {},
          universe,
        );
        expect(ids(outcomes, "broken")).to.deep.equal(breaks);
      });
    }
  }
});
