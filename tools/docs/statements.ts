import { type HipaaProvision, hipaaProvisions } from "../../components/policies/hipaa";
import { evidence } from "../../components/promises/evidence";

/** A page of the reference that no doc comment holds: what each statement of the package is for, by its Sid. */
export function statementsPage(): string {
  const rows = [...evidence].map(
    ([sid, { purpose, hipaa }]) => `| \`${sid}\` | ${purpose} | ${hipaa.join(", ")} |`,
  );
  return [
    "# Statements",
    "",
    "Every statement that the package can write, with all its options: what it is there for, or what it stops, and the",
    "provisions of the HIPAA Security Rule (45 CFR part 164) that it serves. A *Sid* is the name of a statement. If it",
    "begins with `Deny`, it is an explicit deny: no other policy can allow the request that it refuses.",
    "",
    "| statement | what it is for, or stops | HIPAA |",
    "|---|---|---|",
    ...rows,
    "",
    "## By provision",
    "",
    "| provision | title | statements that serve it |",
    "|---|---|---|",
    ...Object.entries(hipaaProvisions).map(([provision, title]) => {
      const serving = [...evidence].filter(([, { hipaa }]) => hipaa.includes(provision as HipaaProvision));
      return `| ${provision} | ${title} | ${serving.map(([sid]) => `\`${sid}\``).join(", ")} |`;
    }),
    "",
  ].join("\n");
}
