import type { Output } from "@pulumi/pulumi";
import type { References } from "./references";

/**
 * What is made secret is the same value: an input that takes it takes what it was made of. Whether an output of another stack
 * is secret only the engine knows.
 */
export function watchSecrets(references: () => References | undefined): void {
  const sdk = require("@pulumi/pulumi") as {
    secret(value: unknown): Output<unknown>;
    isSecret(value: Output<unknown>): Promise<unknown>;
  };
  const { secret, isSecret } = sdk;
  sdk.secret = (value) => {
    const made = secret(value);
    references()?.madeSecret(value, made);
    return made;
  };
  sdk.isSecret = async (value) => {
    const found = await isSecret(value);
    const others = found === false ? references() : undefined;
    return others ? others.secrecyOf(await plainOf(value)) : found;
  };
}

const plainOf = (value: object) => (value as { promise(): Promise<unknown> }).promise();
