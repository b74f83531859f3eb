import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Run } from "../../cli/plan/run";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { run } from "./component";

export type Fault = pulumi.InputPropertyErrorDetails;

/** What a component called "app" says to faults. */
export function refusal(faults: Fault[]): string {
  const count = faults.length === 1 ? "1 input is" : `${faults.length} inputs are`;
  const lines = faults.map(({ propertyPath, reason }) => `\n  - ${propertyPath}: ${reason}`);
  return `HipaaIamComponent "app": ${count} not accepted.${lines.join("")}`;
}

/** Makes a component called "app" from any args, in a program that catches what the constructor throws. */
export async function construct(args: unknown): Promise<{ thrown: unknown; run: Run }> {
  let thrown: unknown;
  const done = await run(() => {
    try {
      new HipaaIamComponent("app", args as HipaaIamComponentArgs);
    } catch (error) {
      thrown = error;
    }
  });
  return { thrown, run: done };
}

/** The constructor refuses the args with exactly these faults, and nothing at all is registered. */
export async function expectRefused(args: unknown, faults: Fault[]): Promise<void> {
  const { thrown, run } = await construct(args);
  expect(thrown).to.be.an.instanceOf(pulumi.InputPropertiesError);
  const { errors, message } = thrown as pulumi.InputPropertiesError;
  expect(errors).to.deep.equal(faults);
  expect(message).to.equal(refusal(faults));
  expect(namesOf(run)).to.deep.equal(["hipaa-iam-test"]); // The stack alone.
  expect(run.invokes).to.deep.equal([]);
}

/** The logical names of all that is registered. */
export function namesOf({ resources }: Run): string[] {
  return resources.map(({ name }) => name);
}

/** What a run failed with. */
export function messagesOf({ errors }: Run): string[] {
  return errors.map(({ message }) => message);
}
