import { TenantKeyProvisioning } from "./inputs/args";
import type { Scope } from "./inputs/scope";
import type { SizedDocument } from "./inputs/sizes";
import { bedrockArgs, bedrockStatements } from "./policies/bedrock";
import { boundaryArgs, boundaryStatements } from "./policies/boundary";
import { toPolicyDocument } from "./policies/document";
import { secretsArgs, secretsStatements } from "./policies/secrets";
import type { Statement } from "./policies/statement";
import { provisionerTrustStatements, trustArgs, trustStatements } from "./policies/trust";

const of = (statements: (scope: Scope) => Statement[]) => (scope: Scope) =>
  toPolicyDocument(statements(scope));

/** The other documents of a component hold no list and no long text: they fit whatever is accepted. */
export const documentsOfComponent: SizedDocument[] = [
  { name: "the trust policy", args: trustArgs, document: of(trustStatements), quota: 2048 },
  {
    name: "the trust policy of the provisioner of keys",
    args: [...trustArgs, "tenantKeyProvisioning"],
    document: of((scope) =>
      scope.tenantKeyProvisioning === TenantKeyProvisioning.Provisioner
        ? provisionerTrustStatements(scope)
        : [],
    ),
    quota: 2048,
  },
  { name: "the policy for Claude models", args: bedrockArgs, document: of(bedrockStatements), quota: 6144 },
  { name: "the policy for secrets", args: secretsArgs, document: of(secretsStatements), quota: 6144 },
];

export const documentsOfBoundary: SizedDocument[] = [
  { name: "the boundary", args: boundaryArgs, document: of(boundaryStatements), quota: 6144 },
];
