import * as pulumi from "@pulumi/pulumi";
import { HipaaIamGuardrails } from "hipaa-iam";

/** For the organisation's management account: what holds for everybody in the accounts with health information. */
const config = new pulumi.Config();
const guardrails = new HipaaIamGuardrails("guardrails", {
  targetIds: config.requireObject("targetIds"),
  keptBucketArns: config.requireObject("keptBucketArns"),
  allowedRegions: config.requireObject("allowedRegions"),
  administratorArns: config.requireObject("administratorArns"),
});

export const policyArn = guardrails.policyArn;
