import { textOf } from "../diff/json";
import type { Aws } from "./aws";
import { differs, type Finding, some, told } from "./check";
import type { KeyAsked } from "./keyAsked";
import { accountOf, isForeign, parted, roleOf } from "./principals";
import { promisedOf } from "./promised";

/**
 * Whom grants let use the key: they stand in no policy. To the role they should give nothing that its policies do not.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export async function grantsOf(
  aws: Aws,
  { arn: KeyId, roles, rows }: KeyAsked,
  what: string,
  other: typeof told,
): Promise<Finding[]> {
  const promised = new Set(promisedOf(rows));
  const own: string[] = [];
  const more: string[] = [];
  const others: string[] = [];
  const retiring: string[] = [];
  for await (const grant of aws.list("kms", "ListGrants", { KeyId }, (page) => page.Grants)) {
    const { GranteePrincipal: grantee = "nobody knows whom", RetiringPrincipal, Operations = [] } = grant;
    const only = Object.keys(grant.Constraints ?? {}).length > 0 ? `, with ${textOf(grant.Constraints)}` : "";
    const line = (some: string[]) => `${grantee}: ${some.join(", ")}${only}`;
    const [given, besides] = parted(Operations, (one) => promised.has(`kms:${one}`));
    if (!roles.includes(roleOf(grantee, roles))) others.push(line(Operations));
    else if (besides.length > 0) more.push(line(besides));
    else own.push(line(given));
    if (RetiringPrincipal) retiring.push(RetiringPrincipal);
  }
  const accounts = [KeyId, ...roles].map(accountOf);
  const isFar = (one: string) => isForeign(one, accounts);
  const sorted = (some: string[]) => [...new Set(some)].sort();
  const [far, near] = parted(sorted(others), isFar);
  return [
    ...some(differs, `grants on ${what} let in other accounts`, far),
    ...some(other, `grants on ${what} let in others`, near),
    ...some(differs, `grants on ${what} give the role more than it is promised`, sorted(more)),
    ...some(told, `grants on ${what} give the role what it is promised`, sorted(own)),
    ...some(told, `grants on ${what} can be retired by other accounts`, sorted(retiring.filter(isFar))),
  ];
}
