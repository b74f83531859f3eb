import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An input that is not accepted. The reason names the value and what is accepted, and so how to mend it. */
export type Fault = pulumi.InputPropertyErrorDetails;

/** Fails with all faults together, if there are any. The subject is what the inputs are for. */
export function refuse(subject: string, faults: Fault[]): void {
  if (faults.length > 0) throw new RefusedInputsError(subject, faults);
}

/**
 * Pulumi's own error for bad inputs, so that it also reaches users of other languages property by property. In a
 * TypeScript program it may pass through many Outputs, and each would put words of its own in front of the message;
 * at the end it is printed as an inspected object. Here both show the message and nothing else.
 */
class RefusedInputsError extends pulumi.InputPropertiesError {
  constructor(subject: string, errors: Fault[]) {
    const lines = errors.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
    const count = errors.length === 1 ? "1 input is" : `${errors.length} inputs are`;
    const message = [`${subject}: ${count} not accepted.`, ...lines].join("\n");
    super({ message, errors });
    Object.defineProperty(this, "message", { get: () => message, set: () => {} });
  }

  [inspect.custom](): string {
    return this.message;
  }
}
