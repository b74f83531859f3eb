import type { Site, SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import type { StandIn } from "../../cli/plan/standIns";
import { documentOf } from "../../cli/policy/document";
import { scopeOf } from "../../cli/review/expected";
import { requestWords, sentenceOf } from "../../cli/review/words";
import { type Proof, prove, type Subject } from "../../cli/theorems/promises";
import type { Scope } from "../../components/inputs/scope";
import { boundaryStatements } from "../../components/policies/boundary";
import type { Statement as Made } from "../../components/policies/statement";
import type { Holder } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { siteOf } from "../access/siteOf";
import { administratorAccess } from "../judge/documents";
import { read } from "../policy/judged";

export interface Case {
  scope: Scope;
  subjects: Partial<Record<Holder, Subject>>;
}

/** The documents of a component, as Pulumi renders them, by whom promises are about. */
export async function caseOf(args: SiteArgs, standIn: StandIn = defaultStandIn): Promise<Case> {
  const scope = scopeOf(args as unknown as Record<string, unknown>, standIn);
  return { scope, subjects: subjectsOf(await siteOf(args, standIn), scope) };
}

export function subjectsOf({ policies }: Site, scope: Scope): Case["subjects"] {
  const { backend, trust, provisioner, provisionerTrust, monitoringTrust } = policies;
  const identity = backend.map(read);
  return {
    backend: { identity },
    "backend's trust": { identity: [], resource: read(trust) },
    ...(provisioner && { "key provisioner": { identity: [read(provisioner)] } }),
    ...(provisionerTrust && {
      "key provisioner's trust": { identity: [], resource: read(provisionerTrust) },
    }),
    ...(monitoringTrust && { "monitoring's trust": { identity: [], resource: read(monitoringTrust) } }),
    "backend as administrator, within its boundary": {
      identity: [...identity, read(administratorAccess)],
      boundary: documentFrom(boundaryStatements(scope)),
    },
  };
}

export function documentFrom(statements: Made[]) {
  const Statement = statements.map(({ purpose: _, hipaa: __, ...statement }) => statement);
  return documentOf("document", { Version: "2012-10-17", Statement });
}

/** All promises of a case, by whom they are about. */
export function proofsOf({ scope, subjects }: Case): Proof[] {
  const promises = promisesOf(scope);
  const holders = [...new Set(promises.map(({ of }) => of))];
  return holders.flatMap((holder) => {
    const subject = subjects[holder];
    if (!subject) throw new Error(`There are no documents of ${holder}.`);
    return prove(
      promises.filter(({ of }) => of === holder),
      subject,
    );
  });
}

/** What does not hold, in words, with a request that shows it. */
export function broken(proofs: Proof[]): string[] {
  return proofs
    .filter(({ holds }) => !holds)
    .map(({ promise, witness }) => {
      const request = witness ? `but ${requestWords(witness.request).join(", ")}` : "but nothing shows it";
      return `${sentenceOf(promise)} (${promise.id}): ${request}`;
    });
}
