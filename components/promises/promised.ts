import type { HipaaProvision } from "../policies/hipaa";
import type { Values } from "../policies/statement";

/** Whose documents a promise is about. */
export type Holder =
  | "backend"
  | "backend's trust"
  | "key provisioner"
  | "key provisioner's trust"
  | "monitoring's trust"
  /** The backend with its boundary and, besides its own policies, AWS's AdministratorAccess. */
  | "backend as administrator, within its boundary"
  /** What the other side's documents say of whoever asks, whatever else lets them. */
  | "documents bucket"
  | "backups bucket"
  | "audit logs bucket"
  | "master key"
  | "tenant key"
  | "guardrails";

/** Requests in the words of a policy statement: all that it is about. */
export interface Requests {
  Principal?: "*" | Partial<Record<"AWS" | "Service" | "Federated", Values>>;
  Action: Values;
  Resource?: Values;
  NotResource?: Values;
  Condition?: Record<string, Record<string, Values>>;
}

/**
 * `allowed`: each of the requests. `refused`: none is allowed. `denied`: each is denied explicitly, so that no other policy
 * allows it. `nothing else`: no other request is allowed than these. `open`: some are allowed, and README says so.
 */
export type Answer = "allowed" | "refused" | "denied" | "nothing else" | "open";

/** One sentence of README, for all requests there are. */
export interface Promised {
  /** The same in every scope. */
  id: string;
  says: string;
  of: Holder;
  answer: Answer;
  requests: Requests[];
  /** Those of the requests that it is not about. */
  except?: Requests[];
  /** Of a role: Sids of the statements that make it true. What nothing allows has none. */
  statements?: string[];
  /** What these statements serve. */
  hipaa: HipaaProvision[];
}
