import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import type { VerifiedApi } from "./api";
import type { Deployed } from "./deployed";
import { withoutBucketPolicies, withoutKeyPolicies } from "./deviationsOfDenies";

/** Something that lets somebody in, kept back by something else that is not there the second time. */
interface Widened {
  what: string;
  state?(text: string): string;
  make(deployed: Deployed, api: VerifiedApi, isKeptBack: boolean): Promise<() => Promise<void>>;
}

const Principal = { AWS: "arn:aws:iam::999999999999:root" };
const allow = { Sid: "ByHand", Effect: "Allow", Principal };
const deny = { Sid: "KeptBack", Effect: "Deny", Principal };

const onBucket: Widened["make"] = async (deployed, _, isKeptBack) => {
  const { documents } = deployed;
  const Resource = [`arn:aws:s3:::${documents}`, `arn:aws:s3:::${documents}/*`];
  const first = await deployed.withStatement(documents, { ...allow, Action: "s3:*", Resource });
  if (isKeptBack) await deployed.withStatement(documents, { ...deny, NotAction: "s3:ListBucket", Resource });
  return first;
};

const onKey: Widened["make"] = (deployed, _, isKeptBack) =>
  deployed.setMasterKeyPolicy((some) => [
    ...some,
    { ...allow, Action: "kms:*", Resource: "*" },
    ...(isKeptBack ? [{ ...deny, NotAction: "kms:Encrypt", Resource: "*" }] : []),
  ]);

export const widened: Widened[] = [
  { what: "a deny of a bucket's policy that the program makes", make: onBucket },
  {
    what: "a deny of a bucket's policy that the program does not make",
    state: withoutBucketPolicies,
    make: onBucket,
  },
  { what: "a deny of a key's policy that the program makes", make: onKey },
  { what: "a deny of a key's policy that the program does not make", state: withoutKeyPolicies, make: onKey },
  {
    what: "the constraint of a grant",
    make: async ({ kms: client, masterKey: KeyId }, _, isKeptBack) => {
      const { GrantId } = await client.send(
        new kms.CreateGrantCommand({
          ...{ KeyId, GranteePrincipal: Principal.AWS, Operations: ["Decrypt"] },
          ...(isKeptBack && { Constraints: { EncryptionContextEquals: { tenant: "a" } } }),
        }),
      );
      return async () => void (await client.send(new kms.RevokeGrantCommand({ KeyId, GrantId })));
    },
  },
  {
    what: "a deny in another policy of the role",
    make: async ({ iam: client, role: RoleName }, _, isKeptBack) => {
      const put = (PolicyName: string, Effect: string, Action: string) => {
        const Statement = [{ Sid: PolicyName, Effect, Action, Resource: "*" }];
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
        return client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      };
      const names = ["ByHand", ...(isKeptBack ? ["KeptBack"] : [])];
      await put("ByHand", "Allow", "dynamodb:*");
      if (isKeptBack) await put("KeptBack", "Deny", "dynamodb:DeleteTable");
      return async () => {
        for (const PolicyName of names)
          await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
      };
    },
  },
  {
    what: "the place of a finding of Access Analyzer",
    make: async (_, api, isKeptBack) => {
      const path = [{ value: "Statement" }, { index: isKeptBack ? 0 : 7 }, { value: "Action" }];
      const finding = { findingType: "SECURITY_WARNING", issueCode: "PASS_ROLE_WITH_STAR_IN_RESOURCE" };
      const findings = [{ ...finding, findingDetails: "Using it is a risk.", locations: [{ path }] }];
      api.answers.set("accessanalyzer:ValidatePolicy", JSON.stringify({ findings }));
      return async () => {};
    },
  },
];
