import { evidence } from "../../components/evidence";

/** A page of the reference that no doc comment holds: what each statement of the package is for, by its Sid. */
export function statementsPage(): string {
  const rows = [...evidence].map(
    ([sid, { purpose, hipaa }]) => `| \`${sid}\` | ${purpose} | ${hipaa.join(", ")} |`,
  );
  return [
    "# Statements",
    "",
    "Every statement that the package can write, with all its options: what it is there for, or what it stops, and the",
    "provisions of the HIPAA Security Rule (45 CFR part 164) that it serves. A Sid that begins with `Deny` is an explicit",
    "deny, which no other policy undoes.",
    "",
    "| statement | what it is for, or stops | HIPAA |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
