import { type Fields, fieldsOf } from "../plan/fields";
import { actionHolds } from "../policy/holds";

/** Whom those of the statements of a resource's policy that are meant let in. Of conditions those are read that say who. */
export function allowing(document: unknown, isMeant: (statement: Fields) => boolean = () => true): string[] {
  const found = statementsOf(document)
    .filter((one) => one.Effect === "Allow" && isMeant(one))
    .flatMap((one) => principalsOf(one).flatMap((who) => narrowed(who, one.Condition)));
  return [...new Set(found)].sort();
}

/**
 * Who alone a condition lets through, where it says so: a principal that is everybody or a whole account is no more than that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function narrowed(who: string, condition: unknown): string[] {
  if (!isMany(who)) return [who];
  const keys = Object.entries(fieldsOf(condition))
    .filter(([operator]) => /^(Arn|String)(Equals|Like)$/.test(operator))
    .flatMap(([, values]) => Object.entries(fieldsOf(values)));
  const of = (name: RegExp) => {
    const found = keys.find(([key]) => name.test(key));
    return found && [found[1]].flat().map(String);
  };
  const accounts = of(/^(aws:PrincipalAccount|kms:CallerAccount)$/i);
  // Whoever is let in as everybody needs no IAM policy, other than those whose account is let in.
  const all = accounts?.map((one) => (who === "*" ? `${everybodyOf}${one}` : one));
  return of(/^aws:PrincipalArn$/i) ?? all ?? [who];
}

const everybodyOf = "everybody of account ";
const isMany = (who: string) => who === "*" || /^(\d{12}|arn:[\w-]+:iam::\d{12}:root)$/.test(who);

/** What its denies refuse, in a line each. */
export function denying(statements: Fields[]): string[] {
  return statements
    .filter(({ Effect }) => Effect === "Deny")
    .map(({ Sid, Action, NotAction, Condition, ...rest }) => {
      const actions =
        Action === undefined ? `all but ${[NotAction].flat().join(", ")}` : [Action].flat().join(", ");
      const principals = principalsOf(rest).join(", ");
      const whom = rest.NotPrincipal === undefined ? principals : "all but some";
      return `${Sid ?? "a statement without Sid"}: ${actions} for ${whom}${Condition === undefined ? "" : ", with a condition"}`;
    });
}

/** Whether a statement is about one of these actions. */
export function isOf({ Action, NotAction }: Fields, actions: string[]): boolean {
  const not = Action === undefined;
  const patterns = [not ? NotAction : Action].flat().map(String);
  return actions.some((action) => actionHolds({ not, patterns }, action));
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
  const whole = one.startsWith(everybodyOf) ? one.slice(everybodyOf.length) : undefined;
  const account = whole ?? (/^arn:/.test(one) ? accountOf(one) : /^\d{12}$/.test(one) ? one : undefined);
  return account !== undefined && !accounts.includes(account);
}

export const accountOf = (arn: string) => arn.split(":")[4] ?? "";

export const parted = (all: string[], is: (one: string) => boolean) =>
  [all.filter(is), all.filter((one) => !is(one))] as const;
