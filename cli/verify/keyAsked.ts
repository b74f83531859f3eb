import type { Row } from "../access/row";
import type { Planned } from "./planned";
import type { ResourceDocument } from "./validate";

/** A key, and what its policy is held against. */
export interface KeyAsked extends Planned {
  arn: string;
  /** ARNs of the backends' roles, which use it. */
  roles: string[];
  /** What the backends' roles are promised of it: it serves one set of these at least. */
  sets: Row[][];
  /** To whom the stack itself gives grants. */
  grantees: string[];
  /** Actions that its policy gives the role besides, by intention. */
  given: string[];
  /** Takes the policy that it has. */
  documents: ResourceDocument[];
}

/** What is said of it; any other key is a tenant's, and nobody else is expected to use that. */
export const theMasterKey = "the master key";
