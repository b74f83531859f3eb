import type { Access, Policy, Role } from "../diff/access";
import type { Change } from "../diff/change";
import { parseJson } from "../diff/json";
import { asLines } from "../diff/report";
import { accessOfResources } from "../diff/resources";
import { type Document, documentOf } from "../policy/document";
import type { Aws } from "./aws";
import { isLike } from "./bind";
import { agrees, type Check, differs, type Finding, looked, told } from "./check";
import { compared } from "./compared";
import type { ExpectedRole } from "./expected";
import { asResources, isOfAws, type LivePolicy, type LiveRole, livePolicy, liveRole } from "./live";

/** What was found on the roles, for the checks that follow. */
export interface Found {
  checks: Check[];
  roles: LiveRole[];
  policies: LivePolicy[];
}

/** Holds each role that the stack makes against the role that AWS has. */
export async function checkRoles(
  aws: Aws,
  expected: ExpectedRole[],
  program: Access,
  documents: Policy[],
): Promise<Found> {
  const found: Found = { checks: [], roles: [], policies: [] };
  for (const role of expected) {
    found.checks.push(
      ...(await looked("roles", role.name, () => findingsOf(aws, role, program, documents, found))),
    );
  }
  return found;
}

async function findingsOf(
  aws: Aws,
  role: ExpectedRole,
  program: Access,
  documents: Policy[],
  found: Found,
): Promise<Finding[]> {
  const live = await liveRole(aws, role.name);
  if (!live) return [differs("there is no such role in the account: deploy the stack")];
  const isWanted = (arn: string) => role.attached.some((pattern) => isLike(arn, pattern));
  const read = (arns: string[]) => Promise.all(arns.map((arn) => livePolicy(aws, arn)));
  // What the program takes from AWS is the same there.
  const attached = live.attached.filter((arn) => !isOfAws(arn) || !isWanted(arn));
  const policies = (await read(attached)).map((one) =>
    isWanted(one.arn) ? one : { ...one, name: pathOf(one.arn) },
  );
  const boundary = await read(live.boundary && !isOfAws(live.boundary) ? [live.boundary] : []);
  found.roles.push(live);
  const own = [...policies, ...boundary].filter(({ arn }) => !isOfAws(arn));
  for (const policy of own)
    if (!found.policies.some(({ arn }) => arn === policy.arn)) found.policies.push(policy);
  const programs = ({ name }: LivePolicy) => documents.find((one) => one.name === name);
  const differences = [
    ...comparison(role, program, accessOfResources(asResources([live], policies)), live),
    ...boundary.flatMap((policy) => boundaryDifferences(policy, programs(policy))),
    ...[...policies, ...boundary].flatMap((policy) => versions(policy, programs(policy))),
    ...tagDifferences(role.tags, live.tags),
    ...(live.path === role.path ? [] : [differs(`its path is ${live.path}, and should be ${role.path}`)]),
  ];
  if (differences.length > 0) return differences;
  const parts =
    "trust, boundary, session length, path, tags, each attached policy, no inline policy, no wider version";
  return [agrees(`is what the component makes: ${parts}`)];
}

/**
 * As the change gate would tell it if somebody turned the program's role into the account's. A policy that stands on one side
 * alone is one difference, with what it changes: one that changes nothing today is a place that somebody can fill.
 */
function comparison(
  expected: ExpectedRole,
  program: Access,
  live: Access,
  { attached, inline }: LiveRole,
): Finding[] {
  const secrets = [...(program.secrets ?? []), ...(live.secrets ?? [])];
  const [old, now] = [program, live].map(({ roles }) => roles.find(({ name }) => name === expected.name));
  if (!old || !now) return [differs("there is no such role in the program or in the account")];
  const changes = (before: Role, after: Role) => compared(sideOf(before), sideOf(after), secrets);
  const inlineNames = inline.map(({ name }) => name);
  const on = [
    ...standing(false, expected.attached, attached),
    ...standing(true, expected.inline, inlineNames),
  ];
  const [extra, missing] = [true, false].map((is) => on.filter(({ isExtra }) => isExtra === is));
  const without = (role: Role, some: Standing[] = []): Role => ({
    ...role,
    policies: role.policies.filter((policy) => !some.some((one) => policyOf(role, one) === policy)),
  });
  const withOne = (role: Role, from: Role, one: Standing): Role => ({
    ...role,
    policies: [...role.policies, ...[policyOf(from, one) ?? []].flat()],
  });
  const found = [
    ...changes(without(old, missing), without(now, extra)).map(inWords),
    ...(extra ?? []).map((one) => stands(one, changes(old, withOne(old, now, one)))),
    ...(missing ?? []).map((one) => stands(one, changes(withOne(now, old, one), now))),
  ];
  // Without what the account refuses besides, a grant that is accepted would do more.
  const refused = changes(old, now).filter(({ what, grew }) => !grew && what.startsWith("deny"));
  if (refused.length === 0) return found;
  return found.map((one) => ({ ...one, exactly: JSON.stringify([one.exactly ?? one.details, refused]) }));
}

