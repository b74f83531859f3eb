#!/usr/bin/env node
import "./plan/lazily"; // Before what loads the SDK.
import { run as diff } from "./diff/cli";
import { explainCommand as explain } from "./explain/command";
import { main, type Result } from "./plan/command";
import { prove } from "./prove/command";
import { review } from "./review/command";
import { sandbox } from "./sandbox/command";
import { verify } from "./verify/cli";

const commands: Record<string, (args: string[]) => Promise<Result>> = {
  review,
  diff,
  prove,
  explain,
  sandbox,
  verify,
};

const usage = `Usage: hipaa-iam COMMAND [options]

  review   write an access review of a stack, for an auditor
  diff     compare two reviews, stacks or folders of documents: what may roles do that they could not
  prove    prove for all requests what README promises of a stack's roles
  explain  say why AWS refused a request, or lets it through
  verify   hold a stack against what is in AWS today, read-only
  sandbox  serve a local AWS API that enforces what a stack's roles may do

hipaa-iam COMMAND --help says more.
`;

main(async ([name = "", ...args]) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(args);
  if (["-h", "--help", "help"].includes(name)) return { stdout: usage, stderr: "", exitCode: 0 };
  const mistake = name === "" ? "" : `There is no command "${name}".\n\n`;
  return { stdout: "", stderr: `${mistake}${usage}`, exitCode: 2 };
});
