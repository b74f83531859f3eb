import type { Promised, Requests } from "../../../components/promises/promised";
import type { Conditions } from "../../../components/promises/session";
import type { BucketPolicyArgs } from "../../../components/resourcePolicies/bucketPolicyArgs";
import { isNot, nothingElseDenied, promiser } from "./promiser";

const header = "s3:x-amz-server-side-encryption";

/** What the policy of the bucket for documents promises, whatever policies anybody has. */
export function documentsPromises(args: BucketPolicyArgs): Promised[] {
  const writing = [
    ...["s3:PutObject*", "s3:UpdateObjectEncryption", "s3:DeleteObject*", "s3:AbortMultipartUpload"],
    ...["s3:Replicate*", "s3:BypassGovernanceRetention"],
  ];
  return nothingElseDenied("documents bucket", promisesOfAll("documents bucket", "document", writing, args));
}

/** What the policy of a bucket for what is kept promises, whatever policies anybody has. */
export function keptPromises(of: "backups bucket" | "audit logs bucket", args: BucketPolicyArgs): Promised[] {
  const { bucketArn, readerArns = [] } = args;
  const what = of === "backups bucket" ? "backup" : "audit log";
  const denied = promiser(of, "denied");
  const on = (Action: string[], Condition?: Conditions): Requests => ({
    ...{ Principal: "*", Action, Resource: `${bucketArn}/*` },
    ...(Condition && { Condition }),
  });
  return nothingElseDenied(of, [
    ...promisesOfAll(of, what, ["s3:PutObject*", "s3:AbortMultipartUpload"], args),
    denied(
      "read",
      `read any ${what}, except for readers (the backend's role is none)`,
      ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      [on(["s3:GetObject*"], readerArns.length > 0 ? isNot(readerArns) : undefined)],
    ),
    denied(
      "overwrite",
      `overwrite any ${what}: upload without If-None-Match, except parts of a large upload`,
      ["164.312(b)", "164.312(c)(1)"],
      [
        on(["s3:PutObject"], {
          Null: { "s3:if-none-match": "true" },
          StringNotEquals: { "s3:ObjectCreationOperation": "false" },
        }),
      ],
    ),
    denied(
      "change",
      `replicate over or hide any ${what}, encrypt it with another key or go around its retention`,
      ["164.312(b)", "164.312(c)(1)"],
      [on(["s3:Replicate*", "s3:UpdateObjectEncryption", "s3:BypassGovernanceRetention"])],
    ),
    denied("delete", `delete any ${what}`, ["164.312(b)", "164.312(c)(1)"], [on(["s3:DeleteObject*"])]),
  ]);
}

/** What the policies of all three buckets promise. */
function promisesOfAll(
  of: Promised["of"],
  what: string,
  writing: string[],
  { bucketArn, roleArn, readerArns = [], kmsKeyArn }: BucketPolicyArgs,
): Promised[] {
  const denied = promiser(of, "denied");
  const objects = `${bucketArn}/*`;
  const listing = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
  const isOther = isNot([roleArn, ...readerArns]);
  const put = (Condition: Conditions): Requests => ({
    ...{ Principal: "*", Action: "s3:PutObject", Resource: objects },
    Condition,
  });
  const sent = { Null: { [header]: "false" } };
  return [
    denied(
      "others",
      `use or list any ${what}, unless the role or a reader does`,
      ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      [
        { Principal: "*", Action: "s3:*", Resource: objects, Condition: isOther },
        { Principal: "*", Action: listing, Resource: bucketArn, Condition: isOther },
      ],
    ),
    ...(readerArns.length > 0
      ? [
          denied(
            "readers-write",
            `write any ${what}, unless the role does`,
            ["164.308(a)(4)(ii)(B)", "164.312(c)(1)"],
            [{ Principal: "*", Action: writing, Resource: objects, Condition: isNot([roleArn]) }],
          ),
        ]
      : []),
    denied(
      "tls",
      "send a request to the bucket without TLS",
      ["164.312(e)(1)"],
      [
        {
          ...{ Principal: "*", Action: "s3:*", Resource: [bucketArn, objects] },
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    ),
    denied(
      "encryption",
      "upload with another encryption than aws:kms, or with a key of the caller's own",
      ["164.312(a)(2)(iv)"],
      [
        put({ ...sent, StringNotEquals: { [header]: "aws:kms" } }),
        put({ Null: { [`${header}-customer-algorithm`]: "false" } }),
      ],
    ),
    ...(kmsKeyArn
      ? [
          denied(
            "other-key",
            "upload with another KMS key than the bucket's",
            ["164.312(a)(2)(iv)"],
            [put({ ...sent, ArnNotEquals: { [`${header}-aws-kms-key-id`]: kmsKeyArn } })],
          ),
        ]
      : []),
  ];
}
