import * as pulumi from "@pulumi/pulumi";
import type { Data } from "./handWritten";

/** The two ways to the same resources. Only one of them is loaded in a process. */
export type Way = "component" | "hand-written";

/** A program that makes `count` sets of the resources. */
export function program(way: Way, count: number): pulumi.Output<string>[] {
  const make = makerOf(way);
  return Array.from({ length: count }, (_, index) => make(`app-${index}`, data(index)));
}

function makerOf(way: Way): (name: string, data: Data) => pulumi.Output<string> {
  if (way === "component") return (require("./component") as typeof import("./component")).component;
  const { handWritten, where } = require("./handWritten") as typeof import("./handWritten");
  const asked = where();
  return (name, data) => handWritten(name, data, asked);
}

/** What the set of that number is made from. */
export function data(index: number): Data {
  return {
    environment: "dev",
    nameSuffix: `n${index}`,
    s3BucketDocumentsArn: pulumi.output("arn:aws:s3:::example-documents"),
    s3BucketBackupsArn: pulumi.output("arn:aws:s3:::example-backups"),
    s3BucketAuditLogsArn: pulumi.output("arn:aws:s3:::example-audit-logs"),
    kmsMasterKeyArn: pulumi.output(
      "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111",
    ),
    externalId: pulumi.secret("only-we-know"),
  };
}
