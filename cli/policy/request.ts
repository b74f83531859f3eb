import type { Document, Statement } from "./document";

/** What of a request policies can tell. Nothing of it is filled in. */
export interface Request {
  /** ARN of a user, a role or a role's session; the name of a service; ARN of an identity provider; or `*` for nobody known. */
  principal: string;
  /** `service:Action`. */
  action: string;
  /** ARN; `*` for an action that takes no resource. */
  resource: string;
  /** The account that owns the resource. */
  accountId: string;
  /** By condition key; of a key with several values all of them. */
  context: Record<string, string | string[]>;
}

/** The policies that apply to a request. What is not given is not there. */
export interface PolicySet {
  /** Those on the principal. */
  identity: Document[];
  /** The principal's permissions boundary. */
  boundary?: Document;
  /** Those of the organisation, level by level from the root to the account. */
  serviceControl?: Document[][];
  /** The resource's own: a bucket policy, a key policy, a role's trust policy. */
  resource?: Document;
  /** Those that were given when the session began. */
  session?: Document[];
}

export type Decision = "allowed" | "implicit deny" | "explicit deny";
export type PolicyKind = keyof PolicySet;

/** One condition of a statement, and what the request has for its key; undefined where it has none. */
export interface Tested {
  operator: string;
  key: string;
  wanted: string[];
  seen: string[] | undefined;
  /** What was sent is not known: it may have been something. */
  untold?: true;
}

/** A statement that counted, or nearly did. */
export interface Counted {
  kind: PolicyKind;
  /** The document's name. */
  document: string;
  statement: Statement;
  conditions: Tested[];
}

/** A grant of the action that does not hold. */
export interface NearMiss extends Counted {
  /** What of it does not hold besides conditions. */
  parts: ("resource" | "principal")[];
  /** The conditions that do not hold. */
  failed: Tested[];
}

export interface Evaluation {
  decision: Decision;
  /** The denies that refuse it, or the grants that let it through; none for an implicit deny. */
  by: Counted[];
  /** Of an implicit deny: which kinds of policy do not allow it. */
  missing: PolicyKind[];
  /** Of an implicit deny: the grants of the action in these, nearest first. */
  nearMisses: NearMiss[];
  /** Of an explicit deny: the role's own grants of the action, where these are all of other resources. */
  elsewhere?: NearMiss[];
}
