import { crc32 } from "node:zlib";
import type { DocumentStatement } from "./policyDocument";

/**
 * The statements of aws.iam.getPolicyDocument as the provider hands them back: with all that they leave out, and each set in
 * the order of Terraform's hashes. Seen with version 6.34 of the AWS provider.
 */
export function echoed(statements: DocumentStatement[]) {
  return statements.map((one) => ({
    ...{ actions: texts(one.actions), notActions: texts(one.notActions) },
    ...{ resources: texts(one.resources), notResources: texts(one.notResources) },
    ...{ principals: principals(one.principals), notPrincipals: principals(one.notPrincipals) },
    conditions: setOf(
      one.conditions ?? [],
      ({ test, values, variable }) => `test:${test};values:(${joined(values)});variable:${variable};`,
    ),
    effect: one.effect ?? "Allow",
    sid: one.sid ?? "",
  }));
}

const texts = (all: string[] = []) => setOf(all, (text) => `${text};`);

function principals(all: DocumentStatement["principals"] = []) {
  const sorted = all.map((one) => ({ ...one, identifiers: texts(one.identifiers) }));
  return setOf(sorted, ({ type, identifiers }) => `identifiers:{${joined(identifiers)}};type:${type};`);
}

const joined = (all: string[]) => all.map((text) => `${text};`).join("");

/** Each member once, by the digits of its hash. */
function setOf<T>(members: T[], hashed: (member: T) => string): T[] {
  const byHash = new Map(members.map((one) => [idOf(hashed(one)), one]));
  return [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Terraform's hash of a text, which is the ID of a document, too. */
export const idOf = (text: string) => String(crc32(text));
