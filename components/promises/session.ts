import type { Scope } from "../inputs/scope";
import type { Values } from "../policies/statement";
import { noTenant, tenantOf } from "../policies/tenant";

export type Conditions = Record<string, Record<string, Values>>;

/** Conditions that must all hold. No two may ask the same operator for the same key. */
export function joined(...all: Conditions[]): Conditions {
  const result: Conditions = {};
  for (const one of all) {
    for (const [operator, keys] of Object.entries(one)) result[operator] = { ...result[operator], ...keys };
  }
  return result;
}

interface Session {
  folder: string;
  conditions: Conditions;
  /** How sentences call the folder, and what stands in them behind the tags of keys. */
  folderInWords: string;
  andTenant: string;
}

/** What the backend's sessions must be, and the folder that is theirs. */
export function sessionOf(scope: Pick<Scope, "tenantIsolation">): Session {
  const tenant = tenantOf(scope);
  if (!tenant) return { folder: "tenants/*", conditions: {}, folderInWords: "tenants/", andTenant: "" };
  const { principalTag, id } = tenant;
  return {
    folder: `tenants/${id}/*`,
    folderInWords: "the folder of the session's own tenant in tenants/",
    andTenant: " and the tag of the session's own tenant",
    conditions: { Null: { [principalTag]: "false" }, StringNotLike: { [principalTag]: noTenant } },
  };
}
