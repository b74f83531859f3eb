import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { ResourceState } from "../../cli/plan/resources";
import type { Deployment } from "../../cli/review/deployment";
import type { Review, ReviewedStatement } from "../../cli/review/review";
import { statementsOf } from "../../cli/review/review";
import { reviewOf } from "../../cli/review/reviewing";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { exampleArgs, run } from "../support/component";

type AnyArgs = Partial<Record<keyof HipaaIamComponentArgs, unknown>>;

/** What a component, and what is put beside it, would be in a stack. */
export async function deploymentOf(
  args: AnyArgs = {},
  beside: (component: HipaaIamComponent) => void = () => {},
): Promise<Deployment> {
  const { states, errors, warnings } = await run(() => {
    beside(new HipaaIamComponent("app", { ...exampleArgs(), ...args } as HipaaIamComponentArgs));
  });
  if (errors.length > 0) throw errors[0];
  return {
    ...{ project: "hipaa-iam", stack: "test", source: "program, run offline" },
    ...{ resources: states, notes: [], warnings, secrets: [] },
  };
}

export async function reviewed(...given: Parameters<typeof deploymentOf>): Promise<Review> {
  return reviewOf(await deploymentOf(...given));
}

export function allStatements({ components }: Review): ReviewedStatement[] {
  return components.flatMap(({ roles }) => roles.flatMap(statementsOf));
}

/** A policy that somebody attaches to the backend's role. */
export function attach(
  component: HipaaIamComponent,
  statement: Record<string, unknown>,
  secret: <T>(value: T) => pulumi.Input<T> = (value) => value,
): void {
  const policy = secret(JSON.stringify({ Version: "2012-10-17", Statement: statement }));
  const extra = new iam.Policy("extra", { name: "extra", policy });
  new iam.RolePolicyAttachment("extra", { role: component.appIamRoleName, policyArn: extra.arn });
}

type Statement = Record<string, unknown>;

/** The same stack with the statements of its policies changed, as somebody might do by hand. */
export function changed(deployment: Deployment, edit: (statement: Statement) => Statement[]): Deployment {
  const resources = deployment.resources.map((resource): ResourceState => {
    const key = ["policy", "assumeRolePolicy"].find((name) => typeof resource.outputs[name] === "string");
    if (!key || !resource.type.startsWith("aws:iam/")) return resource;
    const document = JSON.parse(String(resource.outputs[key]));
    const text = JSON.stringify({ ...document, Statement: [document.Statement].flat().flatMap(edit) });
    return { ...resource, outputs: { ...resource.outputs, [key]: text } };
  });
  return { ...deployment, resources };
}

/** What `pulumi stack export` has of it: secrets as JSON, or encrypted. */
export function exported({ resources }: Deployment, showSecrets: boolean): string {
  const sig = "4dabf18193072939515e22adb298388d";
  const sealed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sealed);
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (!(sig in fields)) {
      return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, sealed(field)]));
    }
    const content = showSecrets ? { plaintext: JSON.stringify(fields.value) } : { ciphertext: "v1:abc:def" };
    return { [sig]: fields[sig], ...content };
  };
  return JSON.stringify({ version: 3, deployment: { resources: resources.map(sealed) } });
}
