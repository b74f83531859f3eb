import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

const expected = (accountId: string, databases: string | string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AssumeForEnhancedMonitoring",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": databases },
      },
    },
  ],
});

describe("the trust policy of the monitoring role", () => {
  for (const { title, environment, standIn } of scopes) {
    it(`is as written here for ${title}`, async () => {
      const documents = documentsOf(
        await runComponent({ environment, enableRdsMonitoring: true }, { standIn }),
      );
      const { partition, region, accountId } = standIn;
      expect(documents[`${environment}-rds-monitoring-role`]).to.deep.equal(
        expected(accountId, [
          `arn:${partition}:rds:${region}:${accountId}:cluster:*`,
          `arn:${partition}:rds:${region}:${accountId}:db:*`,
        ]),
      );
    });
  }

  const instance = "arn:aws:rds:us-east-1:123456789012:db:example";
  const cluster = "arn:aws:rds:us-east-1:123456789012:cluster:example";
  const given: [what: string, rdsArn: unknown, databases: string | string[]][] = [
    ["an instance: that alone", instance, instance],
    ["a cluster: that alone", cluster, cluster],
    ["an Output of an instance: that alone", pulumi.output(instance), instance],
  ];
  for (const [what, rdsArn, databases] of given) {
    it(`rdsArn ${what}`, async () => {
      const documents = documentsOf(await runComponent({ rdsArn, enableRdsMonitoring: true }));
      expect(documents["dev-rds-monitoring-role"]).to.deep.equal(expected("123456789012", databases));
    });
  }
});
