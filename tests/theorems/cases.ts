import { defaultStandIn } from "../../cli/plan/run";
import type { Statement } from "../../cli/policy/document";
import type { Subject } from "../../cli/theorems/promises";
import type { Holder, Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../access/argsOf";
import { allOptions } from "../access/options";
import { type Case, caseOf } from "./subjects";

let known: Promise<Map<string, Case>> | undefined;

/** The documents of each option set in production, rendered once. */
export function casesOfOptions(): Promise<Map<string, Case>> {
  known ??= render();
  return known;
}

async function render(): Promise<Map<string, Case>> {
  const cases = new Map<string, Case>();
  for (const [option, options] of Object.entries(allOptions)) {
    cases.set(option, await caseOf({ ...argsOf("production", defaultStandIn), ...options }));
  }
  return cases;
}

/** What a case promises of each of its roles and trust policies. */
export function heldBy({ scope, subjects }: Case): { holder: Holder; subject: Subject; own: Promised[] }[] {
  const promises = promisesOf(scope);
  return [...new Set(promises.map(({ of }) => of))].map((holder) => {
    const subject = subjects[holder];
    if (!subject) throw new Error(`There are no documents of ${holder}.`);
    return { holder, subject, own: promises.filter(({ of }) => of === holder) };
  });
}

/** The statements of each document of a subject. */
export function documentsIn({ identity, boundary, resource, serviceControl = [] }: Subject): Statement[][] {
  return [...identity, boundary ?? [], resource ?? [], serviceControl.flat()]
    .flat()
    .map(({ statements }) => statements);
}
