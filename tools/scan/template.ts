import type { Kind, ScannedDocument } from "./documents";

/** How CloudFormation has a document of each kind. The bucket and the key around it are somebody else's. */
const resources: Record<Kind, (document: object, id: string) => object> = {
  "managed policy": (PolicyDocument) => ({
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { PolicyDocument },
  }),
  "trust policy": (AssumeRolePolicyDocument) => ({
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument },
  }),
  "bucket policy": (PolicyDocument, id) => ({
    Type: "AWS::S3::BucketPolicy",
    Properties: { Bucket: id.toLowerCase(), PolicyDocument },
  }),
  "key policy": (KeyPolicy) => ({
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { KeyPolicy, EnableKeyRotation: true },
  }),
  "service control policy": (Content) => ({
    Type: "AWS::Organizations::Policy",
    Properties: { Name: "example", Type: "SERVICE_CONTROL_POLICY", Content },
  }),
};

/** A template of documents for the scanners that read CloudFormation, and how to name what they find in it. */
export function template(documents: ScannedDocument[]): {
  text: string;
  nameOf: ReadonlyMap<string, string>;
} {
  const byId = documents.map((each, index) => [`Document${index}`, each] as const);
  const Resources = Object.fromEntries(
    byId.map(([id, { kind, document }]) => [id, resources[kind](document, id)]),
  );
  return {
    text: JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources }),
    nameOf: new Map(byId.map(([id, { name }]) => [id, name])),
  };
}
