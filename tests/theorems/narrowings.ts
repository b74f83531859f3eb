import { expect } from "chai";
import { casesOfOptions, documentsIn, heldBy } from "./cases";
import { areAlike, narrowingsOf, withFault, witnessesOf } from "./faults";
import type { Case } from "./subjects";

/**
 * A deny that is narrower in one place breaks a promise, with a request that shows it, or it is proven to decide every
 * request as before. What does neither is returned.
 */
export async function unnoticed(options: string[]): Promise<{ found: string[]; counts: object }> {
  const cases = await casesOfOptions();
  const known = new Set<string>();
  const counts = { denies: 0, narrowings: 0, "change nothing": [] as string[] };
  const found: string[] = [];
  for (const option of options) {
    for (const { holder, subject, own } of heldBy(cases.get(option) as Case)) {
      if (subject.boundary) continue;
      for (const statement of documentsIn(subject).flat()) {
        const name = JSON.stringify([holder, statement]);
        if (statement.effect !== "Deny" || known.has(name)) continue;
        known.add(name);
        counts.denies++;
        const narrowings = narrowingsOf(statement);
        counts.narrowings += narrowings.length;
        for (const [at, witness] of witnessesOf(statement, narrowings, own, subject).entries()) {
          const narrowing = narrowings[at];
          if (witness || !narrowing) continue;
          const isSame = areAlike(subject, withFault(subject, statement, narrowing));
          (isSame ? counts["change nothing"] : found).push(`${holder}: ${statement.sid} ${narrowing[0]}`);
        }
      }
    }
  }
  return { found, counts };
}

/** DenyUsingKeys denies it of every key. */
export const beside = "key provisioner: DenyChangingMasterKey without kms:CreateGrant";

export const expectNoticed = async (options: string[], counts: object) =>
  expect(await unnoticed(options)).to.deep.equal({ found: [], counts });
