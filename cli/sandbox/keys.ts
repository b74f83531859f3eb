import { type Document, documentOf } from "../policy/document";
import type { Place } from "../requests/check";
import type { KnownKey } from "../requests/kms";
import type { KnownSecret } from "../requests/secretsManager";
import type { Backend } from "./backend";
import type { Fault } from "./errors";
import type { Model } from "./model";

interface Found extends KnownKey {
  policy: Document | undefined;
}

export const isAlias = (id: string) => /^(arn:.*:)?alias\//.test(id);

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export function noAlias(alias: string, { partition, region, accountId }: Place): Fault {
  const arn = alias.startsWith("arn:") ? alias : `arn:${partition}:kms:${region}:${accountId}:${alias}`;
  return { code: "NotFoundException", message: `Alias ${arn} is not found.`, status: 400 };
}

/** What the API behind knows of keys and secrets. It is asked once, and again after a request that may change it. */
export class Keys {
  private readonly keys = new Map<string, Promise<Found | undefined>>();
  private readonly secrets = new Map<string, Promise<KnownSecret | undefined>>();
  private readonly byArn = new Map<string, Found>();

  constructor(
    private readonly backend: Backend,
    private readonly model: Model,
  ) {}

  forget(): void {
    this.keys.clear();
    this.secrets.clear();
  }

  /** By its ID, its ARN, or one of its aliases. */
  key(id: string, region: string): Promise<Found | undefined> {
    return remembered(this.keys, `${region} ${id}`, async () =>
      asNamed(id, await this.lookUpKey(id, region)),
    );
  }

  secret(id: string, region: string): Promise<KnownSecret | undefined> {
    const find = async () => asNamed(id, await this.lookUpSecret(id, region));
    return remembered(this.secrets, `${region} ${id}`, find);
  }

  /** The policy of a key: the stack's, or what it was made with. Without one the account decides. */
  policyOf(arn: string, { partition, accountId }: Place): Document {
    const Principal = { AWS: `arn:${partition}:iam::${accountId}:root` };
    const Statement = [{ Sid: "Account", Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }];
    const found = this.model.keys.find((one) => one.arn === arn)?.policy ?? this.byArn.get(arn)?.policy;
    return found ?? documentOf("key policy", { Version: "2012-10-17", Statement });
  }

  private async ask(service: "kms" | "secretsmanager", region: string, target: string, params: object) {
    const { status, text } = await this.backend.call(
      service,
      region,
      target,
      Buffer.from(JSON.stringify(params)),
    );
    return status < 300 ? JSON.parse(text) : undefined;
  }

  private async lookUpKey(id: string, region: string): Promise<Found | undefined> {
    const [, , , where = region] = id.split(":"); // An ARN says it itself.
    const kms = (operation: string, params: object) =>
      this.ask("kms", where, `TrentService.${operation}`, params);
    const metadata = (await kms("DescribeKey", { KeyId: id }))?.KeyMetadata;
    if (!metadata) return undefined;
    const KeyId = metadata.KeyId;
    const tags = (await kms("ListResourceTags", { KeyId }))?.Tags ?? [];
    const text = (await kms("GetKeyPolicy", { KeyId, PolicyName: "default" }))?.Policy;
    const aliases = (await kms("ListAliases", { KeyId }))?.Aliases ?? [];
    const document = text ? documentOf("key policy", JSON.parse(text)) : undefined;
    const found: Found = {
      arn: metadata.Arn,
      tags: Object.fromEntries(
        tags.map(({ TagKey, TagValue }: Record<string, string>) => [TagKey, TagValue]),
      ),
      aliases: aliases.map(({ AliasName }: { AliasName: string }) => AliasName),
      context: {
        "kms:KeySpec": metadata.KeySpec ?? "SYMMETRIC_DEFAULT",
        "kms:KeyUsage": metadata.KeyUsage ?? "ENCRYPT_DECRYPT",
        "kms:KeyOrigin": metadata.Origin ?? "AWS_KMS",
        "kms:MultiRegion": String(metadata.MultiRegion ?? false),
      },
      policy: document?.fault ? undefined : document,
    };
    this.byArn.set(found.arn, found);
    return found;
  }

  private async lookUpSecret(id: string, region: string): Promise<KnownSecret | undefined> {
    const secret = await this.ask("secretsmanager", region, "secretsmanager.DescribeSecret", {
      SecretId: id,
    });
    if (!secret) return undefined;
    const tags = (secret.Tags ?? []) as { Key: string; Value: string }[];
    return {
      arn: secret.ARN,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      ...(secret.KmsKeyId && { key: secret.KmsKeyId }),
    };
  }
}

/** The API behind finds by the name alone: what an ARN names in another account or partition, it does not have. */
function asNamed<T extends { arn: string }>(id: string, found: T | undefined): T | undefined {
  const place = (arn: string) => arn.split(":", 5).join(":");
  return !id.startsWith("arn:") || (found && place(id) === place(found.arn)) ? found : undefined;
}

/** No more than a developer's stack has; the oldest go. */
const limit = 1000;

function remembered<T>(known: Map<string, Promise<T>>, id: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(id) ?? find();
  known.set(id, found);
  if (known.size > limit) known.delete(known.keys().next().value ?? "");
  return found;
}
