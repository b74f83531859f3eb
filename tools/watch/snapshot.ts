import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "./services";

/**
 * What someone looked at, and what it is: granted by a statement of the package (of a condition key or a resource type:
 * used by one), denied by one of this Sid, or harmless for a reason. A test holds the first two against the documents.
 */
export interface Filed {
  granted?: string[];
  denied?: Record<string, string[]>;
  harmless?: Record<string, string[]>;
}

/** A service. An operation that has the name of an action is that action's; others are filed under the one they ask for. */
export type ServiceSnapshot = Record<Exclude<Kind, "operations">, Filed> & {
  operations: {
    asksFor: Record<string, string[]>;
    /** By a reason, until the reference has an action for them. */
    noActionYet: Record<string, string[]>;
  };
};

export interface Snapshot {
  /** Kin of the services that are watched. */
  prefixes: Filed;
  /** The same by the names of botocore. */
  clients: Filed;
  /** Actions that have to do with what stands in for a session. */
  bearers: Filed;
  services: Record<string, ServiceSnapshot>;
}

const folder = join(__dirname, "snapshot");

/** Files that are not of one service. */
const common = ["prefixes", "clients", "bearers"] as const;

/** The reviewed snapshot: snapshot/PREFIX.json each, and what is not of one service. */
export function readSnapshot(): Snapshot {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const others = common.map((name) => `${name}.json`);
  const names = readdirSync(folder).filter((name) => !others.includes(name));
  const [prefixes, clients, bearers] = others.map(read);
  return {
    ...{ prefixes, clients, bearers },
    services: Object.fromEntries(names.map((name) => [name.replace(/\.json$/, ""), read(name)])),
  };
}

/** All that is filed, in whatever way. */
export function namesOf({ granted = [], denied = {}, harmless = {} }: Filed): string[] {
  return [...granted, ...Object.values(denied).flat(), ...Object.values(harmless).flat()];
}
