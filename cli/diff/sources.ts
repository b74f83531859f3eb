import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { refuseBegun } from "../plan/broken";
import { UsageError } from "../plan/errors";
import { fieldsOf } from "../plan/fields";
import { obeyNodeArgs } from "../plan/nodeArgs";
import type { runOffline as RunOffline } from "../plan/offline";
import { projectFolder } from "../plan/program";
import { useSdkOf } from "../plan/sdk";
import { nowhere, openAccount, type StandIn } from "../plan/standIns";
import { documentOf } from "../policy/document";
import { type Access, roleOf } from "./access";
import { readJson } from "./json";
import { maskOf } from "./mask";
import { placesInState, toldPlaces, type Where } from "./places";
import { accessOfResources } from "./resources";
import { accessOfReview } from "./review";

/** What says which role has which policies, in the words of the commands' help. */
export const sourcesOfRoles = [
  "stack:NAME, a stack of this folder, planned offline",
  "a plan, as `npm run plan -- --json` prints it in the repository of hipaa-iam",
  "an access review: its folder or review.json",
  "a deployed stack, as `pulumi stack export --show-secrets` prints it",
];

/** What can be compared. */
export const sources = [
  ...sourcesOfRoles,
  "a policy document: two are compared with each other, whatever their files are called",
  "a folder of policy documents, each in a file NAME.json: those of one name are compared with each other",
];

/** Reads what one side of a comparison is. `otherwise` stands in where a stack says no account and no Region. */
export async function accessFrom(source: string, otherwise = nowhere): Promise<Access> {
  const access = await read(source, otherwise);
  if (access.roles.length + access.policies.length + access.others.size === 0) {
    throw new UsageError(`"${source}" has no role and no policy document.`);
  }
  for (const kind of ["roles", "policies"] as const) {
    const twin = access[kind].find((one, at, all) =>
      all.slice(0, at).some(({ name, place }) => name === one.name && place === one.place),
    );
    if (twin)
      throw new UsageError(`"${source}" has two ${kind} called ${maskOf(access.secrets)(twin.name)}.`);
  }
  return access;
}

/** Both sides of a comparison. Of two single documents the old one takes the name of the new one: only these can be meant. */
export async function sidesFrom(from: string, to: string): Promise<[old: Access, now: Access]> {
  const [old, now] = [await accessFrom(from), await accessFrom(to)];
  if (!old.isSingle || !now.isSingle) return [old, now];
  const [name = ""] = [...now.roles, ...now.policies].map((one) => one.name);
  const named = <T>(all: T[]) => all.map((one) => ({ ...one, name }));
  return [{ ...old, roles: named(old.roles), policies: named(old.policies) }, now];
}

async function read(source: string, otherwise: StandIn): Promise<Access> {
  const [, stack] = /^stack:(.+)$/.exec(source) ?? [];
  if (stack !== undefined) {
    const folder = projectFolder(".", "Run it in the folder of the program.");
    obeyNodeArgs(folder);
    useSdkOf(folder); // Before it is loaded, which takes its time: the other sources do without.
    const { runOffline } = require("../plan/offline") as { runOffline: typeof RunOffline };
    const run = await runOffline({ folder, stack, standIn: {}, config: [], otherwise });
    const { region } = run.standIn;
    const access = resourcesOf(stack, run.states, { ...toldPlaces, region });
    const secrets = access.secrets?.filter((text) => !run.isUnknown(text));
    return run.shown({ ...access, secrets, reads: run.unread, account: run.account ?? "" });
  }
  if (!isFolder(source)) return accessOfFile(source, otherwise);
  if (existsSync(join(source, "review.json"))) return accessOfFile(join(source, "review.json"), otherwise);
  const documents = filesIn(source).map(
    (file) => [nameOf(file), written(join(source, file), otherwise), file] as const,
  );
  return accessOfDocuments(documents);
}

/** What a file has. An account that nobody named when it was made is the one that stands in for stacks that name none, too. */
function written(file: string, { accountId }: StandIn): unknown {
  const content = readJson(file);
  const text = JSON.stringify(content);
  const open = `unknown(${openAccount})`;
  return text.includes(open) ? JSON.parse(text.replaceAll(open, accountId)) : content;
}

function accessOfFile(file: string, otherwise: StandIn): Access {
  const content = written(file, otherwise);
  const { resources, deployment, components, Statement, reads, account, standIn } = fieldsOf(content);
  if (Array.isArray(resources)) {
    const { region } = fieldsOf(standIn);
    const where = { ...toldPlaces, ...(typeof region === "string" && { region }) };
    return {
      ...resourcesOf(file, resources, where),
      ...(Array.isArray(reads) && { reads: reads.map(String) }),
      ...(typeof account === "string" && { account }),
    };
  }
  const exported = fieldsOf(deployment).resources;
  if (Array.isArray(exported)) refuseBegun(fieldsOf(deployment), file);
  if (Array.isArray(exported)) return resourcesOf(file, exported, placesInState(exported.map(fieldsOf)));
  if (Array.isArray(components)) return accessOfReview(fieldsOf(content));
  if (Statement !== undefined)
    return { ...accessOfDocuments([[nameOf(file), content, file]]), isSingle: true };
  throw new UsageError(`"${file}" is none of these:\n${sources.map((one) => `  ${one}\n`).join("")}`);
}

function resourcesOf(source: string, resources: unknown[], where: Where): Access {
  try {
    return accessOfResources(resources, where);
  } catch (error) {
    throw new UsageError(`Cannot read "${source}": ${(error as Error).message}`);
  }
}

/** Which role has which of them is not said. Who may assume a role is: by a document of the role's name. */
function accessOfDocuments(documents: (readonly [name: string, content: unknown, file: string])[]): Access {
  const access: Access = { roles: [], policies: [], others: new Map(), attached: false };
  for (const [name, content, file] of documents) {
    if (fieldsOf(content).Statement === undefined) throw new UsageError(`"${file}" is no policy document.`);
    const document = documentOf(name, content);
    if (isTrust(content)) access.roles.push({ ...roleOf(name), trust: [document] });
    else access.policies.push(document);
  }
  return access;
}

const nameOf = (file: string) => basename(file).replace(/\.json$/i, "");

/** A trust policy says of whom it speaks, and not of which resource: that is the role. */
function isTrust(content: unknown): boolean {
  const statements = [fieldsOf(content).Statement].flat().map(fieldsOf);
  return statements.some((one) => "Principal" in one && !("Resource" in one || "NotResource" in one));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`There is no file and no folder "${path}".`);
  }
}

/** The documents in a folder. One in a folder below would hide its grants. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const below = names.find((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory());
  if (below !== undefined) {
    throw new UsageError(
      `"${join(folder, below)}" is a folder: what is in it is not read. Put all documents into one folder.`,
    );
  }
  return names.filter((name) => /\.json$/i.test(name));
}
