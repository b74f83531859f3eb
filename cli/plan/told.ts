import { arnOf, type StandIn } from "./standIns";
import type { Form } from "./unknowns";

/** What knows the ID of something that exists: a resource that is read or imported, or a call of a function. */
export interface Knowing {
  /** Account, Region and partition that it is asked in. */
  place: StandIn;
  /** Nothing in a text is a value that only AWS knows. */
  isKnown(text: string): boolean;
  /** A value that only AWS knows; `property` is the origin's last word. */
  unknown(property: string, form?: Form): string;
}

/** What is left out of these is not known: an ID may have several forms, of which one tells a name and another does not. */
type Told<Names extends string> = { arn: string } & { [name in Names]?: string };

/**
 * A database by its identifier, its ARN or the ID that AWS gives an instance, which tells neither of them. Identifiers are
 * in lower case, those IDs are not.
 */
export function toldOfDatabase(
  id: string,
  kind: "db" | "cluster",
  knowing: Knowing,
  property = "arn",
): Told<"identifier"> {
  const ofName = (name: string) => arnOf(knowing.place, "rds", `${kind}:${name}`);
  if (id.startsWith("arn:")) return { arn: id, identifier: id.split(":").slice(6).join(":") };
  if (knowing.isKnown(id) && /^[a-z][a-z\d-]*$/.test(id)) return { arn: ofName(id), identifier: id };
  return { arn: knowing.unknown(property, ({ text }) => ofName(text)) };
}

/** A key by its ID or its ARN. An ID that is not known may be either, if it has not the form of one. */
export function toldOfKey(id: string, knowing: Knowing, property = "arn"): Told<"keyId"> {
  const ofId = (own: string) => arnOf(knowing.place, "kms", `key/${own}`);
  if (id.startsWith("arn:")) return { arn: id, keyId: lastOf(id) };
  if (knowing.isKnown(id) || /^(mrk-[\da-f]{32}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/.test(id)) {
    return { arn: ofId(id), keyId: id };
  }
  return { arn: knowing.unknown(property, ({ uuid }) => ofId(uuid)) };
}

/** A secret by its ARN: its name is in it, with a hyphen and six characters behind. AWS finds it without these, too. */
export function toldOfSecret(asked: string, { isKnown, unknown }: Knowing): Told<"name"> {
  const [, name] = /^arn(?::[^:]*){5}:(.*)-[^-]{6}$/.exec(asked) ?? [];
  if (name !== undefined) return { arn: asked, name };
  return { arn: isKnown(asked) ? unknown("arn", ({ six }) => `${asked}-${six}`) : asked };
}

/** An OpenID Connect provider by its ARN. */
export function toldOfIssuer(arn: string): Told<"url"> {
  const [, url] = arn.split(":oidc-provider/");
  return url === undefined ? { arn } : { arn, url };
}

export const lastOf = (arn: unknown) => String(arn).split("/").at(-1) ?? "";
