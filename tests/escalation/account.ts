import { keyArn } from "../../cli/access/rows/kmsRequests";
import { otherEnvironments, otherRegions, type Site } from "../../cli/access/site";

/** Something in the account that a move may change. What no decision depends on is left out of its state. */
export type Thing = Key | StoredObject | Nothing | Rest;

export interface Key {
  kind: "key";
  /** What it was in the beginning. */
  origin: string;
  arn: string;
  tags: Record<string, string>;
  /** Whether its key policy lets the role do everything with it, besides letting IAM decide. */
  open: boolean;
  /** Its key policy does not let IAM decide. */
  closed?: true;
}

export interface StoredObject {
  kind: "object";
  origin: string;
  /** ARNs. */
  bucket: string;
  key: string;
  exists: boolean;
  /** Whether the bucket's policy lets the role do everything. */
  open: boolean;
}

/** What keys are created from. */
export interface Nothing {
  kind: "nothing";
  origin: string;
}

/** All else that actions of KMS and S3 work on, and what works on nothing in particular. */
export interface Rest {
  kind: "rest";
  origin: string;
}

export const residue = "customer key with neither tag";

/** A small account with a key and an object of each sort. */
export function smallAccount(site: Site): Thing[] {
  const { environment, masterKey } = site;
  const others = otherEnvironments(site);
  const [other = ""] = others;
  const Application = "Application";
  const key = (origin: string, tags: Record<string, string>, arn = keyArn(site)): Key => ({
    ...{ kind: "key", origin, arn, tags, open: false },
  });
  const object = (origin: string, bucket: string, name: string): StoredObject => ({
    ...{ kind: "object", origin, bucket, key: `${bucket}/${name}`, exists: true, open: false },
  });
  return [
    { kind: "nothing", origin: "created key" },
    { kind: "rest", origin: "all else" },
    key("master key", {}, masterKey),
    key("master key tagged by Terraform", { Environment: environment, ManagedBy: "Terraform" }, masterKey),
    key("master key tagged as a tenant key", { Environment: environment, ManagedBy: Application }, masterKey),
    key("tenant key", { Environment: environment, ManagedBy: Application }),
    ...others.map((name) => key(`tenant key of ${name}`, { Environment: name, ManagedBy: Application })),
    key("customer key of another owner", { Environment: other, ManagedBy: "Terraform" }),
    key("customer key of another owner here", { Environment: environment, ManagedBy: "Terraform" }),
    key("customer key with Environment alone", { Environment: environment }),
    key("customer key with ManagedBy alone", { ManagedBy: Application }),
    key("customer key with another Environment alone", { Environment: other }),
    key("customer key with empty tags", { Environment: "", ManagedBy: "" }),
    key(residue, {}),
    key(
      "tenant key of another Region",
      { Environment: environment, ManagedBy: Application },
      keyArn(site, { region: otherRegions(site)[0] }),
    ),
    object("tenant's document", site.documents, "tenants/42/referral.pdf"),
    object("other document", site.documents, "public/index.html"),
    object("backup", site.backups, "2026-11-24.dump"),
    object("audit log", site.auditLogs, "application-logs/1.json"),
    object("audit log of others", site.auditLogs, "AWSLogs/1.json"),
  ];
}
