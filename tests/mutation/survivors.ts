import type { PolicyDocument } from "../../cli/access/request";
import type { Row } from "../../cli/access/row";
import { decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import type { Mutant } from "./mutants";

const decided = remembering(decide);

/** The mutants that no row catches. */
export async function survivorsOf(mutants: Mutant[], rows: Row[]): Promise<Mutant[]> {
  const suspects = suspectsAmong(rows);
  const survivors: Mutant[] = [];
  for (const mutant of mutants) if (!(await isKilled(mutant, suspects(mutant)))) survivors.push(mutant);
  return survivors;
}

/** Whether some row of those that could, is decided otherwise. */
async function isKilled(mutant: Mutant, suspects: Row[]): Promise<boolean> {
  const swap = (document: PolicyDocument) => (document === mutant.original ? mutant.mutated : document);
  for (const { request, policies, expect } of suspects) {
    const { identity, resource, boundary, serviceControl } = policies;
    const decision = await decided(request, {
      identity: identity.map(swap),
      ...(resource && { resource: swap(resource) }),
      ...(boundary && { boundary: swap(boundary) }),
      ...(serviceControl && { serviceControl: swap(serviceControl) }),
    });
    if (decision !== expect) return true;
  }
  return false;
}

/** What finds the rows that a mutant concerns, those that its statement decides first: they find most. */
function suspectsAmong(rows: Row[]): (mutant: Mutant) => Row[] {
  const known = new Map<string, Row[]>();
  return ({ sid, actions }) => {
    const concerned = () => rows.filter(({ request: { action } }) => concerns(actions, action));
    const decided = ({ by }: Row) => by.includes(sid);
    const name = [sid, ...actions].join();
    const found = known.get(name) ?? concerned().sort((a, b) => Number(decided(b)) - Number(decided(a)));
    known.set(name, found);
    return found;
  };
}
