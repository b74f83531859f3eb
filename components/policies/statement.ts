import type * as aws from "@pulumi/aws/types";
import type { HipaaProvision } from "./hipaa";

/** One or several values, as IAM writes them. */
export type Values = string | string[];

/**
 * A policy statement as the IAM console shows it, with the evidence beside it: why the statement exists and
 * which provisions of the HIPAA Security Rule it serves. Documents, the offline plan and reviews all read this.
 */
export interface Statement {
  /** Unique among all statements of the package: it is how evidence is found again from a document. */
  Sid: string;
  /** A Deny wins over every Allow, of whatever policy. */
  Effect: "Allow" | "Deny";
  /** `"*"` is everybody: in the policy of a resource, and in a Deny only. */
  Principal?: "*" | Partial<Record<"AWS" | "Service" | "Federated", Values>>;
  /** `service:Action`, with `*` and `?` as wildcards. */
  Action: Values;
  /** ARNs, with `*` and `?` as wildcards. A trust policy has none. */
  Resource?: Values;
  /** By operator, then by condition key: all of them must hold; one of several values is enough. */
  Condition?: Record<string, Record<string, Values>>;
  /** Why the statement exists, for the reader of an access review. */
  purpose: string;
  /** What it serves in the HIPAA Security Rule, 45 CFR part 164. */
  hipaa: HipaaProvision[];
}

/** The same statement in the words of `aws.iam.getPolicyDocument`. */
export function toPolicyDocumentStatement(statement: Statement): aws.input.iam.GetPolicyDocumentStatement {
  const { Sid, Effect, Principal, Action, Resource, Condition } = statement;
  return {
    sid: Sid,
    effect: Effect,
    actions: list(Action),
    ...(Principal && {
      principals: Object.entries(Principal === "*" ? { "*": Principal } : Principal).map(
        ([type, identifiers]) => ({ type, identifiers: list(identifiers) }),
      ),
    }),
    ...(Resource && { resources: list(Resource) }),
    ...(Condition && {
      conditions: Object.entries(Condition).flatMap(([test, variables]) =>
        Object.entries(variables).map(([variable, values]) => ({ test, variable, values: list(values) })),
      ),
    }),
  };
}

function list(values: Values): string[] {
  return typeof values === "string" ? [values] : values;
}
