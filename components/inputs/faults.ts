import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An input that is not accepted. The reason names the value and what is accepted, and so how to mend it. */
export type Fault = pulumi.InputPropertyErrorDetails;

/** Fails with all faults together, if there are any. The subject is what the inputs are for. */
export function refuse(subject: string, faults: Fault[]): void {
  if (faults.length > 0) throw new RefusedInputsError(subject, faults);
}

/**
 * Pulumi's own error for bad inputs, so that it also reaches users of other languages property by property. Whoever prints
 * it shows the message and nothing else, through however many Outputs it went.
 */
class RefusedInputsError extends pulumi.InputPropertiesError {
  /** By this the SDK knows a RunError, of which it prints the message alone. */
  readonly __pulumiRunError = true;

  constructor(subject: string, errors: Fault[]) {
    const lines = errors.map(({ propertyPath, reason }) => `\n  - ${propertyPath}: ${reason}`);
    const count = errors.length === 1 ? "1 input is" : `${errors.length} inputs are`;
    const head = `${subject}: ${count} not accepted.`;
    // A plugin runs for the engine without a stack of its own: there the engine puts the list behind the message.
    const isPlugin = pulumi.runtime.getEngine() && !pulumi.runtime.getStackResource();
    const message = isPlugin ? head : head + lines.join("");
    super({ message, errors });
    for (const property of ["message", "stack"]) {
      Object.defineProperty(this, property, { get: () => message, set: () => {} }); // Each Output would add words.
    }
  }

  [inspect.custom](): string {
    return this.message;
  }
}
