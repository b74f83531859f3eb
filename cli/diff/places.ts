import { fieldsOf } from "../plan/fields";
import { accountOf, Places } from "../plan/places";
import { Unknowns } from "../plan/unknowns";
import type { Access } from "./access";
import { type Change, noted } from "./change";
import { opened } from "./json";

type Item = Record<string, unknown>;

/** What a source says of places. */
export interface Where {
  /** In words where a resource is made; empty for the place of the stack's own provider. */
  placeOf(item: Item): string;
  /** Of the stack's own provider. */
  region?: string;
  /** ARNs are those that AWS gave. */
  isDeployed?: boolean;
}

/** An offline run says it of each. */
export const toldPlaces: Where = { placeOf: ({ place }) => (typeof place === "string" ? place : "") };

/** In a state the providers are resources beside the others. */
export function placesInState(items: Item[]): Where {
  const providers = new Map(
    items
      .filter(({ type }) => /^pulumi:providers:aws(-native)?$/.test(String(type)))
      .map(({ urn, inputs }) => [String(urn), fieldsOf(opened(fieldsOf(inputs)))]),
  );
  const [, own = {}] = [...providers].find(([urn]) => /:aws::default(_|$)/.test(urn)) ?? [];
  const account = accountOf(own);
  const home = { accountId: account ?? "", region: String(own.region ?? ""), partition: "" };
  const config = Object.fromEntries(Object.entries(own).map(([key, value]) => [`aws:${key}`, String(value)]));
  const places = new Places(home, account !== undefined, config, new Unknowns());
  const placeOfItem = ({ type, provider }: Item) => {
    const urn = String(provider).split("::").slice(0, 4).join("::");
    const inputs = /:aws::default(_|$)/.test(urn) ? undefined : providers.get(urn);
    return places.wordsOf(String(type), places.of(inputs));
  };
  return { placeOf: placeOfItem, ...(home.region && { region: home.region }), isDeployed: true };
}

/** What is made elsewhere than before. A stack that moves as a whole is told once. */
export function stackChanges(old: Access, now: Access): Change[] {
  const isMoved = old.account !== undefined && now.account !== undefined && old.account !== now.account;
  const { region } = now;
  return [
    ...(isMoved ? [moved("the stack", inAccount(old.account), inAccount(now.account))] : []),
    ...(old.region !== undefined && region !== undefined && old.region !== region
      ? [moved("the stack", `Region ${old.region}`, `Region ${region}`)]
      : []),
  ];
}

/** A role or a policy, as far as its place goes. */
interface Placed {
  name: string;
  place?: string | undefined;
  account?: string | undefined;
}

export function placeChanges(of: string, old: Placed, now: Placed): Change[] {
  if (placeOf(old) !== placeOf(now)) return [moved(of, inWords(placeOf(old)), inWords(placeOf(now)))];
  const isMoved = old.account !== undefined && now.account !== undefined && old.account !== now.account;
  return isMoved ? [moved(of, inAccount(old.account), inAccount(now.account))] : [];
}

const moved = (of: string, from: string, to: string) =>
  noted(of, "made elsewhere", true, `made in ${to} instead of ${from}`);

const inAccount = (account = "") => (account === "" ? "an account that is not known" : `account ${account}`);

function inWords(place: string): string {
  if (place === "") return "the stack's own account and Region";
  return /^(account|region) /.test(place) ? place : `the account of ${place}`;
}

/** Those of the same name, of the same place before all. */
export function paired<T extends Placed>(old: T[], now: T[]): [T | undefined, T | undefined][] {
  const names = [...new Set([...old, ...now].map(({ name }) => name))].sort();
  return names.flatMap((wanted) => {
    const [before, after] = [old, now].map((all) => all.filter(({ name }) => name === wanted)) as [T[], T[]];
    const twinOf = (one: T, all: T[]) => all.find((other) => placeOf(other) === placeOf(one));
    const [gone, come] = [
      before.filter((one) => !twinOf(one, after)),
      after.filter((one) => !twinOf(one, before)),
    ];
    return [
      ...before.flatMap((one): [T, T][] => {
        const twin = twinOf(one, after);
        return twin ? [[one, twin]] : [];
      }),
      ...Array.from(
        { length: Math.max(gone.length, come.length) },
        (_, at): [T | undefined, T | undefined] => [gone[at], come[at]],
      ),
    ];
  });
}

/** What a role or policy is called: one elsewhere may have the name of another. */
export const calledBy = (kind: string, one: Placed) =>
  `${kind} ${one.name}${placeOf(one) === "" ? "" : ` (${placeOf(one)})`}`;

const placeOf = ({ place = "" }: Placed) => place;
