import { expect } from "chai";
import type { Outcome } from "../../cli/prove/make";
import { outcomesOf } from "../../cli/review/proving";
import { componentsOf } from "../../cli/review/subjects";
import { anyRequest, type Universe } from "../../cli/theorems/decide";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { exampleArgs, run } from "../support/component";

/** What is said of a component, with more beside it. */
export async function outcomesWhere(
  more: (iam: HipaaIamComponent) => void,
  args: Partial<HipaaIamComponentArgs> = {},
  universe: Universe = anyRequest,
): Promise<Outcome[]> {
  const { states, errors } = await run(() => {
    more(new HipaaIamComponent("app", { ...exampleArgs(), ...args }));
  });
  expect(errors).to.deep.equal([]);
  return componentsOf(states).flatMap((one) =>
    outcomesOf(one, universe).map((outcome) => ({ component: one.name, ...outcome })),
  );
}

export const ids = (outcomes: Outcome[], wanted: Outcome["outcome"]) =>
  outcomes.filter(({ outcome }) => outcome === wanted).map(({ id, of }) => `${id} of ${of}`);
