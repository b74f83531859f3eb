import { renderPolicyDocument } from "../../cli/plan/policyDocument";
import { defaultStandIn } from "../../cli/plan/run";
import type { HipaaIamComponentArgs } from "../../components";
import { defaults } from "../../components/inputs/args";
import { namesOf } from "../../components/inputs/names";
import type { Scope } from "../../components/inputs/scope";
import { bedrockStatements } from "../../components/policies/bedrock";
import { kmsStatements } from "../../components/policies/kms";
import { monitoringTrustStatements } from "../../components/policies/monitoring";
import { s3Statements } from "../../components/policies/s3";
import { secretsStatements } from "../../components/policies/secrets";
import { type Statement, toPolicyDocumentStatement } from "../../components/policies/statement";
import { trustStatements } from "../../components/policies/trust";

/** The texts of the documents that plain args make, by name: as a component of them has, but without making one. */
export function textsOf(args: HipaaIamComponentArgs): Record<string, string> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== ""));
  const scope = { ...defaults, ...defaultStandIn, ...given } as unknown as Scope;
  const names = namesOf(args);
  const text = (statements: Statement[]) =>
    renderPolicyDocument({ statements: statements.map(toPolicyDocumentStatement) }).json;
  return {
    [names.appRole]: text(trustStatements(scope)),
    [names.s3Policy]: text(s3Statements(scope)),
    [names.kmsPolicy]: text(kmsStatements(scope)),
    [names.bedrockPolicy]: text(bedrockStatements(scope)),
    [names.rdsMonitoringRole]: text(monitoringTrustStatements(scope)),
    ...(args.secretArns && { [names.secretsPolicy]: text(secretsStatements(scope)) }),
  };
}
