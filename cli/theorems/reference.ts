import type { Glob, Token } from "../policy/glob";
import { remembered } from "../policy/remembered";
import { lowerCase } from "../policy/scalars";
import { about, inside, not } from "./claim";
import type { Universe } from "./decide";
import listed from "./listed.json";
import { type Sort, star } from "./space";

/** Actions that are alike, on a type of resource: with its ARN, and the keys that AWS tells of both. */
interface Row {
  actions: string[];
  arn: string;
  keys: string[];
}

const names = Object.keys(listed.services);
const services = new Map<string, Row[]>();
const rowsOf = (service: string) => remembered(services, service, () => read(service));
const listedOf = (service: string): { types: Record<string, string>; actions: string[][] } =>
  listed.services[service as keyof typeof listed.services];

/**
 * Of access points AWS's guide documents more than its reference lists: their keys are told of buckets and objects by their own
 * ARNs, too, and the ARN of one for several Regions has no Region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 */
const keysOfAccessPoints = ["AccessPointNetworkOrigin", "DataAccessPointAccount", "DataAccessPointArn"].map(
  (key) => `s3:${key}`,
);
const isReachedByThem = (arn: string) => /^arn:\{Partition\}:s3:::\{BucketName\}/.test(arn);
const withoutRegion = (arn: string) =>
  /:s3:\{Region\}:\{Account\}:accesspoint\//.test(arn) ? [arn, arn.replace("{Region}", "")] : [arn];

function read(service: string): Row[] {
  const { types, actions } = listedOf(service);
  return actions.flatMap(([onTypes = "", keys = "", alike = ""]) =>
    onTypes.split(" ").map((type) => {
      const [arn = "", ...ofType] = (types[type] ?? "").split(" ");
      return {
        arn,
        actions: alike.split(" ").map((action) => lowerCase(`${service}:${action}`)),
        keys: [...keys.split(" "), ...ofType, ...(isReachedByThem(arn) ? keysOfAccessPoints : [])]
          .filter(Boolean)
          .map(lowerCase),
      };
    }),
  );
}

/**
 * What AWS can send by its service reference, of the services that promises are about: an action on a type of resource
 * that it works on, with the keys of both. Of other services any request.
 */
export const sentByAws: Universe = {
  name: `what AWS can send of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}, by its service reference of ${listed.at}; of other services any request`,
  facts: [],
  services: names,
  sortsOf: (service, keys, isSigned) => {
    const always = isSigned ? [...told, ...toldOfSigned] : told;
    if (!service || !names.includes(service))
      return [{ tells: (key) => (always.includes(key) ? "always" : "perhaps") }];
    const sorts = new Map<string, Sort & { actions: string[] }>();
    for (const { actions, arn, keys: having } of rowsOf(service)) {
      const never = keys.filter((key) => isOfReference(key) && !having.some((one) => isKey(one, key)));
      const name = [arn, ...never].join(" ");
      const isAlways = (key: string) => always.includes(key) || (isSigned && key === "kms:calleraccount");
      const tells: Sort["tells"] = (key) =>
        never.includes(key) ? "never" : isAlways(key) ? "always" : "perhaps";
      const sort = sorts.get(name) ?? { actions: [], ...resourcesOf(arn), tells };
      sort.actions.push(...actions);
      sorts.set(name, sort);
    }
    return [...sorts.values()];
  },
};

/** All actions of a service in AWS's own case; undefined of one that is not in the reference. */
export function actionsListed(service: string): string[] | undefined {
  if (!names.includes(service)) return undefined;
  return listedOf(service).actions.flatMap(([, , alike = ""]) =>
    alike.split(" ").map((action) => `${service}:${action}`),
  );
}

export const listedAt = listed.at;

/** What AWS's page of global condition keys says is in every request, and in every one that is signed. */
const told = ["currenttime", "epochtime", "principaltype", "requestedregion", "securetransport", "useragent"]
  .concat("viaawsservice")
  .map((key) => `aws:${key}`);
const toldOfSigned = ["principalaccount", "principalarn", "principalisawsservice", "userid"].map(
  (key) => `aws:${key}`,
);

/** Other global keys are in requests of whatever action; and those of services that are not listed may be. */
function isOfReference(key: string): boolean {
  const [prefix = ""] = key.split(":");
  return prefix === "aws" ? /^aws:(resourcetag\/|requesttag\/|tagkeys$)/.test(key) : names.includes(prefix);
}

/** A key for each tag is listed by its beginning. */
const isKey = (one: string, key: string) =>
  /[:/]$/.test(one) ? key.startsWith(one) && key.length > one.length : one === key;

/** What an action works on, by the ARN of its type; without one it takes none. */
const resourcesOf = (arn: string) => remembered(resources, arn, () => formsOf(arn));
type Resources = Pick<Sort, "resources" | "fact">;
const resources = new Map<string, Resources>();

function formsOf(arn: string): Resources {
  if (arn === "") return { resources: [star] };
  const form = (one: string, partition: Glob) => {
    const parts = one.match(/\{\w+\}|[\s\S]/g) ?? [];
    const glob = parts.flatMap((part) => (part === "{Partition}" ? partition : globOf(part)));
    return { glob, anyCase: false };
  };
  const partitions = [text("aws"), [...text("aws-"), one, some]];
  const arns = withoutRegion(arn);
  const resources = arns.flatMap((one) => partitions.map((partition) => form(one, partition)));
  // What comes behind a slash is a resource of another type.
  const isWhole = /\{(BucketName|KeyId|AccessPointName)\}$/.test(arn);
  const patterns = arns.map((one) => `${one.replace(/\{\w+\}/g, "*")}/*`);
  return isWhole
    ? { resources, fact: not(inside(about({ resource: { not: false, patterns } }))) }
    : { resources };
}

const one: Token = { is: "one", within: true };
const some: Token = { is: "any", within: true };
const text = (characters: string): Glob =>
  [...characters].map((character) => ({ is: "character", text: character }));

/** What may stand in an ARN for a part of it: of some parts anything. */
function globOf(part: string): Glob {
  switch (part) {
    case "{Account}":
      return Array.from({ length: 12 }, () => one);
    case "{Region}":
      return [one, some, ...text("-"), one, some, ...text("-"), one, some];
    case "{BucketName}":
    case "{KeyId}":
    case "{AccessPointName}":
      return [one, some];
    default:
      return part.length > 1 ? [{ is: "one" }, { is: "any", within: false }] : text(part);
  }
}
