import { install } from "./mocks";

/** Milliseconds from the start of the process until the first resource is asked for, by what the program imports. */
const programs: Record<string, () => void> = {
  "hipaa-iam": () => {
    const { program } = require("./program") as typeof import("./program");
    program("component", 1);
  },
  "@pulumi/aws/iam": () => {
    const iam = require("@pulumi/aws/iam") as typeof import("@pulumi/aws/iam");
    new iam.Role("role", { assumeRolePolicy: "{}" });
  },
  "@pulumi/aws": () => {
    const aws = require("@pulumi/aws") as typeof import("@pulumi/aws");
    new aws.iam.Role("role", { assumeRolePolicy: "{}" });
  },
};

async function main([imported = ""]: string[]): Promise<void> {
  const asked = await install();
  programs[imported]?.();
  while (asked.first === undefined) await new Promise(setImmediate);
  console.log(JSON.stringify({ milliseconds: asked.first }));
}

main(process.argv.slice(2));
