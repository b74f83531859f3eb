import { textOf } from "../diff/json";
import { isService } from "../policy/principals";
import { type Aws, whole } from "./aws";
import { differs, type Finding, some, told } from "./check";
import { type KeyAsked, theMasterKey } from "./keyAsked";
import { accountOf, isForeign, parted, roleOf } from "./principals";
import { promisedOf } from "./promised";

/**
 * Whom grants let use the key: they stand in no policy. To the role they should give nothing that its policies do not.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export async function grantsOf(
  aws: Aws,
  { arn: KeyId, roles, sets, planned, grantees }: KeyAsked,
  what: string,
): Promise<Finding[]> {
  const promised = new Set(promisedOf(sets.flat()));
  const accounts = [KeyId, ...roles].map(accountOf);
  const isFar = (one: string) => isForeign(one, accounts);
  const own: string[] = [];
  const more: string[] = [];
  const far: string[] = [];
  const near: string[] = [];
  const known: string[] = [];
  const retiring: string[] = [];
  for await (const grant of aws.list("kms", "ListGrants", { KeyId }, (page) => page.Grants)) {
    const { RetiringPrincipal, Operations = [], Constraints = {} } = grant;
    // A service stands in the one or in the other.
    const grantee = whole(grant.GranteePrincipal ?? grant.GranteeServicePrincipal, "kms", "ListGrants");
    const only = Object.keys(Constraints).length > 0 ? `, with ${textOf(Constraints)}` : "";
    const line = (some: string[]) => `${grantee}: ${some.join(", ")}${only}`;
    const [given, besides] = parted(Operations, (one) => promised.has(`kms:${one}`));
    // For whom a service acts, the resource says.
    const forWhom = isService(grantee) ? (Constraints.SourceArn ?? grantee) : grantee;
    if (!roles.includes(roleOf(grantee, roles))) {
      const isFact = what === theMasterKey && (planned === undefined || isMeant(grantee, grantees));
      (isFar(forWhom) ? far : isFact ? known : near).push(line(Operations));
    } else if (besides.length > 0) more.push(line(besides));
    else own.push(line(given));
    if (RetiringPrincipal) retiring.push(RetiringPrincipal);
  }
  const sorted = (some: string[]) => [...new Set(some)].sort();
  return [
    ...some(differs, `grants on ${what} let in other accounts`, sorted(far)),
    ...some(differs, `grants on ${what} let in others`, sorted(near)),
    ...some(told, `grants on ${what} let in others`, sorted(known)),
    ...some(differs, `grants on ${what} give the role more than it is promised`, sorted(more)),
    ...some(told, `grants on ${what} give the role what it is promised`, sorted(own)),
    ...some(told, `grants on ${what} can be retired by other accounts`, sorted(retiring.filter(isFar))),
  ];
}

/** Services of AWS make grants for what they encrypt, to their own roles, too. Of who is gone AWS tells an ID. */
const isMeant = (grantee: string, grantees: string[]) =>
  !grantee.startsWith("arn:") || grantee.includes(":role/aws-service-role/") || grantees.includes(grantee);
