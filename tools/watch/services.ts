/** The services that a promise of the documents touches: IAM's prefix, and the names under which botocore calls it. */
export const services: Record<string, string[]> = {
  s3: ["s3", "s3control"],
  kms: ["kms"],
  bedrock: [
    ...["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"],
    ...["bedrock-data-automation", "bedrock-data-automation-runtime"],
  ],
  // No SDK of AWS calls these two: only the reference tells. A client of their name would be read, and be new.
  "bedrock-mantle": [],
  "aws-external-anthropic": [],
  sts: ["sts"],
  iam: ["iam"],
  secretsmanager: ["secretsmanager"],
  rolesanywhere: ["rolesanywhere"],
  organizations: ["organizations"],
  rds: ["rds"],
  logs: ["logs"],
};

/** A new service of such a name may be another way to a model, an object, a key or a secret. */
export const kin = /anthropic|bedrock|claude|kms|rolesanywhere|s3|secret|sts$/;

/** An action of any service that calls with, makes or manages what may stand in for a session. */
export const bearer = /BearerToken|^CallWith.*Token$/;

/** What a service can have that is new. */
export const kinds = ["actions", "conditionKeys", "resourceTypes", "operations"] as const;
export type Kind = (typeof kinds)[number];

/** What AWS has, by service and kind. */
export interface Found {
  /** Whose versions it is. */
  versions: Record<string, string>;
  /** Prefixes of the reference that are kin. */
  prefixes: string[];
  /** Names under which botocore calls services that are kin, those aside that are watched. */
  clients: string[];
  /** Actions of any service that have to do with bearer keys, with their prefix. */
  bearers: string[];
  services: Record<string, Record<Kind, string[]>>;
}
