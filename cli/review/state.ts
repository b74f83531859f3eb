import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { UsageError } from "../plan/errors";
import { fieldsOf } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { isSecret, opened, unreadable } from "../plan/secrets";
import type { Deployment } from "./deployment";

const accepted = "Give what `pulumi stack export` prints, as a file or as - for standard input.";

/** Reads what `pulumi stack export` prints. */
export async function readState(file: string): Promise<Deployment> {
  const { deployment } = fieldsOf(parsed(await textOf(file)));
  const { resources, manifest } = fieldsOf(deployment);
  if (!Array.isArray(resources)) throw new UsageError(`--state: this is no export of a stack. ${accepted}`);
  const states = resources
    .map(fieldsOf)
    .filter((resource) => resource.delete !== true)
    .map(stateOf);
  const [, stack = "", project = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(states[0]?.urn ?? "") ?? [];
  const isEncrypted = states.some((state) => [state.inputs, state.outputs].some(holdsUnreadable));
  return {
    ...{ project, stack, source: "state of the stack", resources: states, warnings: [], secrets: [] },
    ...writtenIn(fieldsOf(manifest)),
    notes: isEncrypted
      ? [
          "Secrets are encrypted in this export: what holds one is not shown. --show-secrets makes one to read.",
        ]
      : [],
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--state: cannot read "${file}": ${(error as Error).message}. ${accepted}`);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new UsageError(`--state: this is not JSON. ${accepted}`); // What it is might be a secret.
  }
}

function stateOf({ urn, type, parent, provider, inputs, outputs }: Record<string, unknown>): ResourceState {
  return {
    ...{ urn: String(urn), type: String(type), parent: String(parent ?? "") },
    ...{ provider: String(provider ?? ""), inputs: fieldsOf(inputs), outputs: fieldsOf(outputs) },
  };
}

/** An update and a refresh write the time; an export leaves it as it is. */
function writtenIn({ time }: Record<string, unknown>): Pick<Deployment, "written"> {
  const date = new Date(typeof time === "string" ? time : Number.NaN);
  // Of a state without one Pulumi says the first day of the calendar.
  return date.getTime() > 0 ? { written: date.toISOString() } : {};
}

function holdsUnreadable(value: unknown): boolean {
  return isSecret(value) && JSON.stringify(opened(value)).includes(unreadable);
}
