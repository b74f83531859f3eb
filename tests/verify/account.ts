import type { Aws } from "../../cli/verify/aws";

interface KeyOfAccount {
  arn: string;
  tags: Record<string, string>;
  policy: string;
  grants?: object[];
  /** What DescribeKey says besides. */
  metadata?: object;
}

/** An account with these keys, and nothing besides. */
export function accountWith(keys: KeyOfAccount[]): Aws {
  const answer = (operation: string, KeyId: string) => {
    const { tags, policy, grants, metadata } = keys.find(({ arn }) => arn === KeyId) ?? keys[0] ?? {};
    const KeyMetadata = { KeyManager: "CUSTOMER", KeyState: "Enabled", ...metadata };
    const Tags = Object.entries(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const answers: Record<string, object> = {
      ...{ ListKeys: { Keys: keys.map(({ arn }) => ({ KeyArn: arn })) }, DescribeKey: { KeyMetadata } },
      ...{
        ListResourceTags: { Tags },
        GetKeyPolicy: { Policy: policy },
        ListGrants: { Grants: grants ?? [] },
      },
      GetKeyRotationStatus: { KeyRotationEnabled: true, RotationPeriodInDays: 365 },
    };
    return answers[operation];
  };
  const aws = {
    in: () => aws,
    call: async (_: string, operation: string, { KeyId }: { KeyId: string }) => answer(operation, KeyId),
    async *list(
      _: string,
      operation: string,
      { KeyId = "" }: { KeyId?: string },
      itemsOf: (page: object) => object[],
    ) {
      yield* itemsOf(answer(operation, KeyId) ?? {});
    },
  };
  return aws as unknown as Aws;
}
