import type { Promised } from "../../components/promises/promised";
import type { Request } from "../policy/request";
import type { ReviewedCondition } from "./conditions";
import type { RoleKind } from "./expected";

/** What an auditor is told of a stack. Every file of a review is written from this. */
export interface Review {
  /** Raised when a reader of review.json would have to change. */
  formatVersion: 1;
  project: string;
  stack: string;
  source: string;
  notes: string[];
  warnings: string[];
  components: ReviewedComponent[];
  /** What was proven for all requests, a sentence each; undefined where nothing was asked. */
  proven?: string[];
  /** What was verified against the account, a sentence each; undefined where nothing was asked. */
  verified?: string[];
}

/** A HipaaIamComponent of the stack. */
export interface ReviewedComponent {
  name: string;
  environment: string;
  partition: string;
  accountId: string;
  region: string;
  roles: ReviewedRole[];
  /** Undefined where nothing was asked. */
  promises?: ReviewedPromise[];
}

/** What became of one promise. */
export interface ReviewedPromise {
  id: string;
  /** Whose documents it is about. */
  of: Promised["of"];
  says: string;
  answer: Promised["answer"];
  hipaa: Promised["hipaa"];
  outcome: "proven" | "broken" | "not proven";
  /** Why it is not proven. */
  why?: string;
  /** What breaks it; of what README says is open, what shows it. */
  witness?: Request;
  /** The statements that let it through or refuse it, each as `Sid of policy`. */
  by?: string[];
}

export interface ReviewedRole {
  name: string;
  arn: string;
  kind: RoleKind | "other";
  /** ARN; empty where there is none. */
  permissionsBoundary: string;
  /** Why the text of the boundary is not known; empty where it is, or where there is none. */
  boundaryUnread: string;
  documents: ReviewedDocument[];
}

export interface ReviewedDocument {
  /** Of the role, the policy, or the ARN of a policy that is elsewhere. */
  name: string;
  kind: "trust policy" | "managed policy" | "inline policy";
  /** Whether hipaa-iam makes it. Other documents are shown without reasons. */
  madeBy: "hipaa-iam" | "other";
  /** Why there are no statements; empty where there are. */
  unread: string;
  /** Of a policy of AWS that the package attaches; empty otherwise. */
  reason: string;
  statements: ReviewedStatement[];
}

export interface ReviewedStatement {
  /** Counted through the whole review, from 1. */
  number: number;
  sid: string;
  effect: string;
  principals: string[];
  /** "everything but ..." stands for NotAction, NotResource and NotPrincipal. */
  actions: string[];
  resources: string[];
  conditions: ReviewedCondition[];
  /** What of the backend's data it is about, where that is known. */
  data: string[];
  /** Empty where none is known: the statement is not what the package makes. */
  reason: string;
  /** Of the HIPAA Security Rule, 45 CFR part 164. */
  provisions: string[];
  /** As in the document, but secrets. */
  json: unknown;
}

export const noReason = "No reason known: hipaa-iam does not make this.";

/** All statements of a role. */
export function statementsOf({ documents }: ReviewedRole): ReviewedStatement[] {
  return documents.flatMap(({ statements }) => statements);
}

export function isTrust({ kind }: ReviewedDocument): boolean {
  return kind === "trust policy";
}
