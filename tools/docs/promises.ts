import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { scopeOf } from "../../cli/review/expected";
import { promiseWords } from "../../cli/review/glossary";
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
  /** With which options it is promised in these words. */
  when: string;
}

/** A page of the reference that no doc comment holds: each promise, with the provisions that it serves. */
export function promisesPage(): string {
  const rows = promisedRows();
  const promises = new Set(rows.map(({ of, id }) => `${of} ${id}`));
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
    `The package makes ${promises.size} promises. Each is a sentence about *all* requests that somebody could send. Most stand with every`,
    "set of options, some with some options only, and some have other words with some options. So one stack has fewer promises than this",
    "page. This page is written from `components/promises/` and, for the documents of the other side, `tests/theorems/otherSide/`. The",
    "proofs read the same files.",
    "",
    "## What proves them",
    "",
    "| proof | of which promises | how |",
    "|---|---|---|",
    "| `tests/theorems/` | of all roles, with every option | [for all requests](../proof.md#know-what-is-proven-for-all-requests), from the policies that would be deployed |",
    "| `tests/theorems/otherSide.test.ts` | of the policies of buckets and keys and of the guardrails | for all requests, whoever asks, and whatever other policies they have |",
    "| `tests/access/sentences.test.ts` | of what the backend may do by default | each against single requests. [iam-simulate](../proof.md#see-who-decides-single-requests) decides them, an evaluator that others wrote |",
    "| [`npx hipaa-iam prove`](../proof.md#prove-your-own-stack) | of your stack | for all requests, together with the other policies that your stack attaches |",
    "| `promises.csv` of an [access review](../access-review.md#open-the-right-file) | of your stack | the results of the same proof, with the ids of this page |",
    "",
    "## How to read a line",
    "",
    "| the role | means |",
    "|---|---|",
    `| ${answers.allowed} | the role's policies allow each of these requests |`,
    `| ${answers.refused} | the role's policies allow none of these requests. Another policy could |`,
    `| ${answers.denied} | the role's policies deny each of these requests explicitly. No other policy can allow such a request |`,
    `| ${answers["nothing else"]} | the role's policies allow no other request |`,
    `| ${answers.open} | the role's policies allow some of these requests, and README says so |`,
    "",
    "Two things to know about the sentences on roles:",
    "",
    "- They leave out the policies of buckets and keys. Such a policy can let the role do more, unless an explicit deny refuses it.",
    "  [`hipaa-iam prove`](../proof.md#prove-your-own-stack) counts those of your stack.",
    "- An explicit deny refuses a request of the role. Two other ways lead to the same data: an access point of the bucket, and another role",
    "  whose session the role takes. [SECURITY.md](../../SECURITY.md#two-ways-around-the-explicit-denies) says what stops them.",
    "",
    "The sentences on buckets, keys and guardrails say the same of their own policy and of whoever asks.",
    "",
    "The column *when* names the options with which a promise is made in these words. *HIPAA* names the provisions of the Security Rule (45",
    "CFR part 164) that it serves. For a promise about a role these are the provisions of the [statements](statements.md) that make it true. Some promises",
    "say that a role may not do something, and no statement denies it: it is refused because no statement allows it. Such a promise serves",
    "164.308(a)(4)(ii)(B) and 164.312(a)(1).",
    "",
    "About what the role for RDS may do there is no promise, as AWS keeps the text of its policy. The page says who may assume that role.",
    "",
    "## Know the words",
    "",
    ...promiseWords.map(([term, meaning]) => `- **${term}**: ${meaning}`),
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

function lineOf({ answer, says, when, hipaa, id }: Row): string {
  const sentence = says.replace("Environment=production", "Environment=ENVIRONMENT");
  return `| ${answers[answer]} | ${sentence} | ${when} | ${hipaa.join(", ")} | ${nameOf(id)} |`;
}

/** Whether the promises are about a role, and not about whoever asks. */
const isRoles = (holder: string) => !promisesOfOthers().some(({ promise }) => promise.of === holder);

const nameOf = (id: string) => id.replace(/-(backend|key provisioner)'s trust$/, "");

/** Every sentence of every promise once, with the fewest options that make it. */
export function promisedRows(): Row[] {
  const found = new Map<string, { promise: Promised; sets: Partial<SiteArgs>[] }>();
  const known = new Set<string>();
  const sets = optionsFromFew();
  for (const options of sets) {
    for (const promise of promisesWith(options)) {
      const { of, id } = promise;
      const says = inGeneral(promise, options);
      // Options together may join their words: one sentence of each promise, and how single options change it, is enough.
      const isNew = !known.has(`${of} ${id}`);
      known.add(`${of} ${id}`);
      const name = `${of} ${id} ${says}`;
      const row = found.get(name);
      if (row) row.sets.push(options);
      else if (isNew || isSingle(options))
        found.set(name, { promise: { ...promise, says }, sets: [options] });
    }
  }
  const singles = sets.filter(isSingle);
  const rows = [...found.values()].map(({ promise, sets }) => ({
    ...promise,
    when: whenOf(promise, sets, singles),
  }));
  const ids = [...known];
  const placeOf = ({ of, id }: Row) => ids.indexOf(`${of} ${id}`);
  rows.sort((one, other) => placeOf(one) - placeOf(other));
  const others = promisesOfOthers().map(({ promise, by }) => ({
    ...promise,
    when: by.length > 0 ? `with ${by.map((name) => `\`${name}\``).join(" and ")}` : "always",
  }));
  return [...rows, ...others];
}

/** A sentence without the models of an example. */
function inGeneral({ says }: Promised, { bedrockModelPatterns: patterns }: Partial<SiteArgs>): string {
  return Array.isArray(patterns)
    ? says.replace(patterns.join(", "), "the models of bedrockModelPatterns")
    : says;
}

const isSingle = (options: Partial<SiteArgs>) => Object.keys(options).length === 1;

/** The smallest of the sets of options that make a sentence; of what every component has, those that do not. */
function whenOf({ of }: Promised, sets: Partial<SiteArgs>[], singles: Partial<SiteArgs>[]): string {
  const always = of.includes("boundary") ? "with a boundary (`permissionsBoundaryArn`)" : "always";
  const isDefault = sets.some((options) => Object.keys(options).length === 0);
  if (isDefault) {
    const without = singles.filter((options) => !sets.includes(options));
    return without.length > 0 ? `${always}, except with ${either(without)}` : always;
  }
  const isWithin = (one: Partial<SiteArgs>, other: Partial<SiteArgs>) =>
    Object.keys(one).length < Object.keys(other).length && Object.keys(one).every((name) => name in other);
  return `with ${either(sets.filter((options) => !sets.some((one) => isWithin(one, options))))}`;
}

const either = (sets: Partial<SiteArgs>[]) => [...new Set(sets.map(coded))].join(" or ");

/** Options by their names; a value stands beside a name where others mean something else. */
function coded(options: Partial<SiteArgs>): string {
  return Object.entries(options)
    .map(([name, value]) => {
      if (value === false) return `\`${name}: false\``;
      return name === "tenantKeyProvisioning" ? `\`${name}: "${value}"\`` : `\`${name}\``;
    })
    .join(" and ");
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
