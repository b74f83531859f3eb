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

/** What the backend's sessions must be, and the folder that is theirs. */
export function sessionOf(scope: Pick<Scope, "tenantIsolation">): { folder: string; conditions: Conditions } {
  const tenant = tenantOf(scope);
  if (!tenant) return { folder: "tenants/*", conditions: {} };
  const { principalTag, id } = tenant;
  return {
    folder: `tenants/${id}/*`,
    conditions: { Null: { [principalTag]: "false" }, StringNotLike: { [principalTag]: noTenant } },
  };
}
