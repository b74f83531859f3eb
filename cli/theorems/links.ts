import type { Statement } from "../policy/document";
import { keysOf } from "../policy/holds";
import { lowerCase } from "../policy/scalars";
import { about, all, any, type Claim, inside, named, not } from "./claim";

type Conditions = Statement["conditions"];
const has = (...conditions: Conditions) => inside(about({ conditions }));
const is = (key: string, value: string) => has({ operator: "StringEquals", key, values: [value] });
const isNull = (key: string) => has({ operator: "Null", key, values: ["true"] });
const iff = (one: Claim, other: Claim) => any(all(one, other), all(not(one), not(other)));

/** What AWS sends together, as far as statements ask for both. */
export function linksOf(
  statements: Statement[],
  { principal, role }: { principal?: string; role?: string },
): Claim[] {
  const keys = new Set(statements.flatMap(keysOf));
  const account = principal === undefined ? undefined : role?.split(":")[4];
  return [
    ...tagLinks(keys),
    ...accountLinks(keys, statements),
    ...(keys.has("aws:resourceaccount") ? owned : []).flatMap((one) => ownerLinks(one, statements, account)),
    ...callerLinks(keys, statements, account),
    ...(principal === undefined ? principalLinks(keys, statements) : sessionLinks(role, keys)),
  ];
}

/**
 * Where a session of a role asks, AWS tells that it is one, and no user or service; of a role that is known its ARN and account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function sessionLinks(role: string | undefined, asked: Set<string>): Claim[] {
  const told: Record<string, string | undefined> = {
    ...(role !== undefined && { "aws:PrincipalArn": role, "aws:PrincipalAccount": role.split(":")[4] ?? "" }),
    ...{ "aws:PrincipalType": "AssumedRole", "aws:PrincipalIsAWSService": "false" },
    ...{ "aws:username": undefined, "aws:PrincipalServiceName": undefined },
    "aws:PrincipalServiceNamesList": undefined,
  };
  return Object.entries(told)
    .filter(([key]) => asked.has(lowerCase(key)))
    .map(([key, value]) => (value === undefined ? isNull(key) : is(key, value)));
}

/** What names the tags of a request, or the parts of an encryption context, and how the key of each of them begins. */
const namesOf = {
  "aws:TagKeys": "aws:requesttag/",
  "s3:RequestObjectTagKeys": "s3:requestobjecttag/",
  "kms:EncryptionContextKeys": "kms:encryptioncontext:",
};

/** aws:TagKeys has the key of each tag of the request; where tags are taken away it has theirs, without aws:RequestTag. */
function tagLinks(keys: Set<string>): Claim[] {
  const operator = "ForAnyValue:StringEqualsIgnoreCase";
  return Object.entries(namesOf).flatMap(([names, start]) => {
    const each = keys.has(lowerCase(names)) ? [...keys].filter((key) => key.startsWith(start)) : [];
    return each.map((key) =>
      any(isNull(key), has({ operator, key: names, values: [key.slice(start.length)] })),
    );
  });
}

/**
 * kms:CallerAccount is KMS's own key for aws:PrincipalAccount, of each account that some statement names. AWS tells it of a key
 * that is asked for, and of some requests without one.
 */
function callerLinks(keys: Set<string>, statements: Statement[], account: string | undefined): Claim[] {
  if (!keys.has("kms:calleraccount")) return [];
  const onKms = (conditions: Conditions) => inside(about({ action: ["kms:*"], conditions }));
  const callers = (id: string) =>
    onKms([{ operator: "StringEquals", key: "kms:CallerAccount", values: [id] }]);
  const untold = onKms([{ operator: "Null", key: "kms:CallerAccount", values: ["true"] }]);
  const key = { not: false, patterns: ["arn:*:kms:*:*:key/*"] };
  const told = any(not(inside(about({ action: ["kms:*"], resource: key }))), not(untold));
  const whereTold = (claim: Claim) => any(untold, not(onKms([])), claim);
  if (account !== undefined) return [told, whereTold(callers(account))];
  if (!keys.has("aws:principalaccount")) return [told];
  const named = accountsNamed(statements, /^(aws:principal|kms:caller)account$/i);
  return [told, ...named.map((id) => whereTold(iff(callers(id), is("aws:PrincipalAccount", id))))];
}

/** The numbers of accounts in the values of some keys. */
function accountsNamed(statements: Statement[], keys: RegExp): string[] {
  const values = statements.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (keys.test(one.key) ? one.values : [])),
  );
  return [...new Set(values.flatMap((value) => value.match(/\b\d{12}\b/g) ?? []))];
}

/** aws:PrincipalAccount is the account that aws:PrincipalArn names, of each that some statement names. */
function accountLinks(keys: Set<string>, statements: Statement[]): Claim[] {
  if (!keys.has("aws:principalarn") || !keys.has("aws:principalaccount")) return [];
  return accountsNamed(statements, /^aws:principal(arn|account)$/i).map((id) => {
    const ofArn = has({ operator: "ArnLike", key: "aws:PrincipalArn", values: [`arn:*:*:*:${id}:*`] });
    const account = is("aws:PrincipalAccount", id);
    // A request that nobody signed has no ARN, and "anonymous" for an account.
    return any(isNull("aws:PrincipalArn"), iff(ofArn, account));
  });
}

