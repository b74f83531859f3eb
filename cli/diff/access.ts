import { type Statement, statementsOf, Unreadable } from "./document";

/** What a source says of who may do what. */
export interface Access {
  roles: Role[];
  /** Documents of which it is not said what has them, such as policies in a folder, and the policies of resources. */
  policies: Document[];
  /** What is not read, by name, as text: that it has not changed is all that can be told. */
  others: Map<string, string>;
  /** Whether it says which role has which policy. */
  attached: boolean;
  /** Texts that must not be shown. */
  secrets?: string[];
}

export interface Role {
  name: string;
  trust: Document[];
  policies: Document[];
  /** ARNs of attached policies whose documents are not there, such as AWS's own. */
  unread: string[];
  /** ARN; undefined where there is none or the source does not say. */
  boundary: string | undefined;
  /** Seconds; undefined where the source does not say. */
  maxSessionDuration: number | undefined;
}

export interface Document {
  name: string;
  statements: Statement[];
  /** Why it cannot be read, and its text, by which it is known again; empty where not even that is there. */
  fault?: { why: string; text: string };
}

export function documentOf(name: string, content: unknown): Document {
  try {
    return { name, statements: statementsOf(content) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { name, statements: [], fault: { why: error.message, text: JSON.stringify(content) ?? "" } };
  }
}

export function roleOf(name: string): Role {
  const nothing = { boundary: undefined, maxSessionDuration: undefined };
  return { name, trust: [], policies: [], unread: [], ...nothing };
}
