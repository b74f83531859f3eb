import { parseArgs } from "node:util";
import { maskOf } from "../diff/mask";
import { accessFrom, sourcesOfRoles } from "../diff/sources";
import { flag, type Result, resultOf, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { defaultStandIn } from "../plan/standIns";
import { checksOf } from "./asked";
import { contextOf } from "./context";
import { type Explanation, explain } from "./explain";
import { nothingTold, type Question } from "./question";
import { questionsIn, type Read } from "./read";
import { asText, groupsOf, keysOf, outcomeOf } from "./report";

const usage = `Usage: hipaa-iam explain FILE --from SOURCE [options]
       hipaa-iam explain --action ACTION --resource ARN [--context KEY=VALUE] --from SOURCE [options]

Says why AWS refused a request, or lets it through: which statement, which condition, what it saw, what to change.
FILE is one of these; - is standard input:

  an event of CloudTrail, a list of them, or a file as CloudTrail delivers it, gzip too
  what \`aws cloudtrail lookup-events\` or \`aws sts decode-authorization-message\` prints
  the text of an error: User: ... is not authorized to perform: ...

SOURCE is where the policies are read from:

${sourcesOfRoles.map((one) => `  ${one}\n`).join("")}
  --action ACTION      such as s3:PutObject
  --resource ARN       such as arn:aws:s3:::example-backups/x (default *)
  --context KEY=VALUE  such as s3:if-none-match=*; may be repeated, a key too
  --role NAME          the role that asks (default: the event's, else the backend's)
  --json               for machines
  -h, --help           this text

Exit code 0 where AWS refused nothing and these policies allow everything, or may by what the event does not tell; 3
where something is denied or cannot be decided; 2 for what cannot be read.
`;

const options = {
  ...{ from: text, action: text, resource: text, role: text, json: flag, help: { ...flag, short: "h" } },
  context: { type: "string", multiple: true },
} as const;

/** `hipaa-iam explain`. */
export function explainCommand(args: string[]): Promise<Result> {
  return resultOf(async () => {
    const { values, positionals } = argsOf(args);
    if (values.help) return { stdout: usage, stderr: "", exitCode: 0 };
    const [file, ...more] = positionals;
    if (more.length > 0 || (file === undefined) === (values.action === undefined)) {
      throw new UsageError(`Give a file, or --action.\n\n${usage}`);
    }
    if (file !== undefined && (values.resource ?? values.context) !== undefined)
      throw new UsageError(
        `--resource and --context belong to --action: ask with it, or leave them out.\n\n${usage}`,
      );
    if (values.from === undefined)
      throw new UsageError(
        `--from is missing: where are the policies? Such as --from stack:dev.\n\n${usage}`,
      );
    const { questions, ...records } =
      file === undefined
        ? { questions: [asked(values)], found: 1, unread: 0 }
        : await questionsIn(file, values.from);
    const access = await accessFrom(values.from, defaultStandIn);
    if (access.roles.length === 0 || !access.attached)
      throw new UsageError(
        `"${values.from}" does not say which role has which policies: give a stack, a plan, a review or a state.`,
      );
    const mask = maskOf(access.secrets);
    const roles = access.roles.map(({ name }) => name);
    if (values.role !== undefined && !roles.includes(values.role))
      throw new UsageError(
        mask(`--role: "${values.role}" is no role in "${values.from}": give one of ${roles.join(", ")}.`),
      );
    const explanations = questions.map((one) => explain(one, access, values.role));
    const isAllowed = explanations.every((one) => /^(allowed|depends)/.test(outcomeOf(one)));
    const stdout = values.json ? asJson(explanations, records) : said(records) + asText(explanations);
    return { stdout: mask(stdout), stderr: "", exitCode: isAllowed && records.unread === 0 ? 0 : 3 };
  });
}

function argsOf(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

interface Asked {
  action?: string | undefined;
  resource?: string | undefined;
  context?: string[] | undefined;
}

function asked({ action = "", resource = "*", context = [] }: Asked): Question {
  if (!/^[a-z0-9-]+:\w+$/i.test(action)) {
    throw new UsageError(`--action: "${action}" is not accepted. Give one action, such as s3:PutObject.`);
  }
  if (resource !== "*" && !resource.startsWith("arn:")) {
    throw new UsageError(
      `--resource: "${resource}" is not accepted. Give an ARN, such as arn:aws:s3:::example-backups/x.`,
    );
  }
  const told = contextOf(context);
  const { checks, where } = checksOf(action, resource);
  const each = checks.map((one) => ({ ...one, context: { ...one.context, ...told } }));
  return { ...nothingTold, checks: each, where };
}

type Records = Omit<Read, "questions">;

const said = ({ found, unread }: Records) =>
  unread > 0
    ? `Of ${found} records ${unread} cannot be read: no event of CloudTrail, or not all of one, and no denial.\n\n`
    : "";

function asJson(explanations: Explanation[], records: Records): string {
  const each = explanations.map(({ question, request, evaluation, open, role, advice, unknown }) => ({
    ...{ where: question.where, refused: question.refused ?? null, role: role ?? null },
    action: (request ?? question.checks[0])?.action ?? null,
    resource: (request ?? question.checks[0])?.resource ?? null,
    decision: open.length > 0 ? "depends" : (evaluation?.decision ?? "not known"),
    dependsOn: keysOf(open),
    by: (open.length > 0 ? open : (evaluation?.by ?? [])).map(({ document, statement }) => ({
      document,
      sid: statement.sid,
    })),
    nearMisses: (open.length > 0 ? [] : (evaluation?.nearMisses ?? [])).map(
      ({ document, statement, parts, failed }) => ({
        ...{ document, sid: statement.sid, parts },
        failed: failed.map(({ operator, key, wanted, seen }) => ({
          ...{ operator, key },
          // An external ID may be a secret.
          ...(/^sts:ExternalId$/i.test(key) ? {} : { wanted, seen: seen ?? null }),
        })),
      }),
    ),
    ...{ advice, unknown },
  }));
  const groups = groupsOf(explanations).map(({ decision, what, count }) => ({ decision, what, count }));
  return `${JSON.stringify({ records, groups, explanations: each }, undefined, 2)}\n`;
}