/** What a service has whose ARN names the account that owns it: how its own part begins, and how many fields there are. */
const owned = [
  { service: "kms", own: "*", fields: 6 },
  { service: "secretsmanager", own: "secret:*", fields: 7 },
];

/**
 * aws:ResourceAccount, which AWS tells of every request, is the account that an ARN names, of each that some statement names,
 * by a pattern too, or as that of a role that is known. No name has a colon, so that no other field of an ARN is taken for the
 * account. `${*}` is the resource of what takes none.
 */
function ownerLinks(
  { service, own, fields }: (typeof owned)[number],
  statements: Statement[],
  asker: string | undefined,
): Claim[] {
  const isOf = (pattern: string) => [undefined, service].includes(serviceIn(pattern));
  const asking = statements.filter(
    (one) =>
      (one.action.not || one.action.patterns.some(isOf)) && keysOf(one).includes("aws:resourceaccount"),
  );
  if (asking.length === 0) return []; // Nothing here depends on it.
  const accounts = new Set(asking.flatMap((one) => accountsIn(one, asker)));
  const action = [`${service}:*`];
  const on = (arn: string) => inside(about({ action, resource: { not: false, patterns: [arn] } }));
  const owner = (operator: string, value: string) =>
    inside(about({ action, conditions: [{ operator, key: "aws:ResourceAccount", values: [value] }] }));
  const hasMore = on(Array.from({ length: fields + 1 }, () => "*").join(":"));
  const ofArn = (account: string) => on(`arn:*:${service}:*:${account}:${own}`);
  const links = [
    any(not(ofArn("*")), owner("Null", "false")),
    ...[...accounts].map((one) => iff(ofArn(one), owner("StringLike", one))),
  ];
  return links.map((link) => any(on("\u0024{*}"), all(not(hasMore), link)));
}

/** What a statement compares the account with, in the form of StringLike. */
function accountsIn({ conditions, variables }: Statement, asker: string | undefined): string[] {
  const own = conditions.filter(({ key }) => lowerCase(key) === "aws:resourceaccount");
  return own.flatMap(({ operator, values }) => {
    const isPlain = /Like/.test(operator) ? /^[\w?*]+$/ : /^\w+$/;
    const known = (value: string) => (variables && asker ? value.replace(askers, asker) : value);
    return values.map(known).filter((value) => isPlain.test(value));
  });
}
const askers = /\$\{aws:PrincipalAccount\}/gi;

/** The service that a pattern of actions names; undefined where it may be several. */
export function serviceIn(pattern: string): string | undefined {
  if (!services.has(pattern)) services.set(pattern, /^([\w-]+):/.exec(lowerCase(pattern))?.[1]);
  return services.get(pattern);
}
const services = new Map<string, string | undefined>();

/** Who asks, as policies of resources name them, is who aws:PrincipalArn and aws:PrincipalAccount say. */
function principalLinks(keys: Set<string>, statements: Statement[]): Claim[] {
  const named = [...new Set(statements.flatMap(({ principal }) => principal.patterns))];
  const arns = named.flatMap((one) => /^AWS:(arn:[\w-]+:iam::\d{12}:.*)$/.exec(one)?.[1] ?? []);
  // An ID alone is that account, in whichever partition.
  const ids = named.flatMap((one) => /^AWS:(\d{12})$/.exec(one)?.[1] ?? []);
  const links: Claim[] = [];
  if (keys.has("aws:principalarn")) {
    links.push(iff({ is: "of an account" }, not(isNull("aws:PrincipalArn"))));
    const within = (arn: string) =>
      has({ operator: "ArnLike", key: "aws:PrincipalArn", values: [`${arn}:*`] });
    for (const account of new Set(arns.map((arn) => arn.split(":").slice(0, 5).join(":"))))
      links.push(iff(isOf(`${account}:root`, true), within(account)));
    for (const id of ids) links.push(iff(isOf(id, true), within(`arn:*:iam::${id}`)));
    for (const arn of arns.filter((one) => !one.endsWith(":root"))) {
      links.push(iff(isOf(arn, false), is("aws:PrincipalArn", arn)));
    }
  }
  if (keys.has("aws:principalaccount")) {
    links.push(iff({ is: "of an account" }, not(isNull("aws:PrincipalAccount"))));
    for (const id of new Set([...ids, ...arns.map((arn) => arn.split(":")[4] ?? "")])) {
      links.push(iff(isOf(id, true), is("aws:PrincipalAccount", id)));
    }
  }
  return links;
}

/** Whether an account, by its ID too, a role or a user, by its ARN, is who asks. */
function isOf(arn: string, isAccount: boolean): Claim {
  const statement = about({ principal: [`AWS:${arn}`] });
  return named(statement, isAccount ? ["account", "self"] : ["self", "role"]);
}
