import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import type { PolicyDocument } from "../../cli/access/request";
import { siteFrom } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { faultsOf } from "../../components/inputs/checks";
import { argsOf } from "../access/argsOf";
import { judge } from "../judge/judge";
import { documentsOf, run, runComponent } from "../support/component";
import { textsOf } from "./documents";
import { type Foreign, noise } from "./foreign";
import { hostile } from "./values";

export const runs = 1000;
export const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
export const example = { ...argsOf("production", defaultStandIn), enableRdsMonitoring: true };

export interface Input {
  name: string;
  values: fc.Arbitrary<string>;
  args: (value: string) => Record<string, unknown>;
  /** Requests for what is not the site's, which this input could open. */
  foreign: Foreign[];
}
export const arg = (
  name: keyof HipaaIamComponentArgs,
  valid: fc.Arbitrary<string>,
  foreign: Foreign[],
): Input => ({
  ...{ name, values: hostile(valid), foreign },
  args: (value) => ({ ...example, [name]: value }),
});
export const member = (
  name: keyof HipaaIamComponentArgs,
  valid: fc.Arbitrary<string>,
  foreign: Foreign[],
  others: string[] = [],
): Input => ({
  ...{ name: `a member of ${name}`, values: hostile(valid), foreign },
  args: (value) => ({ ...example, [name]: [...others, value] }),
});

/** The tests of each input; they stand in a describe of their own time limit. */
export function refusesWhatIsHostile(inputs: Input[], runs: number): void {
  before(() => console.log(`    FC_SEED=${seed}`));

  for (const { name, values, args, foreign } of inputs) {
    describe(name, () => {
      const accepted: HipaaIamComponentArgs[] = [];
      const refused: unknown[] = [];

      it("what the checks accept makes documents that grant nothing foreign and fit AWS's quotas", async () => {
        const property = fc.asyncProperty(values, noise, async (value, noise) => {
          const all = args(value) as unknown as HipaaIamComponentArgs;
          const faults = faultsOf({ values: all });
          if (faults.length > 0) return void refused.push(all);
          accepted.push(all);
          expectWithinLimits(all);
          const documents = parsed(textsOf(all));
          const site = siteFrom(all as typeof example, defaultStandIn, documents);
          for (const { request, policies, expect: expected } of foreign.map((of) => of(site, noise))) {
            const { decision } = await judge(request, policies);
            expect(decision, `${request.action} of ${request.resource}`).to.equal(expected);
          }
        });
        await fc.assert(property, { numRuns: runs, seed });
        expect(accepted, "accepted").to.have.length.greaterThan(runs / 10);
        expect(refused, "refused").to.have.length.greaterThan(runs / 10);
      });

      it("those are the documents that a component of them has", async () => {
        // What the provider refuses besides is of another account than its own.
        const taken = accepted.filter(
          (values) => faultsOf({ values, provider: defaultStandIn }).length === 0,
        );
        expect(taken, "taken by the provider").not.to.deep.equal([]);
        for (const all of taken.filter((_, index) => index % Math.ceil(taken.length / 5) === 0)) {
          const made = await runComponent(all as unknown as Record<string, unknown>);
          expect(made.errors).to.deep.equal([]);
          expect(documentsOf(made)).to.deep.equal(parsed(textsOf(all)));
        }
      });

      it("what they refuse is refused before anything is registered", async () => {
        let thrown = 0;
        const { resources, invokes, errors } = await run(() => {
          for (const all of refused) {
            try {
              new HipaaIamComponent("app", all as HipaaIamComponentArgs);
            } catch (error) {
              if (error instanceof pulumi.InputPropertiesError) thrown++;
            }
          }
        });
        expect(thrown).to.equal(refused.length);
        expect({ resources: resources.map(({ name }) => name), invokes, errors }).to.deep.equal({
          ...{ resources: ["hipaa-iam-test"], invokes: [], errors: [] }, // The stack alone.
        });
      });
    });
  }
}

/** AWS's limits for what stands in no document, or is shorter than the document's quota. */
function expectWithinLimits({ externalId, tags = {} }: HipaaIamComponentArgs): void {
  expect(externalId).to.match(/^[\w+=,.@:/-]{2,1224}$/);
  for (const [key, value] of Object.entries(tags)) {
    expect(key)
      .to.match(/^.{1,128}$/su)
      .and.not.match(/^aws:/i);
    expect(value).to.match(/^.{0,256}$/su);
  }
}

/** The documents of texts, each within its quota and under a name that IAM takes. */
function parsed(texts: Record<string, string>): Record<string, PolicyDocument> {
  const entries = Object.entries(texts).map(([name, text]) => {
    const document = JSON.parse(text);
    const isTrust = /^hipaa-app-backend-|-rds-monitoring-role$/.test(name);
    expect(JSON.stringify(document).length, name).to.be.at.most(isTrust ? 2048 : 6144);
    expect(name).to.match(isTrust ? /^[\w+=,.@-]{1,64}$/ : /^[\w+=,.@-]{1,128}$/);
    return [name, document];
  });
  return Object.fromEntries(entries);
}
