import { planStack } from "../../cli/plan/plan";
import { defaultStandIn, type Run, runProgram } from "../../cli/plan/run";
import { HipaaIamBoundary, HipaaIamComponent, HipaaIamGuardrails } from "../../components";
import { extensions } from "../../tests/access/options";
import { settingOf } from "../../tests/resourcePolicies/setting";
import { exampleArgs } from "../../tests/support/component";
import { repository } from "../../tests/support/folder";

export type Kind =
  | "managed policy"
  | "trust policy"
  | "bucket policy"
  | "key policy"
  | "service control policy";

export interface ScannedDocument {
  /** What it is in every environment and with every option: findings are told and accepted by it. */
  name: string;
  kind: Kind;
  document: object;
}

/** Every document that differs, of the stacks, of each option, of the boundary, the guardrails and the other side. */
export async function documents(): Promise<ScannedDocument[]> {
  const all: ScannedDocument[] = [];
  for (const stack of ["dev", "staging", "production"]) {
    const plan = await planStack(repository, stack);
    all.push(
      ...plan.documents.map(({ name, kind, document }) => ({ name: plainName(name), kind, document })),
    );
  }
  for (const options of Object.values(extensions(defaultStandIn))) {
    const args = { ...exampleArgs(), externalId: "example", enableRdsMonitoring: true, ...options };
    all.push(...documentsOf(await runProgram(() => void new HipaaIamComponent("app", args))));
    all.push(...documentsOf(await runProgram(() => void new HipaaIamBoundary("app", args))));
  }
  all.push(...documentsOf(await runProgram(guardrails)), ...(await otherSide()));
  const byText = new Map(all.map((each) => [`${each.name} ${JSON.stringify(each.document)}`, each]));
  return [...byText.values()];
}

/** Without the environment, which is part of every name. */
function plainName(name: string): string {
  return name.replace(/^(dev|staging|production)-|-(dev|staging|production)$/, "");
}

function documentsOf({ resources, errors }: Run): ScannedDocument[] {
  for (const error of errors) throw error;
  return resources.flatMap(({ inputs }) => {
    const { name, assumeRolePolicy, policy, content } = inputs;
    const text = assumeRolePolicy ?? policy ?? content;
    if (typeof text !== "string") return [];
    const kind = assumeRolePolicy ? "trust policy" : policy ? "managed policy" : "service control policy";
    return [{ name: plainName(String(name)), kind, document: JSON.parse(text) }];
  });
}

function guardrails(): void {
  new HipaaIamGuardrails("guardrails", {
    targetIds: ["ou-a1b2-c3d4e5f6"],
    keptBucketArns: ["arn:aws:s3:::example-backups", "arn:aws:s3:::example-audit-logs"],
    allowedRegions: ["us-east-1"],
    administratorArns: ["arn:aws:iam::123456789012:role/pulumi"],
  });
}

async function otherSide(): Promise<ScannedDocument[]> {
  const settings = [await settingOf(defaultStandIn, true), await settingOf(defaultStandIn, false)];
  return settings.flatMap((setting) =>
    Object.entries(setting.documents).map(([name, document]) =>
      name.endsWith("Key")
        ? { name: `policy of the ${name}`, kind: "key policy", document }
        : { name: `policy of the bucket ${name}`, kind: "bucket policy", document },
    ),
  );
}
