#!/usr/bin/env node
import { main, type Result } from "../plan/command";
import { review } from "../review/command";

const commands: Record<string, (args: string[]) => Promise<Result>> = { review };

const usage = `Usage: hipaa-iam COMMAND [options]

  review   write an access review of a stack, for an auditor

hipaa-iam COMMAND --help says more.
`;

main(async ([name = "", ...args]) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(args);
  const isAsked = name === "--help" || name === "help";
  return isAsked
    ? { stdout: usage, stderr: "", exitCode: 0 }
    : { stdout: "", stderr: `There is no command "${name}".\n\n${usage}`, exitCode: 2 };
});
