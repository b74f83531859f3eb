import { fieldsOf } from "../plan/fields";

/** Whom the statements of a resource's policy let in. A condition may narrow it, and is not read. */
export function allowing(document: unknown): string[] {
  const found = statementsOf(document)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(principalsOf);
  return [...new Set(found)].sort();
}

/** What its denies refuse, in a line each. */
export function denying(document: unknown): string[] {
  return statementsOf(document)
    .filter(({ Effect }) => Effect === "Deny")
    .map(({ Sid, Action, NotAction, Condition, ...rest }) => {
      const actions =
        Action === undefined ? `all but ${[NotAction].flat().join(", ")}` : [Action].flat().join(", ");
      const principals = principalsOf(rest).join(", ");
      const whom = rest.NotPrincipal === undefined ? principals : "all but some";
      return `${Sid ?? "a statement without Sid"}: ${actions} for ${whom}${Condition === undefined ? "" : ", with a condition"}`;
    });
}

export const statementsOf = (document: unknown) => [fieldsOf(document).Statement ?? []].flat().map(fieldsOf);

function principalsOf({ Principal, NotPrincipal }: Record<string, unknown>): string[] {
  if (NotPrincipal !== undefined || Principal === "*") return ["*"];
  const { AWS = [], ...others } = fieldsOf(Principal);
  const named = Object.entries(others).flatMap(([type, some]) =>
    [some].flat().map((one) => `${type} ${one}`),
  );
  return [...[AWS].flat().map(String), ...named];
}

/** An account as a whole, by its number or its root. */
export const isAccount = (one: string, account: string) =>
  one === account || new RegExp(`^arn:[\\w-]+:iam::${account}:root$`).test(one);

/** Of another account than these, or of nobody knows which. */
export function isForeign(one: string, accounts: string[]): boolean {
  if (one === "*" || one.startsWith("CanonicalUser ")) return true;
  const account = /^arn:/.test(one) ? accountOf(one) : /^\d{12}$/.test(one) ? one : undefined;
  return account !== undefined && !accounts.includes(account);
}

export const accountOf = (arn: string) => arn.split(":")[4] ?? "";
