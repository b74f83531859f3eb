import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../cli/diff/compare";
import { accessFrom } from "../../cli/diff/sources";
import { repository } from "../support/folder";

/** Program and config of the AWS provider and of the engine. */
export type Side = [program: string, config?: string];

/** Makes a project with a stack t in a folder. */
export function projectIn(folder: string, [program, config = ""]: Side): string {
  const own = mkdtempSync(join(folder, "p-"));
  symlinkSync(join(repository, "node_modules"), join(own, "node_modules"));
  const header = 'const pulumi = require("@pulumi/pulumi");\nconst aws = require("@pulumi/aws");\n';
  for (const [name, text] of [
    ["Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: index.js\n"],
    [
      "Pulumi.t.yaml",
      `config:\n${config.includes("aws:region") ? "" : "  aws:region: us-east-1\n"}${config}`,
    ],
    ["package.json", "{}"],
    ["index.js", header + program],
  ] as const) {
    writeFileSync(join(own, name), text);
  }
  return own;
}

/** What a comparison of two programs comes to. */
export async function comparedIn(folder: string, old: Side, now: Side) {
  const before = process.cwd();
  const access = async (side: Side) => {
    process.chdir(projectIn(folder, side));
    return accessFrom("stack:t");
  };
  try {
    return compare(await access(old), await access(now));
  } finally {
    process.chdir(before);
  }
}

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
/** A role that may do all of something with what an expression says. */
export const grant = (resource: string) => `
  new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });
  new aws.iam.RolePolicy("p", { name: "p", role: "r", policy: pulumi.jsonStringify({
    Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "x:*", Resource: ${resource} }],
  }) });`;
