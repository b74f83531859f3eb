import type { Context } from "../../../cli/access/request";

/** A request as examples/backend/conftest.py records it. */
export interface Captured {
  service: string;
  operation: string;
  params: Record<string, unknown>;
  /** Of one tenant's session; null where sessions serve every tenant. */
  tenant: string | null;
}

/** What AWS asks IAM before it serves a request. */
export interface Authorization {
  action: string;
  resource: string;
  context: Context;
}

/** What the requests meet. */
export interface Surroundings {
  region: string;
  /** ARN of the key that encrypts the buckets. */
  masterKey: string;
}

type Tags = { TagKey: string; TagValue: string }[];

/** A file of captured requests, with the tags that its tenant keys were made with. */
export class Capture {
  constructor(
    readonly requests: Captured[],
    private readonly surroundings: Surroundings,
  ) {}

  authorizations({ service, operation, params, tenant }: Captured): Authorization[] {
    const { region, masterKey } = this.surroundings;
    const one = (action: string, resource: unknown, context: Context = {}) => [
      { action, resource: String(resource), context },
    ];
    const object = `arn:aws:s3:::${params.Bucket}/${params.Key}`;
    const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
    switch (`${service} ${operation}`) {
      case "sts AssumeRole": {
        const tags = sessionTagContext(params);
        const context = { ...present({ "sts:ExternalId": params.ExternalId }), ...tags };
        const assume = one("sts:AssumeRole", params.RoleArn, context);
        return params.Tags ? [...assume, ...one("sts:TagSession", params.RoleArn, tags)] : assume;
      }
      case "sts GetCallerIdentity":
        return []; // Nobody needs a permission for it.
      case "s3 PutObject": {
        const headers = {
          "s3:if-none-match": params.IfNoneMatch,
          "s3:x-amz-server-side-encryption": params.ServerSideEncryption,
        };
        return [
          ...one("s3:PutObject", object, { "s3:ObjectCreationOperation": "true", ...present(headers) }),
          ...one("kms:GenerateDataKey", masterKey, viaS3),
        ];
      }
      case "s3 GetObject":
        return [...one("s3:GetObject", object), ...one("kms:Decrypt", masterKey, viaS3)];
      case "kms CreateKey":
        return one("kms:CreateKey", "*", tagContext("aws:RequestTag", params));
      case "kms EnableKeyRotation":
      case "kms GenerateDataKey":
      case "kms Decrypt":
        return one(`kms:${operation}`, params.KeyId, this.tagsOfTenantKeys(tenant));
      case "bedrock-runtime InvokeModel":
        return this.invocation(String(params.modelId));
      default:
        throw new Error(`${service} ${operation} has no authorization here: say which.`);
    }
  }

  /** A profile is authorised, and its model in each Region that it may send a call to. */
  private invocation(id: string): Authorization[] {
    const { region, masterKey } = this.surroundings;
    const action = "bedrock:InvokeModel";
    const model = (where: string, name: string) => `arn:aws:bedrock:${where}::foundation-model/${name}`;
    if (!id.startsWith("us.")) return [{ action, resource: model(region, id), context: {} }];
    const profile = `arn:aws:bedrock:${region}:${masterKey.split(":")[4]}:inference-profile/${id}`;
    const through = { "bedrock:InferenceProfileArn": profile };
    return [
      { action, resource: profile, context: {} },
      ...["us-east-1", "us-east-2", "us-west-2"].map((where) => ({
        action,
        resource: model(where, id.slice("us.".length)),
        context: { ...through, "aws:RequestedRegion": where },
      })),
    ];
  }

  private tagsOfTenantKeys(tenant: string | null): Context {
    const created = this.requests.find(
      (request) => request.operation === "CreateKey" && request.tenant === tenant,
    );
    return tagContext("aws:ResourceTag", created?.params);
  }
}

/** A header or parameter that is not sent is no key of the context. */
function present(keys: Record<string, unknown>): Context {
  const sent = Object.entries(keys).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent.map(([key, value]) => [key, String(value)]));
}

function tagContext(prefix: string, params: Record<string, unknown> = {}): Context {
  const tags = (params.Tags ?? []) as Tags;
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [`${prefix}/${TagKey}`, TagValue]));
}

/** The tags of a session, which the call that opens it carries. */
function sessionTagContext({ Tags = [] }: Record<string, unknown>): Context {
  const tags = Tags as { Key: string; Value: string }[];
  const requested = tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]);
  return tags.length > 0
    ? { ...Object.fromEntries(requested), "aws:TagKeys": tags.map(({ Key }) => Key) }
    : {};
}
