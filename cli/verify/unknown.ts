import { parseJson, textOf } from "../diff/json";
import { withTexts } from "../plan/fields";
import type { Deployment } from "../review/deployment";
import { componentsIn } from "../review/reviewing";
import { documentsOn } from "../review/roles";
import { property, stackOf } from "../review/stack";
import { type Aws, NotSeen } from "./aws";
import { type Check, check } from "./check";
import { isOfAws, livePolicy, liveRole } from "./live";
import { statementsOf } from "./principals";

/** As an unknown value is shown: by where it comes from. */
const markers = /unknown\([^()]*\)/g;

type Bound = Map<string, string>;

/**
 * A program that is run offline does not know the ARN of a key that it makes itself, or an encrypted external ID. Where a
 * live statement is the program's but for such values, its values are taken, and told as not judged.
 */
export async function withLiveValues(aws: Aws, deployment: Deployment) {
  const { shown } = deployment;
  if (!shown) return { deployment, checks: [] };
  const stack = stackOf(deployment.resources);
  const bound: Bound = new Map();
  /** By role. */
  const unknown = new Map<string, string[]>();
  for (const { roles } of componentsIn(deployment.resources)) {
    for (const { role } of roles) {
      const wanted = documentsOn(role, stack).flatMap(({ text }) => statementsIn(text));
      const open = wanted.map((one) => shown(textOf(one))).filter((text) => text.match(markers));
      if (open.length === 0) continue;
      const name = String(property(role, "name"));
      unknown.set(name, [...new Set(open.flatMap((text) => text.match(markers) ?? []))].sort());
      const live = (await statementsOn(aws, name)).map(textOf);
      for (const pattern of open) bind(pattern, live, bound);
    }
  }
  if (bound.size === 0) return { deployment, checks: [] };
  const resources = withTexts(deployment.resources, (text) => {
    const named = shown(text).replace(markers, (marker) => bound.get(marker) ?? marker);
    return named.match(markers) ? text : named;
  });
  const secrets = [...bound]
    .filter(([marker]) => marker.startsWith("unknown(config "))
    .map(([, value]) => value);
  const what = "of what only a deployment knows the account's own values were taken: --state judges them too";
  const checks = [...unknown].flatMap(([name, all]): Check[] => {
    const taken = all.filter((marker) => bound.has(marker));
    const details = taken.map((marker) => marker.slice("unknown(".length, -1));
    return taken.length > 0 ? [check("roles", name, { result: "not judged", what, details })] : [];
  });
  return { deployment: { ...deployment, resources, secrets: [...deployment.secrets, ...secrets] }, checks };
}

/** Takes the values of the one live statement that the pattern fits; where two would differ, none. */
function bind(pattern: string, live: string[], bound: Bound): void {
  const names = pattern.match(markers) ?? [];
  const fitting = live.map((text) => patternOf(pattern).exec(text)).filter((one) => one !== null);
  const [found, ...more] = fitting;
  if (!found || more.length > 0) return;
  const values = names.map((name, at): [string, string] => [name, found[at + 1] ?? ""]);
  const own = new Map(bound);
  for (const [name, value] of values) {
    if ((own.get(name) ?? value) !== value) return;
    own.set(name, value);
  }
  for (const [name, value] of own) bound.set(name, value);
}

async function statementsOn(aws: Aws, name: string): Promise<unknown[]> {
  try {
    const role = await liveRole(aws, name);
    if (!role) return [];
    const own = role.attached.filter((arn) => !isOfAws(arn));
    const policies = await Promise.all(own.map((arn) => livePolicy(aws, arn)));
    const texts = [
      role.trust,
      ...role.inline.map(({ policy }) => policy),
      ...policies.map((one) => one.document),
    ];
    return texts.flatMap(statementsIn);
  } catch (error) {
    if (error instanceof NotSeen) return []; // Told where the role is looked at.
    throw error;
  }
}

function statementsIn(text: unknown): unknown[] {
  if (typeof text !== "string") return statementsOf(text);
  try {
    return statementsOf(parseJson(text));
  } catch {
    return []; // Told where the role is looked at.
  }
}

/** Whether a text is what a pattern says, in which `unknown(...)` stands for anything. */
export const isLike = (text: string, pattern: string) => patternOf(pattern).test(text);

function patternOf(pattern: string): RegExp {
  const parts = pattern.split(markers).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join('([^"\\\\]*)')}$`);
}
