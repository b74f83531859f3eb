import { setTimeout as sleep } from "node:timers/promises";
import { parseJson } from "../diff/json";
import { fieldsOf } from "../plan/fields";
import { actionHolds } from "../policy/holds";
import { type Aws, whole } from "./aws";
import { type Check, type Finding, looked, some, told } from "./check";
import { isOfAws, type LivePolicy, type LiveRole } from "./live";

const days = 90;
/** In milliseconds: the first look, and how long is waited at most. */
const [pause, patience] = [500, 60_000];

/**
 * When each granted action was last used. AWS tells it by action for some services and by service for others, with a
 * delay of up to four hours, and of the last 400 days.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export async function checkLastUse(
  aws: Aws,
  roles: LiveRole[],
  policies: LivePolicy[],
  now: Date,
): Promise<Check[]> {
  const checks = roles.map((role) =>
    looked("use", role.name, async () => {
      const report = await reportOf(aws, role.arn);
      if (!report) return noReport;
      const ofAws = some(
        told,
        "policies of AWS whose grants are not looked at",
        role.attached.filter(isOfAws),
      );
      return [...findingsOf(granted(role, policies), report, now), ...ofAws];
    }),
  );
  return (await Promise.all(checks)).flat();
}

type Report = NonNullable<Awaited<ReturnType<typeof poll>>>;

const noReport: Finding = {
  result: "not seen",
  what: "could not look: AWS made no report of last use: it failed, or took more than a minute. Try again, or leave --last-used out",
};

async function reportOf(aws: Aws, Arn: string): Promise<Report | undefined> {
  const job = await aws.call("iam", "GenerateServiceLastAccessedDetails", {
    Arn,
    Granularity: "ACTION_LEVEL",
  });
  const JobId = whole(job?.JobId, "iam", "GenerateServiceLastAccessedDetails");
  for (let waited = 0; waited < patience; waited += pause) {
    const report = await poll(aws, JobId);
    if (report?.JobStatus === "COMPLETED") return report;
    if (report?.JobStatus === "FAILED") break;
    await sleep(pause);
  }
  return undefined;
}

/** All pages of the report. */
async function poll(aws: Aws, JobId: string) {
  const operation = "GetServiceLastAccessedDetails";
  const first = await aws.call("iam", operation, { JobId });
  if (first?.JobStatus !== "COMPLETED") return first;
  const services = whole(first.ServicesLastAccessed, "iam", operation);
  let marker = aws.next("iam", operation, first, undefined);
  while (marker) {
    const page = await aws.call("iam", operation, { JobId, Marker: marker });
    services.push(...whole(page?.ServicesLastAccessed, "iam", operation));
    marker = aws.next("iam", operation, page ?? {}, marker);
  }
  return first;
}

function findingsOf(
  actions: string[],
  { ServicesLastAccessed: services = [] }: Report,
  now: Date,
): Finding[] {
  const since = now.getTime() - days * 24 * 3600 * 1000;
  // Of a pattern AWS says nothing: the last use of its services is told.
  const lastOf = (action: string): [date: Date | undefined, by: "action" | "service"] => {
    const [prefix = "", name = ""] = action.split(":");
    const own = services.filter(({ ServiceNamespace = "" }) => fits(prefix, ServiceNamespace));
    const tracked = own
      .flatMap((one) => one.TrackedActionsLastAccessed ?? [])
      .find(({ ActionName = "" }) => ActionName.toLowerCase() === name.toLowerCase());
    if (tracked) return [tracked.LastAccessedTime, "action"];
    const times = own.flatMap(({ LastAuthenticated: time }) => time ?? []);
    return [times.sort((a, b) => b.getTime() - a.getTime())[0], "service"];
  };
  const lines = actions
    .filter((action) => !action.startsWith(allBut))
    .map((action) => {
      const [date, by] = lastOf(action);
      const when = date ? date.toISOString().slice(0, 10) : "never in the time that AWS keeps";
      return { line: `${action}: ${when}${by === "service" ? ", of the service as a whole" : ""}`, date };
    });
  const open = actions.filter((action) => action.startsWith(allBut));
  const idle = lines.filter(({ date }) => !date || date.getTime() < since).map(({ line }) => line);
  const used = lines.filter(({ line }) => !idle.includes(line)).map(({ line }) => line);
  return [
    ...(open.length > 0
      ? [told("grants whose last use cannot be told: they name what they leave out", open)]
      : []),
    ...(idle.length > 0 ? [told(`grants that nobody used for ${days} days`, idle)] : []),
    ...(used.length > 0 ? [told(`grants that were used in the last ${days} days`, used)] : []),
  ];
}

const allBut = "all but ";

/** As IAM reads the service of an action. */
const fits = (pattern: string, prefix: string) => actionHolds({ not: false, patterns: [pattern] }, prefix);

/** Actions that the documents on a role allow, by their names. */
function granted({ attached, inline }: LiveRole, policies: LivePolicy[]): string[] {
  const own = policies.filter(({ arn }) => attached.includes(arn)).map(({ document }) => document);
  const statements = [...own, ...inline.map(({ policy }) => policy)].flatMap((text) =>
    [fieldsOf(parseJson(text)).Statement].flat().map(fieldsOf),
  );
  const allowed = statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action, NotAction }) =>
      NotAction === undefined ? [Action].flat() : `${allBut}${[NotAction].flat().join(", ")}`,
    );
  return [...new Set(allowed.map(String))].sort();
}
