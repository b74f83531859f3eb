import { expect } from "chai";
import { all, not } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";
import { aboutAny, claimAgainst, type Subject, universeOf } from "../../cli/theorems/promises";
import { sentByAws } from "../../cli/theorems/reference";
import type { Promised } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { casesOfOptions, heldBy } from "./cases";
import type { Case } from "./subjects";

/** Whether AWS can send a request that a promise is about; of what is open, one that shows it. */
function isSent(promise: Promised, subject: Subject): boolean {
  const { answer, requests, except = [] } = promise;
  const about = all(aboutAny(requests), not(aboutAny(except)));
  const claim = answer === "open" ? claimAgainst(promise, subject) : about;
  const [witness] = decide([claim], universeOf(subject, sentByAws));
  return witness !== undefined;
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
            if (!isSent(part, subject)) unsent.push(`${promise.of}, ${promise.id}: ${JSON.stringify(one)}`);
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
      expect(isSent({ ...promise, requests: [one], except: [] }, subject)).to.equal(false);
    }
  });

  it("that is, of so many", () => {
    expect(known.size).to.equal(204);
  });
});
