import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScannedDocument } from "./documents";
import { findings, findingsOfWorkflows } from "./scanners";

const policy = (name: string, Action: string): ScannedDocument => ({
  name,
  kind: "managed policy",
  document: { Version: "2012-10-17", Statement: [{ Sid: "Canary", Effect: "Allow", Action, Resource: "*" }] },
});

/** cfn-lint has nothing against a policy that lets everything: it looks for what AWS would not take. */
const canaries = [policy("everything", "*"), policy("misspelt", "s3:GetObjct")];

/** A workflow whose action anybody could change who may move its tag. */
const moving = `on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v6
`;

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
  const workflows = join(folder, ".github/workflows");
  mkdirSync(workflows, { recursive: true });
  writeFileSync(join(workflows, "moving.yml"), moving);
  const [unpinned] = await findingsOfWorkflows(join(folder, ".github"));
  if (unpinned?.finding !== "unpinned-uses") throw new Error("zizmor does not find an action that can move.");
}
