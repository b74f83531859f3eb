import type { ScannedDocument } from "./documents";
import { findings } from "./scanners";

const policy = (name: string, Action: string): ScannedDocument => ({
  name,
  kind: "managed policy",
  document: { Version: "2012-10-17", Statement: [{ Sid: "Canary", Effect: "Allow", Action, Resource: "*" }] },
});

/** cfn-lint has nothing against a policy that lets everything: it looks for what AWS would not take. */
const canaries = [policy("everything", "*"), policy("misspelt", "s3:GetObjct")];

/** What each scanner must say of them. */
const expected = [
  ["cfn-lint", "W3037", "misspelt"],
  ["checkov", "CKV_AWS_110", "everything"],
  ["cloudsplaining", "allows_privilege_escalation", "everything"],
  ["parliament", "PRIVILEGE_ESCALATION", "everything"],
] as const;

/** A scanner that finds nothing may not have looked: each must see the canary. */
export async function expectCanary(folder: string): Promise<void> {
  const found = await findings(canaries, folder);
  for (const [scanner, finding, document] of expected) {
    const isFound = found.some(
      (each) => each.scanner === scanner && each.finding === finding && each.document === document,
    );
    if (!isFound) throw new Error(`${scanner} does not find ${finding} where it is: it finds nothing.`);
  }
}
