import { parseArgs } from "node:util";
import { flag, type Result, resultOf, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { readAccepted, verdictOn } from "./allow";
import { compare } from "./compare";
import { masked } from "./mask";
import { asMarkdown, asText } from "./report";
import { sidesFrom, sources } from "./sources";

const usage = `Usage: hipaa-iam diff OLD NEW [options]

Shows what NEW lets roles do that OLD does not, and what it no longer does. OLD and NEW are each one of these:

${sources.map((one) => `  ${one}\n`).join("")}
  --markdown     for a comment on a pull request
  --json         for machines
  --allow FILE   growth that is accepted: a list, in YAML or JSON, of entries with id and reason
  --help         this text

Exit code 3 where access grew and that is not accepted, 0 otherwise, 2 for what cannot be read.
`;

const options = { markdown: flag, json: flag, allow: text, help: flag } as const;

/** `hipaa-iam diff`. */
export function run(args: string[]): Promise<Result> {
  return resultOf(async () => {
    const { values, positionals } = argsOf(args);
    if (values.help) return { stdout: usage, stderr: "", exitCode: 0 };
    const [from, to, ...more] = positionals;
    if (!from || !to || more.length > 0) throw new UsageError(`Give OLD and NEW.\n\n${usage}`);
    if (values.markdown && values.json) throw new UsageError("Give --markdown or --json, not both.");
    const allowed = values.allow === undefined ? [] : readAccepted(values.allow);
    const [old, now] = await sidesFrom(from, to);
    if (old.attached !== now.attached) {
      throw new UsageError(
        "One of the two says which role has which policy, the other does not. Give two of a kind.",
      );
    }
    const verdict = verdictOn(
      compare(old, now, true).map(masked([...(old.secrets ?? []), ...(now.secrets ?? [])])),
      allowed,
    );
    const json = () => `${JSON.stringify({ grew: verdict.grown.length > 0, ...verdict }, undefined, 2)}\n`;
    const stdout = values.json ? json() : values.markdown ? asMarkdown(verdict) : asText(verdict);
    return { stdout, stderr: "", exitCode: verdict.grown.length > 0 ? 3 : 0 };
  });
}

function argsOf(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
