import type { StandIn } from "../../cli/plan/standIns";
import { Environment } from "../../components";

/** An account in each partition. */
export const standIns: StandIn[] = [
  { accountId: "123456789012", partition: "aws", region: "us-east-1" },
  { accountId: "210987654321", partition: "aws-us-gov", region: "us-gov-west-1" },
  { accountId: "345678901234", partition: "aws-cn", region: "cn-north-1" },
  { accountId: "456789012345", partition: "aws-eusc", region: "eusc-de-east-1" },
];

/** Each environment in each partition. */
export const scopes = standIns.flatMap((standIn) =>
  Object.values(Environment).map((environment) => ({
    environment,
    standIn,
    title: `${environment} in ${standIn.partition}`,
  })),
);
