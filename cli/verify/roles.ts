import type { Access, Role } from "../diff/access";
import type { Change } from "../diff/change";
import { compare } from "../diff/compare";
import { parseJson } from "../diff/json";
import { masked } from "../diff/mask";
import { asLines } from "../diff/report";
import { accessOfResources } from "../diff/resources";
import { documentOf } from "../policy/document";
import type { Aws } from "./aws";
import { agrees, type Check, differs, type Finding, looked } from "./check";
import type { ExpectedRole } from "./expected";
import { asResources, isOfAws, type LivePolicy, type LiveRole, livePolicy, liveRole } from "./live";
import { isLike } from "./unknown";

/** What was found on the roles, for the checks that follow. */
export interface Found {
  checks: Check[];
  roles: LiveRole[];
  policies: LivePolicy[];
}

/** Holds each role that the stack makes against the role that AWS has. */
export async function checkRoles(aws: Aws, expected: ExpectedRole[], program: Access): Promise<Found> {
  const found: Found = { checks: [], roles: [], policies: [] };
  for (const role of expected) {
    found.checks.push(...(await looked("roles", role.name, () => findingsOf(aws, role, program, found))));
  }
  return found;
}

async function findingsOf(aws: Aws, role: ExpectedRole, program: Access, found: Found): Promise<Finding[]> {
  const live = await liveRole(aws, role.name);
  if (!live) return [differs("there is no such role in the account: deploy the stack")];
  const read = (arns: string[]) =>
    Promise.all(arns.filter((arn) => !isOfAws(arn)).map((arn) => livePolicy(aws, arn)));
  const policies = await read(live.attached);
  const boundary = await read(live.boundary ? [live.boundary] : []);
  found.roles.push(live);
  for (const policy of [...policies, ...boundary])
    if (!found.policies.some(({ arn }) => arn === policy.arn)) found.policies.push(policy);
  const differences = [
    ...comparison(role.name, program, accessOfResources(asResources([live], policies))),
    ...boundary.flatMap((policy) => boundaryDifferences(policy, program)),
    ...[...policies, ...boundary].flatMap((policy) => versions(policy)),
    ...standing(
      "policy",
      "attached",
      role.attached,
      live.attached.filter((arn) => !isOfAws(arn)),
    ),
    ...standing(
      "inline policy",
      "there",
      role.inline,
      live.inline.map(({ name }) => name),
    ),
    ...tagDifferences(role.tags, live.tags),
    ...(live.path === role.path ? [] : [differs(`its path is ${live.path}, and should be ${role.path}`)]),
  ];
  if (differences.length > 0) return differences;
  const parts =
    "trust, boundary, session length, path, tags, each attached policy, no inline policy, no wider version";
  return [agrees(`is what the component makes: ${parts}`)];
}

/** As the change gate would tell it if somebody turned the program's role into the account's. */
function comparison(name: string, program: Access, live: Access): Finding[] {
  const only = ({ roles }: Access): Access => ({
    roles: roles.filter((role) => role.name === name).map(withSortedPolicies),
    ...{ policies: [], others: new Map(), attached: true },
  });
  const mask = masked([...(program.secrets ?? []), ...(live.secrets ?? [])]);
  return compare(only(program), only(live)).map((change) => inWords(mask(change)));
}

/** One that allows nothing more today is a place that somebody can fill. */
function standing(kind: string, state: string, wanted: string[], live: string[]): Finding[] {
  const isWanted = (one: string) => wanted.some((pattern) => isLike(one, pattern));
  const extra = live.filter((one) => !isWanted(one));
  const missing = wanted.filter((pattern) => !isOfAws(pattern) && !live.some((one) => isLike(one, pattern)));
  return [
    ...extra.map((one) => differs(`an extra ${kind} is ${state}: ${one}`)),
    ...missing.map((one) => differs(`a ${kind} of the program is not ${state}: ${one}`)),
  ];
}

/** Where the same stack makes the boundary, what it says is known. */
function boundaryDifferences({ name, document }: LivePolicy, { policies }: Access): Finding[] {
  const wanted = policies.filter((one) => one.name === name);
  if (wanted.length === 0) return [];
  const side = (some: Access["policies"]): Access => ({
    ...{ roles: [], policies: some, others: new Map(), attached: true },
  });
  return compare(side(wanted), side([documentOf(name, parseJson(document))])).map(inWords);
}

/** In which order policies are attached says nothing. */
const withSortedPolicies = (role: Role): Role => ({
  ...role,
  policies: [...role.policies].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

function inWords(change: Change): Finding {
  const side = change.grew
    ? "the account allows more than the program"
    : "the program allows more than the account";
  const [what = "", ...details] = asLines(change);
  return { ...differs(`${what}: ${side}`, details), exactly: JSON.stringify(change) };
}

/** A version that is kept is one call away: iam:SetDefaultPolicyVersion changes the policy without showing its text. */
function versions({ name, document, others }: LivePolicy): Finding[] {
  const side = (text: string): Access => ({
    ...{ roles: [], others: new Map(), attached: true },
    policies: [documentOf(name, parseJson(text))],
  });
  return others.flatMap(({ id, document: other }) => {
    const wider = compare(side(document), side(other)).filter(({ grew }) => grew);
    if (wider.length === 0) return [];
    const what = `version ${id} of ${name} is kept and allows more: delete it with iam:DeletePolicyVersion`;
    return [differs(what, wider.flatMap(asLines))];
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
