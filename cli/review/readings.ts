import type { Document } from "../policy/document";
import type { PolicySet } from "../policy/request";
import { type LetIn, withLetIn } from "./lettingIn";
import { documentsAs, documentsIfAny, type Opened } from "./unsure";

/** What may decide what a role may do. */
export interface Deciding {
  identity: Document[];
  /** At most one. */
  boundary: Document[];
  /** Those among them that the package does not make: what is not known in these may be anything. */
  foreign: Document[];
  /** What may be attached or not. */
  maybe: Document[];
  letIn: LetIn;
}

/** The same as it stands, and as it lets most through and least, whatever is not known in it. */
export interface Readings {
  subject: PolicySet;
  most: PolicySet;
  least: PolicySet;
}

export function readingsOf(
  { identity, boundary, foreign, maybe, letIn }: Deciding,
  opened: Opened,
): Readings {
  const { within, past, untold, unsure } = letIn;
  const setOf = (documents: Document[], [limit]: Document[], all: Document[]) =>
    withLetIn({ identity: documents, ...(limit && { boundary: limit }) }, { within, past: all });
  const as = (reading: "most" | "least") => {
    const read = (some: Document[]) =>
      some.flatMap((one) => (foreign.includes(one) ? documentsAs(reading, [one], opened) : [one]));
    const added = documentsIfAny(reading, documentsAs(reading, maybe, opened));
    const all = reading === "most" ? [...past, ...untold, ...unsure] : past;
    return setOf([...read(identity), ...added], read(boundary), all);
  };
  return { subject: setOf(identity, boundary, past), most: as("most"), least: as("least") };
}

/** The names of what is not known in part. */
export function unsureIn({ foreign, maybe, letIn }: Deciding, opened: Opened): string[] {
  const isOpen = (one: Document) =>
    (["most", "least"] as const).some((reading) => !documentsAs(reading, [one], opened).includes(one));
  const found = [...foreign.filter(isOpen), ...maybe, ...letIn.unsure];
  return [...new Set(found.map(({ name }) => name))];
}
