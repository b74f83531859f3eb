import type { Statement } from "./statement";

/**
 * A statement as AWS takes it. Why it exists and what it serves is found by its Sid.
 * @interface
 */
export type PolicyStatement = Omit<Statement, "purpose" | "hipaa">;

/** A policy document as AWS takes it: `JSON.stringify` makes its text. */
export interface PolicyDocument {
  /** The version of IAM's language, not of the document. */
  Version: "2012-10-17";
  /** The statements, each with a Sid of its own. */
  Statement: PolicyStatement[];
}

export function toPolicyDocument(statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: toPolicyStatements(statements) };
}

export function toPolicyStatements(statements: Statement[]): PolicyStatement[] {
  return statements.map(({ purpose: _, hipaa: __, ...statement }) => statement);
}
