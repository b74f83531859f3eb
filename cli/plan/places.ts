import { type Attributes, digestOf, inRegion, listOf, type StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";

/** Where a provider makes things. */
export interface Place extends StandIn {
  /** In words what tells its account from that of the stack's own provider. Empty where it is the same. */
  elsewhere: string[];
}

/** The account that is sure to be a provider's: the only one that is allowed, or that of the role which is assumed last. */
export function accountOf(provider: Attributes): string | undefined {
  const allowed = listOf(provider.allowedAccountIds);
  if (allowed.length === 1) return String(allowed[0]); // Of several it may be each.
  const assumed = assuming.flatMap((key) => listOf(provider[key])).at(-1) as
    | { roleArn?: unknown }
    | undefined;
  return /^arn:[^:]*:iam::(\d{12}):/.exec(String(assumed?.roleArn))?.[1];
}

/** In the order in which they are assumed, each with the credentials of the one before. */
const assuming = ["assumeRoleWithWebIdentity", "assumeRole", "assumeRoles"];

/** Whose credentials a provider has, and whom it asks with them: in words, as far as its inputs tell. */
export function credentialsOf(provider: Attributes): string[] {
  const said = Object.entries(provider).filter(
    ([key, value]) =>
      credentials.includes(key) && ![undefined, null, "", "[]", "{}"].includes(value as string),
  );
  return said.flatMap(([key, value]) => {
    if (key === "allowedAccountIds" && listOf(value).length === 1) return [];
    return [`${key} ${told[key]?.(value) ?? digestOf(value)}`];
  });
}

const credentials = [
  ...["profile", "accessKey", "sharedConfigFiles", "sharedCredentialsFiles"],
  ...["allowedAccountIds", "endpoints", ...assuming],
];
/** What is no secret is told as it is, all else by a digest. */
const told: Record<string, (value: unknown) => string> = {
  profile: String,
  allowedAccountIds: (value) => listOf(value).join(" or "),
};

/** What the account of a provider hangs on where its inputs do not name it. */
export function accountSource(provider: Attributes): string | undefined {
  const words = accountOf(provider) === undefined ? credentialsOf(provider) : [];
  return words.length > 0 ? words.sort().join(", ") : undefined;
}

/** Tells the places of providers from that of the stack's own one, which config describes. */
export class Places {
  private readonly own: string[];

  constructor(
    private readonly home: StandIn,
    /** Whether its account is known, and does not stand in. */
    private readonly isKnown: boolean,
    /** By full keys. */
    private readonly config: Record<string, string>,
    private readonly unknowns: Pick<Unknowns, "of" | "first">,
  ) {
    this.own = this.credentialsOf(this.configOf("aws:"));
  }

  /** Config is the inputs of the default provider of a package, by a type or a function of it. */
  configOf(type: string): Attributes {
    const namespace = `${type.split(":")[0]}:`;
    const own = Object.entries(this.config).filter(([key]) => key.startsWith(namespace));
    return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), value]));
  }

  /** Of a provider by its inputs; without them it is the stack's own. */
  of(provider: Attributes | undefined): Place {
    if (!provider) return { ...this.home, elsewhere: [] };
    const { accountId, elsewhere } = this.accountOf(provider);
    const { region } = provider;
    const place = { ...this.home, accountId };
    return { ...(typeof region === "string" && region !== "" ? inRegion(region, place) : place), elsewhere };
  }

  /** What tells a place from that of the stack's own provider, for a resource of a type. */
  wordsOf(type: string, { region, elsewhere }: Place): string {
    const isMoved = !regionless.test(type) && region !== this.home.region;
    return [...(isMoved ? [`region ${region}`] : []), ...elsewhere].join(", ");
  }

  private credentialsOf(provider: Attributes): string[] {
    return credentialsOf(this.unknowns.first(provider)).sort();
  }

  private accountOf(provider: Attributes): Pick<Place, "accountId" | "elsewhere"> {
    const [named, words] = [accountOf(provider), this.credentialsOf(provider)];
    const { accountId } = this.home;
    if (named !== undefined) {
      const isOther = !this.isKnown || named !== accountId;
      const asked = words.filter((one) => one.startsWith("endpoints ") && !this.own.includes(one));
      return { accountId: named, elsewhere: [...(isOther ? [`account ${named}`] : []), ...asked] };
    }
    if (words.join() === this.own.join()) return { accountId, elsewhere: [] };
    const elsewhere = words.length > 0 ? words : ["credentials of the environment"];
    return {
      accountId: this.unknowns.of(`account, ${elsewhere.join(", ")}`, ({ digits }) => digits),
      elsewhere,
    };
  }
}

/** The Region, and what else says where something is: an account that is not the stack's own, say. */
export function whereOf(type: string, { region, elsewhere }: Place, provider: Attributes): string[] {
  if (!type.startsWith("aws:")) {
    const given = Object.entries(provider).filter(([key]) => key !== "version");
    return given.length > 0 ? [`provider ${digestOf(given)}`] : [];
  }
  return [...(regionless.test(type) ? [] : [`region ${region}`]), ...elsewhere];
}

export const regionless = /^aws(:(iam|organizations|rolesanywhere)\/|-native:(iam|organizations):)/;

/** The providers of Regions take an ID with one behind it: `given-db@eu-west-1`. */
export function regionIn(type: string, id: string | undefined): { id: string | undefined; region?: string } {
  const isRegional = type.startsWith("aws:") && !regionless.test(type);
  const [, own, region] = (isRegional && /^(.+)@([a-z]{2,4}(?:-[a-z]+)+-\d)$/.exec(id ?? "")) || [];
  return region === undefined ? { id: id || undefined } : { id: own, region };
}
