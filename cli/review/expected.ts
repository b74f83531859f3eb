import { type Scope, withDefaults } from "../../components/inputs/scope";
import { bedrockStatements } from "../../components/policies/bedrock";
import { toPolicyStatements } from "../../components/policies/document";
import { keyProvisionerStatements } from "../../components/policies/keyProvisioner";
import { kmsStatements } from "../../components/policies/kms";
import { enhancedMonitoringPolicyArn, monitoringTrustStatements } from "../../components/policies/monitoring";
import { s3Statements } from "../../components/policies/s3";
import { secretsStatements } from "../../components/policies/secrets";
import type { Statement } from "../../components/policies/statement";
import { provisionerTrustStatements, trustStatements } from "../../components/policies/trust";
import { canonical } from "./statement";

/** The roles of a component, by what the component adds to its own name. */
export const roleKinds = {
  role: "backend",
  "key-provisioner": "key provisioner",
  "rds-monitoring-role": "database monitoring",
} as const;
export type RoleKind = (typeof roleKinds)[keyof typeof roleKinds];

/** What the package would make of a component's inputs, for one of its roles: the trust policy and the others. */
const makers: Record<RoleKind, { trust(scope: Scope): Statement[]; policies(scope: Scope): Statement[] }> = {
  backend: {
    trust: trustStatements,
    policies: (scope) => [
      ...s3Statements(scope),
      ...kmsStatements(scope),
      ...bedrockStatements(scope),
      ...(scope.secretArns ? secretsStatements(scope) : []),
    ],
  },
  "key provisioner": { trust: provisionerTrustStatements, policies: keyProvisionerStatements },
  "database monitoring": { trust: monitoringTrustStatements, policies: () => [] },
};

/** A reason is given for what the package makes and for nothing else: statements by their canonical text. */
export interface Expected {
  trust: Map<string, Statement>;
  policies: Map<string, Statement>;
  /** ARNs of AWS's managed policies. */
  managed: string[];
}

export function expectedOf(kind: RoleKind, scope: Scope): Expected {
  const { trust, policies } = makers[kind];
  return {
    trust: byText(() => trust(scope)),
    policies: byText(() => policies(scope)),
    managed: kind === "database monitoring" ? [enhancedMonitoringPolicyArn(scope.partition)] : [],
  };
}

/** Inputs that the package would refuse, in a state made by hand say, make nothing. */
function byText(make: () => Statement[]): Map<string, Statement> {
  try {
    const made = make();
    const texts = toPolicyStatements(made).map(canonical);
    return new Map(made.map((statement, index) => [texts[index] ?? "", statement]));
  } catch {
    return new Map();
  }
}

/** The inputs of a component with the defaults of those that it was not given. */
export function scopeOf(
  inputs: Record<string, unknown>,
  where: Pick<Scope, "partition" | "accountId" | "region">,
): Scope {
  // `withDefaults` gives what is asked for: all that has a default.
  const names = ["externalId", "backupsWriteOnce", "auditLogsAppendOnly", "bedrockModelPatterns"];
  const asked = [...names, "s3AbortMultipartUploads", "bedrockStreaming", "tenantKeyProvisioning"].map(
    (name) => [name, undefined],
  );
  return { ...withDefaults({ ...Object.fromEntries(asked), ...inputs }), ...where } as unknown as Scope;
}
