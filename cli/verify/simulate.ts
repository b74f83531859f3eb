import type { Row } from "../access/row";
import { type Answer, answersOf, batchesOf, type Position } from "./answers";
import type { Aws } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, some } from "./check";
import type { LivePolicy, LiveRole } from "./live";
import type { Promises } from "./promises";

/** Asks AWS of each row, on the deployed role with all that is on it. */
export async function checkPromises(
  aws: Aws,
  { asked, sentences }: Pick<Promises, "asked" | "sentences">,
  role: LiveRole,
  policies: LivePolicy[],
): Promise<Check[]> {
  const agreed = new Map<string, string[]>();
  const unanswered: string[] = [];
  const documents = [...policies, ...role.inline.map((one) => inlineOf(role, one))];
  const checks = batchesOf(asked).map((batch) =>
    looked("promises", role.name, async () => {
      const answers = await answersOf(aws, role.arn, batch);
      return batch.rows.flatMap((row) => {
        const sentence = sentences.get(row) ?? unsaid;
        const finding = findingOf(row, sentence, answers, documents);
        if (finding.result === "differs") return [finding];
        if (finding.result === "not seen") unanswered.push(finding.what);
        else agreed.set(sentence, [...(agreed.get(sentence) ?? []), finding.what]);
        return [];
      });
    }),
  );
  const others = (await Promise.all(checks)).flat();
  // Hundreds of requests agree: they are told by sentence, in the order of the matrix.
  const order = new Set(asked.map((row) => sentences.get(row) ?? unsaid));
  const told = [...order].flatMap((sentence) => {
    const requests = agreed.get(sentence)?.sort();
    if (!requests) return [];
    return [check("promises", role.name, agrees(`${sentence} (${counted(requests.length)})`, requests))];
  });
  const none = `could not look: AWS's simulator gave no answer to ${counted(unanswered.length)}`;
  const unseen = some((what, details) => ({ result: "not seen", what, details }), none, unanswered);
  return [...told, ...others, ...unseen.map((one) => check("promises", role.name, one))];
}

const unsaid = "other requests of the access matrix";

const counted = (requests: number) => `${requests} request${requests === 1 ? "" : "s"}`;

const decisions: Record<string, Row["expect"]> = {
  allowed: "allow",
  explicitDeny: "explicit deny",
  implicitDeny: "implicit deny",
};

function findingOf(row: Row, sentence: string, answers: Answer[], policies: Named[]): Finding {
  const { action, resource } = row.request;
  const answer = answers.find((one) => one.action === action && one.resource === resource);
  const asked = `${action} on ${resource}${inWords(row)} (${row.why})`;
  if (!answer?.decision) return { result: "not seen", what: asked };
  const decision = decisions[answer.decision];
  // An organisation may refuse more than the role does; it may not leave a deny of the role's own away.
  const holds = decision === row.expect || (row.expect === "implicit deny" && decision === "explicit deny");
  // A decision has the organisation's and the boundary's in it: one that has not says nothing for certain.
  if (holds && !answer.isTorn) return agrees(asked);
  const sids = answer.matched.map(({ policy, at }) => sidAt(policy, at, policies));
  const details = [
    `AWS decides ${decision ?? answer.decision}; the promise is ${row.expect}${row.by.length > 0 ? ` by ${row.by.join(", ")}` : ""}`,
    `promise: ${sentence}`,
    ...(answer.isTorn ? ["AWS's answer contradicts itself"] : []),
    ...whoRefuses(answer),
    ...(sids.length > 0 ? [`statements that matched: ${sids.join(", ")}`] : []),
    ...(answer.missing.length > 0 ? [`AWS missed a value of ${answer.missing.join(", ")}`] : []),
  ];
  return {
    ...differs(asked, details),
    exactly: JSON.stringify([decision, answer.organization, answer.boundary, sids]),
  };
}

function whoRefuses({ organization, boundary }: Answer): string[] {
  return [
    ...(organization === false ? ["the role may allow it, a policy of the organisation does not"] : []),
    ...(boundary === false ? ["the role may allow it, its permissions boundary does not"] : []),
  ];
}

/** What the row brings along besides what is told of every request. */
function inWords({ condition }: Row): string {
  const told = Object.entries(condition).map(
    ([key, value]) => `${key} = ${[value].flat().join(", ") || "(empty)"}`,
  );
  return told.length > 0 ? ` with ${told.join(" and ")}` : "";
}

type Named = Pick<LivePolicy, "name" | "arn" | "document">;

/** The simulator's answers that others show name an inline policy so; AWS's pages do not say how. */
const inlineOf = (role: LiveRole, { name, policy }: LiveRole["inline"][number]): Named => ({
  ...{ name, arn: `role_${role.name}_${name}`, document: policy },
});

/** AWS points at a statement by its place in the text of the policy. */
function sidAt(
  policy: string,
  { start, end }: { start: Position; end: Position },
  policies: Named[],
): string {
  const found = policies.find(
    ({ arn, name }) => arn === policy || name === policy || arn.endsWith(`/${policy}`),
  );
  if (!found) return policy;
  const lines = found.document.split("\n");
  const offset = ({ line, column }: Position) =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  const text = found.document.slice(Math.max(0, offset(start)), offset(end));
  const [, sid] = /"Sid"\s*:\s*"([^"]*)"/.exec(text) ?? [];
  return sid ? `${sid} (${found.name})` : found.name;
}
