import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { scopeOf } from "../../cli/review/expected";
import { answers } from "../../cli/review/words";
import type { Holder, Promised } from "../../components/promises/promised";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../../tests/access/argsOf";
import { extensions, optionSets } from "../../tests/access/options";
import { promisesOfOthers } from "./otherSide";

/** How each holder of promises is called, in the order of the page. */
const titles: Record<Holder, string> = {
  "backend's trust": "Who may assume the backend's role",
  backend: "What the backend's role may do",
  "backend as administrator, within its boundary": "What the boundary keeps from an administrator's policy",
  "key provisioner's trust": "Who may assume the role that creates tenant keys",
  "key provisioner": "What the role that creates tenant keys may do",
  "monitoring's trust": "Who may assume the role for RDS",
  "documents bucket": "What the policy of the documents bucket leaves to anybody",
  "backups bucket": "What the policy of the backups bucket leaves to anybody",
  "audit logs bucket": "What the policy of the audit-log bucket leaves to anybody",
  "master key": "Who may use the master key, by its statements",
  "tenant key": "Who may use a tenant key, by its policy",
  guardrails: "What the guardrails leave to anybody in the accounts",
};

interface Row extends Pick<Promised, "id" | "of" | "answer" | "says" | "hipaa"> {
  /** Without an option, or the options with which it is promised. */
  by: string[];
  /** Options with which it is not promised. */
  unless: string[];
}

/** A page of the reference that no doc comment holds: each promise, with the provisions that it serves. */
export function promisesPage(): string {
  const rows = promisedRows();
  const sections = Object.entries(titles).flatMap(([holder, title]) => [
    `## ${title}`,
    "",
    `| ${isRoles(holder) ? "the role" : "whoever asks"} | sentence | when | HIPAA | id |`,
    "|---|---|---|---|---|",
    ...rows.filter(({ of }) => of === holder).map(lineOf),
    "",
  ]);
  return [
    "# Promises",
    "",
    "For the auditor who asks what is promised about the roles and about the documents beside them, which provision each promise",
    "serves, and what proves it.",
    "",
    `The package makes ${rows.length} promises. Each is a sentence about *all* requests that somebody could send. This page is written from`,
    "`components/promises/` and, for the documents of the other side, `tests/theorems/otherSide/`. The proofs read the same files.",
    "",
    "## What proves them",
    "",
    "| proof | of which promises | how |",
    "|---|---|---|",
    "| `tests/theorems/` | of all roles, with every option | [for all requests](../proof.md#theorems-all-requests-not-some), from the policies that would be deployed |",
    "| `tests/theorems/otherSide.test.ts` | of the policies of buckets and keys and of the guardrails | for all requests, whoever asks, and whatever other policies they have |",
    "| `tests/access/sentences.test.ts` | of what the backend may do by default | each against single requests, which an evaluator decides that nobody of this project wrote |",
    "| [`npx hipaa-iam prove`](../proof.md#prove-your-own-stack) | of your stack | for all requests, together with the other policies that your stack attaches |",
    "| `promises.csv` of an [access review](../access-review.md#open-the-right-file) | of your stack | the results of the same proof, with the ids of this page |",
    "",
    "## How to read a line",
    "",
    "| the role | means |",
    "|---|---|",
    `| ${answers.allowed} | each of these requests is allowed |`,
    `| ${answers.refused} | none of these requests is allowed |`,
    `| ${answers.denied} | each of these requests is denied explicitly: no other policy can allow it |`,
    `| ${answers["nothing else"]} | no other request is allowed |`,
    `| ${answers.open} | some of these requests are allowed |`,
    "",
    "The column *when* names the options with which a promise is made. *HIPAA* names the provisions of the Security Rule (45 CFR",
    "part 164) that it serves. *Both tags* are `Environment=ENVIRONMENT` and `ManagedBy=Application`.",
    "",
    ...sections,
    "## What can go wrong",
    "",
    "**A promise holds here and not in your account.** The proofs decide as AWS documents it, from the policies that the package",
    "writes. Somebody may have attached another policy. [Verify what is in AWS](../verify.md).",
    "",
    "**A promise says less than you need.** The promises are about the package's own roles. [SECURITY.md](../../SECURITY.md) lists",
    "what remains open beside them.",
    "",
  ].join("\n");
}

function lineOf({ answer, says, by, unless, hipaa, id }: Row): string {
  const stands = by.length > 0 ? `with ${coded(by)}` : "always";
  const but = unless.length > 0 ? `, except with ${coded(unless)}` : "";
  const sentence = says.replace("Environment=production", "Environment=ENVIRONMENT");
  return `| ${answers[answer]} | ${sentence} | ${stands}${but} | ${hipaa.join(", ")} | ${id.replace(/-(backend|key provisioner)'s trust$/, "")} |`;
}

/** Whether the promises are about a role, and not about whoever asks. */
const isRoles = (holder: string) => !promisesOfOthers().some(({ promise }) => promise.of === holder);

const coded = (names: string[]) => names.map((name) => `\`${name}\``).join(" and ");

/** Every promise once, with the fewest options that make it. */
export function promisedRows(): Row[] {
  const rows = new Map<string, Row>();
  const sets = optionsFromFew();
  for (const options of sets) {
    for (const { id, of, answer, says, hipaa } of promisesWith(options)) {
      const name = `${of} ${id}`;
      if (!rows.has(name))
        rows.set(name, { id, of, answer, says, hipaa, by: Object.keys(options), unless: [] });
    }
  }
  const ofOne = sets.filter((options) => Object.keys(options).length === 1);
  for (const [name, row] of rows) {
    if (row.by.length > 0) continue;
    const without = ofOne.filter(
      (options) => !promisesWith(options).some(({ of, id }) => `${of} ${id}` === name),
    );
    row.unless = [...new Set(without.flatMap(Object.keys))];
  }
  for (const { promise, by } of promisesOfOthers()) {
    const { id, of, answer, says, hipaa } = promise;
    rows.set(`${of} ${id}`, { id, of, answer, says, hipaa, by, unless: [] });
  }
  return [...rows.values()];
}

/** Sets of options with which the tests prove promises, those of few options first. */
function optionsFromFew(): Partial<SiteArgs>[] {
  const both: Partial<SiteArgs> = { tenantIsolation: {}, tenantKeyProvisioning: "provisioner" };
  const all = [...Object.values(optionSets(defaultStandIn)), ...Object.values(extensions(defaultStandIn))];
  return [...all, both].sort((a, b) => Object.keys(a).length - Object.keys(b).length);
}

/** What is promised with these options besides what every component has. */
export function promisesWith(options: Partial<SiteArgs>): Promised[] {
  const args = { ...argsOf("production", defaultStandIn), ...options };
  return promisesOf(scopeOf(args as unknown as Record<string, unknown>, defaultStandIn));
}
