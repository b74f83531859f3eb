import { expect } from "chai";
import type { Statement } from "../../cli/policy/document";
import { all, not, statementsIn } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";
import { aboutAny, claimAgainst, type Subject, universeOf } from "../../cli/theorems/promises";
import type { Promised } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { referenceOn } from "../mutation/reference";
import { casesOfOptions, heldBy } from "./cases";
import type { Case } from "./subjects";

/** What the reference is asked about: it knows no other tenant, and no resource but by what is named. */
function named({ resource, conditions, ...statement }: Statement): Statement {
  const isAny = resource.not || resource.patterns.join() === "\u0024{*}";
  return {
    ...statement,
    resource: isAny ? { not: false, patterns: ["*"] } : resource,
    conditions: conditions.filter(({ key }) => !key.startsWith("hipaa-iam:")),
  };
}

/** Whether AWS can send a request that a promise is about; of what is open, one that shows it. */
async function isSent(promise: Promised, subject: Subject): Promise<boolean> {
  const { answer, requests, except = [] } = promise;
  const about = all(aboutAny(requests), not(aboutAny(except)));
  const claim = answer === "open" ? claimAgainst(promise, subject) : about;
  const listed = await referenceOn([...statementsIn(aboutAny(requests))].map(named));
  // One sort of requests after the other: all of them together tell too many texts apart.
  return (listed.is === "any" ? listed.claims : [listed]).some((fact) => {
    const [witness] = decide(
      [claim],
      universeOf(subject, { name: "AWS's service reference", facts: [fact] }),
    );
    return witness !== undefined;
  });
}

describe("AWS can send requests of each part of each promise, as its service reference lists them", () => {
  const known = new Set<string>();
  let cases: Map<string, Case>;
  before(async () => {
    cases = await casesOfOptions();
  });

  for (const option of Object.keys(allOptions)) {
    it(option, async () => {
      const unsent: string[] = [];
      for (const { subject, own } of heldBy(cases.get(option) as Case)) {
        for (const promise of own) {
          for (const one of promise.answer === "nothing else" ? [] : promise.requests) {
            const part = { ...promise, requests: [one] };
            const name = JSON.stringify([one, promise.except, promise.answer]);
            // Every service has requests without a tenant.
            if (known.has(name) || one.Action === "*") continue;
            known.add(name);
            if (!(await isSent(part, subject)))
              unsent.push(`${promise.of}, ${promise.id}: ${JSON.stringify(one)}`);
          }
        }
      }
      expect(unsent).to.deep.equal([]);
    });
  }

  it("and none of an action, a resource or a key that AWS does not have there", async () => {
    const { subject, own } = heldBy(cases.get("by default") as Case)[0] as ReturnType<typeof heldBy>[number];
    const [promise] = own;
    if (!promise) throw new Error("There is no promise.");
    const faulty = [
      { Action: "s3:GetObjekt", Resource: "*" },
      { Action: "s3:GetObject", Resource: "arn:aws:kms:us-east-1:123456789012:key/*" },
      { Action: "s3:GetObject", Condition: { StringEquals: { "s3:prefix": "a" } } },
    ];
    for (const one of faulty) {
      expect(await isSent({ ...promise, requests: [one], except: [] }, subject)).to.equal(false);
    }
  });

  it("that is, of so many", () => {
    expect(known.size).to.equal(200);
  });
});
