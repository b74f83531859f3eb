import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { isGone, isLeft, isOfIam, refuseBegun } from "../plan/broken";
import { UsageError } from "../plan/errors";
import { fieldsOf } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { isSecret, opened, unreadable } from "../plan/secrets";
import type { Deployment } from "./deployment";

const accepted = "Give what `pulumi stack export` prints, as a file or as - for standard input.";

/** Reads what `pulumi stack export` prints. */
export async function readState(file: string): Promise<Deployment> {
  const { deployment } = fieldsOf(parsed(await textOf(file)));
  const { resources, manifest, ...others } = fieldsOf(deployment);
  if (!Array.isArray(resources)) throw new UsageError(`--state: this is no export of a stack. ${accepted}`);
  refuseBegun(others, "--state");
  const there = resources.map(fieldsOf).filter((resource) => !isGone(resource));
  const left = leftOnRoles(there.filter(isLeft));
  const states = [...there.filter((resource) => !isLeft(resource)), ...left].map(stateOf);
  const [, stack = "", project = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(states[0]?.urn ?? "") ?? [];
  const isEncrypted = states.some((state) => [state.inputs, state.outputs].some(holdsUnreadable));
  return {
    ...{ project, stack, source: "state of the stack", resources: states, warnings: [], secrets: [] },
    ...writtenIn(fieldsOf(manifest)),
    notes: [
      ...(isEncrypted
        ? [
            "Secrets are encrypted in this export: what holds one is not shown. --show-secrets makes one to read.",
          ]
        : []),
      ...(left.length > 0
        ? [
            `An update broke off before it deleted ${left.map(nameOf).join(", ")}: AWS still has that, so it counts. The next pulumi up deletes it.`,
          ]
        : []),
    ],
  };
}

const nameOf = ({ urn }: Record<string, unknown>) => String(urn).split("::").at(-1);

/** What is left of replaced policies and attachments. A role that is left would be a second one of its component. */
function leftOnRoles(left: Record<string, unknown>[]): Record<string, unknown>[] {
  const role = left.find(
    ({ type, parent }) =>
      type === "aws:iam/role:Role" && String(parent).includes("hipaa-iam:index:HipaaIamComponent::"),
  );
  if (role) {
    throw new UsageError(
      `--state: an update broke off after it replaced the role ${nameOf(role)}, and before it deleted the old one. Run pulumi up, and give the state that it leaves.`,
    );
  }
  return left.filter(({ type }) => isOfIam(type) && !/:role:Role$|:iam:Role$/.test(String(type)));
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

function stateOf(state: Record<string, unknown>): ResourceState {
  const { urn, type, parent, provider, inputs, outputs, external } = state;
  return {
    ...{ urn: String(urn), type: String(type), parent: String(parent ?? "") },
    ...{ provider: String(provider ?? ""), outputs: fieldsOf(outputs) },
    inputs: external === true ? {} : fieldsOf(inputs), // What a program says of what it reads AWS may have otherwise.
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