/** A policy that is on the program's role or on the account's, and not on both. */
interface Standing {
  name: string;
  what: string;
  isExtra: boolean;
  isInline: boolean;
}

/** An inline policy and an attached one may have the same name. Of a role those that are inline come first. */
const policyOf = ({ policies }: Role, { name, isInline }: Standing) =>
  policies.filter((one) => one.name === name).at(isInline ? 0 : -1);

/** Names what the program does not attach: it may be called like one that the program attaches from another path. */
const pathOf = (arn: string) => arn.split(":policy/")[1] ?? arn;

function standing(isInline: boolean, wanted: string[], live: string[]): Standing[] {
  const [kind, state] = isInline ? ["inline policy", "there"] : ["policy", "attached"];
  const one = (name: string, isExtra: boolean): Standing => ({
    ...{
      name: isInline ? name : isExtra ? pathOf(name) : (name.split("/").at(-1) ?? name),
      isExtra,
      isInline,
    },
    what: isExtra
      ? `an extra ${kind} is ${state}: ${name}`
      : `a ${kind} of the program is not ${state}: ${name}`,
  });
  const isWanted = (name: string) => wanted.some((pattern) => isLike(name, pattern));
  const missing = wanted.filter((pattern) => !live.some((name) => isLike(name, pattern)));
  // Of AWS's own the comparison has those that the program attaches.
  return [
    ...live.filter((name) => !isWanted(name)).map((name) => one(name, true)),
    ...missing.filter((name) => !isOfAws(name)).map((name) => one(name, false)),
  ];
}

function stands({ what }: Standing, changes: Change[]): Finding {
  if (changes.length === 0) return differs(what, ["it changes nothing of what the role may do"]);
  const details = changes.map(inWords).flatMap((one) => [one.what, ...(one.details ?? [])]);
  return { ...differs(what, details), exactly: JSON.stringify(changes) };
}

/** In which order policies are attached says nothing. */
const sideOf = (role: Role): Access => ({
  roles: [{ ...role, policies: [...role.policies].sort((a, b) => (a.name < b.name ? -1 : 1)) }],
  ...{ policies: [], others: new Map(), attached: true },
});

/** Where the same stack makes the boundary, what it says is known. */
function boundaryDifferences({ name, document }: LivePolicy, wanted: Policy | undefined): Finding[] {
  if (!wanted) return [];
  const side = (some: Access["policies"]): Access => ({
    ...{ roles: [], policies: some, others: new Map(), attached: true },
  });
  return compared(side([wanted]), side([documentOf(name, parseJson(document))])).map(inWords);
}

function inWords(change: Change): Finding {
  const side = change.grew
    ? "the account allows more than the program"
    : "the program allows more than the account";
  const [what = "", ...details] = asLines(change);
  return { ...differs(`${what}: ${side}`, details), exactly: JSON.stringify(change) };
}

/**
 * A version that is kept is one call away: iam:SetDefaultPolicyVersion changes the policy without showing its text. One that
 * allows no more than the program's is no danger.
 */
function versions({ name, document, others }: LivePolicy, program: Document | undefined): Finding[] {
  const side = (policy: Document): Access => ({
    ...{ roles: [], others: new Map(), attached: true },
    policies: [{ ...policy, name }],
  });
  const now = documentOf(name, parseJson(document));
  const wanted = program ?? now;
  const isWanted = (one: Document) => compared(side(wanted), side(one)).length === 0;
  return others.flatMap(({ id, document: text }) => {
    const other = documentOf(name, parseJson(text));
    const wider = compared(side(wanted), side(other)).filter(({ grew }) => grew);
    if (wider.length > 0) {
      const what = `version ${id} of ${name} is kept and allows more: delete it with iam:DeletePolicyVersion`;
      return [{ ...differs(what, wider.flatMap(asLines)), exactly: JSON.stringify(wider) }];
    }
    if (!isWanted(other) || isWanted(now)) return [];
    return [told(`version ${id} of ${name} is the program's: make it the default again`)];
  });
}

/** All of them count: policies may go by any tag of the role. */
function tagDifferences(wanted: Record<string, string>, live: Record<string, string>): Finding[] {
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(live)])].sort();
  const other = keys.filter((key) => wanted[key] !== live[key]);
  if (other.length === 0) return [];
  const shown = (value: string | undefined) => (value === undefined ? "nothing" : JSON.stringify(value));
  const details = other.map((key) => `${key}: ${shown(live[key])} instead of ${shown(wanted[key])}`);
  return [differs("its tags are others", details)];
}
