import { type Fields, fieldsOf } from "../plan/fields";
import { contains, globOf, withinFields } from "../policy/glob";
import { actionHolds } from "../policy/holds";
import { isService } from "../policy/principals";

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
  const isService = who.startsWith("Service ");
  if (!isMany(who) && !isService) return [who];
  const stated = Object.entries(fieldsOf(condition))
    .filter(([operator]) => /^(Arn|String)(Equals|Like)$/.test(operator))
    .flatMap(([operator, keys]) =>
      Object.entries(fieldsOf(keys)).map(([key, values]) => ({
        operator,
        key,
        values: [values].flat().map(String),
      })),
    );
  const of = (name: RegExp) => stated.filter(({ key }) => name.test(key));
  if (isService) return forAccounts(who, of(source));
  const [accounts] = of(/^(aws:PrincipalAccount|kms:CallerAccount)$/i);
  const [first, ...more] = of(/^aws:PrincipalArn$/i).map(({ operator, values }) =>
    values.map((one) => ({ one, account: accountIn(one, operator) })),
  );
  if (first) {
    // Of several conditions each holds.
    const exact = [first, ...more].find((list) => list.every(({ account }) => account)) ?? first;
    const within = who === "*" ? accounts?.values : [accountIn(who) ?? who];
    return exact.flatMap(({ one, account }) => {
      if (account) return accountIn(one) ? one : `${one}${ofAccount}${account}`;
      return within?.map((each) => `${one}${ofAccount}${each}`) ?? one;
    });
  }
  // Whoever is let in as everybody needs no IAM policy, other than those whose account is let in.
  return accounts?.values.map((one) => (who === "*" ? `everybody${ofAccount}${one}` : one)) ?? [who];
}

const ofAccount = " of account ";

/**
 * A service acts for whoever asks it to, unless a condition says for whom. Of an organisation nobody here knows the accounts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const source = /^(aws:Source(Account|Arn)|kms:EncryptionContext:aws:(logs|cloudtrail):arn)$/i;

function forAccounts(service: string, stated: { operator: string; values: string[] }[]): string[] {
  const named = stated.flatMap(({ operator, values }) => {
    const accounts = values.map((one) => accountIn(one, operator));
    return accounts.every((one) => one !== undefined) ? accounts : [];
  });
  if (named.length === 0) return [`${service} for any account`];
  return [...new Set(named)].map((account) => `${service}${ofAccount}${account}`);
}

/** The one account whose principals a pattern of ARNs, or an account's number, stands for. The path of a role may hold colons. */
function accountIn(pattern: string, operator = "StringLike"): string | undefined {
  if (/^\d{12}$/.test(pattern)) return pattern;
  const account = accountOf(pattern);
  const all = { wildcards: true, variables: true };
  const outer = withinFields(globOf(`arn:*:*:*:${account}:*`, all));
  const inner = globOf(pattern, all);
  const read = operator.startsWith("Arn") ? withinFields(inner) : inner;
  return /^\w+$/.test(account) && outer && read && contains(outer, read) ? account : undefined;
}

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

/**
 * A role's own ARN for one of its sessions: whoever assumes the role names the session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session
 */
export function roleOf(principal: string, roles: string[]): string {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal) ?? [];
  return roles.find((arn) => accountOf(arn) === account && arn.split("/").at(-1) === name) ?? principal;
}

/** A policy in which sessions of these roles stand as the roles. To spare a session spares no other one: NotPrincipal stays. */
export function withRoles(document: unknown, roles: string[]): unknown {
  const named = (who: unknown) => (typeof who === "string" ? roleOf(who, roles) : who);
  const Statement = statementsOf(document).map((one) => {
    const { AWS } = fieldsOf(one.Principal);
    if (AWS === undefined) return one;
    return {
      ...one,
      Principal: { ...fieldsOf(one.Principal), AWS: Array.isArray(AWS) ? AWS.map(named) : named(AWS) },
    };
  });
  return { ...fieldsOf(document), Statement };
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

/** Of another account than these, or of nobody knows which: whatever may be a principal elsewhere. */
export function isForeign(one: string, accounts: string[]): boolean {
  if (one === "*" || one.startsWith("CanonicalUser ")) return true;
  // To a service a grant is given for the account's own use.
  if (isService(one)) return false;
  const [who = "", account = accountIn(who.replace(/^Federated /, ""))] = one.split(ofAccount);
  // AWS puts the id of a role or user that is gone in place of its ARN: nobody has it any more.
  return !/^A[A-Z0-9]{15,}$/.test(one) && !(account && accounts.includes(account));
}

export const accountOf = (arn: string) => arn.split(":")[4] ?? "";

export const parted = <T>(all: T[], is: (one: T) => boolean) =>
  [all.filter(is), all.filter((one) => !is(one))] as const;
