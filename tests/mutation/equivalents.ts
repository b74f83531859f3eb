import type { PolicyDocument } from "../../cli/access/request";
import { defaultStandIn } from "../../cli/plan/run";
import { type Part, type Statement, statementsOf } from "../../cli/policy/document";
import { Undecided } from "../../cli/theorems/automaton";
import { about, any, type Claim, inside, not } from "../../cli/theorems/claim";
import type { Subject } from "../../cli/theorems/promises";
import { areAlike } from "../theorems/faults";
import type { Mutant } from "./mutants";
import { referenceOn } from "./reference";

const told = (key: string) => inside(about({ conditions: [{ operator: "Null", key, values: ["false"] }] }));

const { partition, region, accountId } = defaultStandIn;
const mantle = `arn:${partition}:bedrock-mantle`;
/** A request of the endpoint in this Region, on a project of another. */
const elsewhere = inside(
  about({
    action: ["bedrock-mantle:*"],
    resource: { not: true, patterns: [`${mantle}:${region}:*`] },
    conditions: [{ operator: "StringEquals", key: "aws:RequestedRegion", values: [region] }],
  }),
);

const likeAccessPoint = inside(
  about({ resource: { not: false, patterns: [`arn:${partition}:s3:::accesspoint/*`] } }),
);

const colonInField = inside(
  about({
    resource: {
      not: false,
      patterns: [`${mantle}:*:*:${accountId}:project/*`, `arn:${partition}:s3:*:*:*:accesspoint/*`],
    },
  }),
);

/** What is assumed of AWS besides its service reference. */
const assumptions: [says: string, claim: Claim][] = [
  ["AWS tells of every request whether it came over TLS", told("aws:SecureTransport")],
  ["AWS tells of every request the Region that was asked", told("aws:RequestedRegion")],
  ["AWS tells of every request whose the resource is", told("aws:ResourceAccount")],
  [
    "AWS tells the ARN of whoever has policies, as services have none",
    any(not({ is: "of an account" }), told("aws:PrincipalArn")),
  ],
  ["the projects of the endpoint bedrock-mantle are asked for in their own Region", not(elsewhere)],
  ["no bucket is called accesspoint", not(likeAccessPoint)],
  ["the Region and the account of an ARN hold no colon", not(colonInField)],
];

/** Whether a mutant of a document is proven to decide every request as the document does, under the assumptions. */
export async function isEquivalent(...asked: Parameters<typeof proven>): Promise<boolean> {
  try {
    return await proven(...asked);
  } catch (error) {
    if (error instanceof Undecided) return false;
    throw error;
  }
}

async function proven(
  { original, mutated, sid }: Mutant,
  subjectOf: (document: PolicyDocument) => Subject,
): Promise<boolean> {
  const [one, other] = [original, mutated].map(subjectOf) as [Subject, Subject];
  const assumed = assumptions.map(([, claim]) => claim);
  if (areAlike(one, other, { name: "with what AWS tells", facts: assumed })) return true;
  const changed = [original, mutated]
    .flatMap((document) => statementsOf(document).map((statement) => placed(statement, document)))
    .filter((statement) => statement.sid === sid);
  // They differ, if anywhere, where one of the two statements holds. What every service has is not looked up.
  if (changed.some(({ action, resource }) => action.not || isOfAll(action, resource))) return false;
  const listed = await referenceOn(changed);
  return areAlike(one, other, { name: "with AWS's service reference", facts: [...assumed, listed] });
}

const isOfAll = (...parts: Part[]) => parts.every(({ patterns }) => patterns.includes("*"));

/** With what the policy of a role, a key or a bucket is about: that resource alone. */
function placed(statement: Statement, { Statement }: PolicyDocument): Statement {
  if (Statement.every(({ Principal }) => Principal === undefined)) return statement;
  const bucket = /arn:[\w-]+:s3:::[^/"]+/.exec(JSON.stringify(Statement))?.[0];
  const isOfKey = statement.action.patterns.every((pattern) => pattern.startsWith("kms:"));
  const other = isOfKey ? ["arn:*:kms:*:*:key/*"] : ["arn:*:iam::*:role/*"];
  return { ...statement, resource: { not: false, patterns: bucket ? [bucket, `${bucket}/*`] : other } };
}
