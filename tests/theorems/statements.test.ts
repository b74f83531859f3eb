import { expect } from "chai";
import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import type { Document } from "../../cli/policy/document";
import { prove, type Subject } from "../../cli/theorems/promises";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { caseOf } from "./subjects";

const sets: Partial<SiteArgs>[] = [
  ...Object.values({ ...optionSets(defaultStandIn), ...extensions(defaultStandIn) }),
  { tenantIsolation: {}, tenantKeyProvisioning: "provisioner" },
];

/** A promise's provisions are those of the statements that it names: so these must be what it rests on, each of them. */
describe("a promise breaks without any one of the statements that it names", () => {
  const seen = new Map<string, boolean>();

  before(async () => {
    for (const options of sets) {
      const { scope, subjects } = await caseOf({ ...argsOf("production", defaultStandIn), ...options });
      for (const promise of promisesOf(scope)) {
        const subject = subjects[promise.of];
        // A trust policy lets in nobody else, whatever it lets in.
        for (const sid of promise.answer === "nothing else" ? [] : (promise.statements ?? [])) {
          const name = `${promise.of} ${promise.id}: ${sid}`;
          if (!subject || seen.has(name)) continue;
          const [proof] = prove([promise], without(sid, subject));
          seen.set(name, proof?.holds === true);
        }
      }
    }
  });

  it("of all of them", () => {
    expect([...seen].filter(([, holds]) => holds).map(([name]) => name)).to.deep.equal([]);
    expect(seen.size).to.equal(79);
  });
});

function without(sid: string, { identity, resource, ...rest }: Subject): Subject {
  const less = (document: Document) => ({
    ...document,
    statements: document.statements.filter((one) => one.sid !== sid),
  });
  return { ...rest, identity: identity.map(less), ...(resource && { resource: less(resource) }) };
}
