import type { Document } from "../policy/document";

/** What a source says of who may do what. */
export interface Access {
  roles: Role[];
  /** Documents of which it is not said what has them, such as policies in a folder, and the policies of resources. */
  policies: Policy[];
  /** What is not read, by name, as text: that it has not changed is all that can be told. */
  others: Map<string, string>;
  /** What runs as roles, by name, and these; undefined where the source does not say. */
  workloads?: Map<string, string[]>;
  /** That it is one file with one document: its name tells nothing of which other it is to be compared with. */
  isSingle?: boolean;
  /** Whether it says which role has which policy. */
  attached: boolean;
  /** What the program reads that is not known offline, and may decide by; undefined where the source does not say. */
  reads?: string[];
  /** The account of the stack's own provider, empty where it is not known; undefined where the source does not say. */
  account?: string | undefined;
  /** The Region of it, if what gives access is of one. */
  region?: string | undefined;
  /** The Region of the stack's own provider, whatever is made there; undefined where the source does not say. */
  home?: string | undefined;
  /** Texts that must not be shown. */
  secrets?: string[] | undefined;
}

export interface Policy extends Document {
  /** In words, as of a role, where it is not that of the stack's own provider. */
  place?: string | undefined;
}

export interface Role {
  name: string;
  /** Where it is made, in words; empty for the place of the stack's own provider, or where the source does not say. */
  place: string;
  /** That its ARN in AWS is of. */
  account?: string | undefined;
  trust: Document[];
  policies: Document[];
  /** ARNs of attached policies whose documents are not there, such as AWS's own. */
  unread: string[];
  /** ARN; undefined where there is none or the source does not say. */
  boundary: string | undefined;
  /** Seconds; a text where they are not known, and undefined where the source does not say. */
  maxSessionDuration: number | string | undefined;
}

export function roleOf(name: string): Role {
  const nothing = { boundary: undefined, maxSessionDuration: undefined };
  return { name, place: "", trust: [], policies: [], unread: [], ...nothing };
}
