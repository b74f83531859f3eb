import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../cli/diff/compare";
import { accessFrom } from "../../cli/diff/sources";
import { runOffline } from "../../cli/plan/offline";
import { repository } from "../support/folder";

/** index.js, behind the lines that load `pulumi` and `aws`, and more of Pulumi.yaml. */
export type Side = string | [program: string, project: string];

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** A role, and a policy of it that allows something on a resource. */
export const grant = (resource: string) => `
  new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });
  new aws.iam.RolePolicy("p", { name: "p", role: "r", policy: pulumi.jsonStringify({
    Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "x:*", Resource: ${resource} }],
  }) });`;

/** The lines that load `pulumi` and `aws`. */
export const header = 'const pulumi = require("@pulumi/pulumi");\nconst aws = require("@pulumi/aws");\n';

/** index.js, and more of Pulumi.yaml and of the config of stack t. */
interface Program {
  index: string;
  project?: string;
  config?: string;
}

/** Makes a project with a stack t in a folder of its own. */
export function projectIn(root: string, { index, project = "", config = "" }: Program): string {
  const folder = mkdtempSync(join(root, "p-"));
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const region = config.includes("aws:region") ? "" : "  aws:region: us-east-1\n";
  const files = {
    "Pulumi.yaml": `name: shop\nruntime: nodejs\nmain: index.js\n${project}`,
    "Pulumi.t.yaml": `config:\n${region}${config}`,
    ...{ "package.json": "{}", "index.js": index },
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** What the stack t of a project gives, as diff reads it. */
export async function accessIn(project: string) {
  const before = process.cwd();
  process.chdir(project);
  try {
    return await accessFrom("stack:t");
  } finally {
    process.chdir(before);
  }
}

/** Runs small programs, each in a folder of its own under a root. */
export function programsIn(root: () => string) {
  function project(side: Side): string {
    const [program, more] = typeof side === "string" ? [side, ""] : side;
    return projectIn(root(), { index: header + program, project: more });
  }
  const accessOf = (side: Side) => accessIn(project(side));

  return {
    project,
    run: (side: Side) => runOffline({ folder: project(side), stack: "t", standIn: {}, config: [] }),
    /** Changes, and how many of them are growth. */
    changes: async (old: Side, now: Side): Promise<[all: number, growth: number]> => {
      const found = compare(await accessOf(old), await accessOf(now));
      return [found.length, found.filter(({ grew }) => grew).length];
    },
  };
}
