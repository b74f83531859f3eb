import { type HipaaProvision, hipaaProvisions } from "../policies/hipaa";
import { evidence } from "./evidence";
import type { Promised } from "./promised";

const inOrder = Object.keys(hipaaProvisions) as HipaaProvision[];

/** The statements that make a promise true. It serves the provisions that they serve. */
export function madeBy(...statements: string[]): Pick<Promised, "statements" | "hipaa"> {
  const served = new Set(statements.flatMap((sid) => evidence.get(sid)?.hipaa ?? []));
  return { statements, hipaa: inOrder.filter((provision) => served.has(provision)) };
}

/** What is promised not to be allowed no statement makes: it serves what the least access serves. */
export const madeByNone: Pick<Promised, "statements" | "hipaa"> = {
  statements: [],
  hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
};
