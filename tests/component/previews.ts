import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { defaultStandIn as standIn } from "../../cli/plan/run";
import { HipaaIamBoundary, HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { type Rule, rules } from "../../components/inputs/rules";
import { allOptions } from "../access/options";
import { exampleArgs, run } from "../support/component";
import { changed, type Path, placesOfOutputs } from "../support/laterArgs";
import { messagesOf } from "../support/refusals";

export const known = (value: unknown) => pulumi.output(value);

/** What is said where args are given whose values at some places a preview does not know. */
async function preview(args: HipaaIamComponentArgs, unknown: Path[]): Promise<string[]> {
  const done = await run(
    () => {
      const { arn } = new Role("other", { assumeRolePolicy: "{}" }); // A preview does not know it.
      const given = changed(args, unknown, () => arn);
      new HipaaIamComponent("app", given);
      new HipaaIamBoundary("edge", given);
    },
    { preview: true },
  );
  return messagesOf(done);
}

/** Tests of sets of options that together give each arg. */
export function acceptsWhatUpAccepts(names: string[]): void {
  const tried = new Set<string>();
  const permissionsBoundaryArn = `arn:aws:iam::${standIn.accountId}:policy/workload-boundary`;
  for (const what of names) {
    it(`${what}: all values known, each unknown by itself, all unknown`, async () => {
      const args = {
        ...exampleArgs(),
        externalId: "only-we-know",
        tags: { Team: "a" },
        permissionsBoundaryArn,
        ...allOptions[what],
      };
      const places = placesOfOutputs(args);
      const outputs = changed(args, places, known);
      for (const preview of [false, true]) {
        for (const given of [args, outputs]) {
          const done = await run(() => void new HipaaIamComponent("app", given), { preview });
          expect(messagesOf(done)).to.deep.equal([]);
        }
      }
      for (const unknown of [...places.map((place) => [place]), places]) {
        expect(await preview(args, unknown), unknown.join()).to.deep.equal([]);
      }
      for (const [arg] of places) tried.add(String(arg));
    });
  }

  it("with every arg that takes an Output", () => {
    const takesOutputs = ({ plain, each, members = {} }: Rule): boolean =>
      !plain || (each !== undefined && takesOutputs(each)) || Object.values(members).some(takesOutputs);
    const args = Object.entries(rules).filter(([, rule]) => takesOutputs(rule));
    expect([...tried]).to.have.members(args.map(([arg]) => arg));
  });
}
