import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../plan/errors";
import type { planStack as PlanStack } from "../plan/plan";
import { type Access, type Document, documentOf } from "./access";
import { fieldsOf, readJson } from "./json";
import { accessOfResources } from "./resources";
import { accessOfReview } from "./review";

/** What can be compared, in the words of the command's help. */
export const sources = [
  "an access review: its folder or review.json",
  "a plan, as `npm run plan -- --json` prints it",
  "a deployed stack, as `pulumi stack export --show-secrets` prints it",
  "a policy document, or a folder of them, as `npm run plan -- --out DIR` writes it",
  "stack:NAME, a stack of this folder, planned offline",
];

/** Reads what one side of a comparison is. */
export async function accessFrom(source: string): Promise<Access> {
  const access = await read(source);
  if (access.roles.length + access.policies.length + access.others.size === 0) {
    throw new UsageError(`"${source}" has no role and no policy document.`);
  }
  for (const kind of ["roles", "policies"] as const) {
    const names = access[kind].map(({ name }) => name);
    const twin = names.find((name, at) => names.indexOf(name) !== at);
    if (twin !== undefined) throw new UsageError(`"${source}" has two ${kind} called ${twin}.`);
  }
  return access;
}

async function read(source: string): Promise<Access> {
  const [, stack] = /^stack:(.+)$/.exec(source) ?? [];
  if (stack !== undefined) {
    // The SDK takes its time, and the other sources do without.
    const { planStack } = require("../plan/plan") as { planStack: typeof PlanStack };
    return accessOfResources((await planStack(resolve("."), stack)).resources);
  }
  if (!isFolder(source)) return accessOfFile(source);
  const files = filesIn(source);
  if (files.includes("review.json")) return accessOfFile(join(source, "review.json"));
  return accessOfDocuments(
    files.map((file) => [basename(file, ".json"), readJson(join(source, file)), file]),
  );
}

function accessOfFile(file: string): Access {
  const content = readJson(file);
  const { resources, deployment, components, Statement } = fieldsOf(content);
  if (Array.isArray(resources)) return accessOfResources(resources);
  const exported = fieldsOf(deployment).resources;
  if (Array.isArray(exported)) return accessOfResources(exported);
  if (Array.isArray(components)) return accessOfReview(fieldsOf(content));
  if (Statement !== undefined) return accessOfDocuments([[basename(file, ".json"), content, file]]);
  throw new UsageError(`"${file}" is none of these:\n${sources.map((one) => `  ${one}\n`).join("")}`);
}

/** Which role has which of them is not said. */
function accessOfDocuments(documents: [name: string, content: unknown, file: string][]): Access {
  const policies = documents.map(([name, content, file]): Document => {
    if (fieldsOf(content).Statement === undefined) throw new UsageError(`"${file}" is no policy document.`);
    return documentOf(name, content);
  });
  return { roles: [], policies, others: new Map(), attached: false };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`There is no file and no folder "${path}".`);
  }
}

function filesIn(folder: string): string[] {
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".json"))
    .map(({ name }) => name)
    .sort();
}
