import { type Fields, fieldsOf } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { isSecret, opened } from "../plan/secrets";
import { list, type PolicyDocument } from "./statement";

/** What asks for an encryption context: a grant may constrain that. */
const constrained = /^(Encrypt|Decrypt|GenerateDataKey.*|ReEncrypt.*)$/;

/**
 * A grant of a key in the words of a policy. Of a constraint it counts what must be in the encryption context, not what else
 * may not be there.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export function grantedBy({ inputs, outputs }: ResourceState) {
  // Nothing of a grant changes, and an offline plan has outputs for what its inputs leave out, too.
  const told = inputs.operations === undefined ? outputs : inputs;
  const { keyId, granteePrincipal, retiringPrincipal, operations, constraints } = fieldsOf(opened(told));
  const context = [constraints ?? []].flat().flatMap((one) => {
    const { encryptionContextEquals, encryptionContextSubset } = fieldsOf(one);
    return Object.entries({ ...fieldsOf(encryptionContextEquals), ...fieldsOf(encryptionContextSubset) });
  });
  const pairs = context.map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const Condition = pairs.length > 0 ? { StringEquals: Object.fromEntries(pairs) } : {};
  const all = list(operations);
  const content: PolicyDocument = {
    Version: "2008-10-17", // In which nothing is a variable.
    Statement: [
      ...statement(
        "Operations",
        granteePrincipal,
        all.filter((one) => constrained.test(one)),
        Condition,
      ),
      ...statement(
        "Operations",
        granteePrincipal,
        all.filter((one) => !constrained.test(one)),
      ),
      ...statement("RetiringPrincipal", retiringPrincipal, ["RetireGrant"]),
    ],
  };
  const parts = [told.granteePrincipal, told.operations, told.constraints];
  return { keyId, content, isSecret: parts.some(isSecret) };
}

function statement(Sid: string, AWS: unknown, operations: string[], Condition: Fields = {}): Fields[] {
  if (AWS === undefined || operations.length === 0) return [];
  const Action = operations.map((one) => `kms:${one}`);
  return [{ Sid, Effect: "Allow", Principal: { AWS }, Action, Resource: "*", Condition }];
}
