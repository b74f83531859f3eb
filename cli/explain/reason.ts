import type { Role } from "../diff/access";
import { isAbout } from "../policy/evaluate";
import { usual } from "../policy/holds";
import type { Evaluation, Request } from "../policy/request";
import { againstDenies, bucketOf } from "../requests/advice";
import { reasonIn } from "../requests/words";

/** What to do where AWS names the kind of policy that refused, and it is none that decides here; else undefined. */
export function byReason(
  said: string,
  request: Request,
  evaluation: Evaluation,
  role: Role,
): string | undefined {
  const { policy, isDeny } = reasonIn(said) ?? {};
  const refuses = isDeny ? "refuses it" : `does not allow ${request.action}`;
  switch (policy) {
    case "identity-based policy":
      if (isOfOtherBucket(request, role)) return otherBucket(request);
      if (isDeny) return evaluation.decision === "explicit deny" ? undefined : possibleDenies(request, role);
      if (request.action.startsWith("sts:"))
        return `give who asks a policy that allows ${request.action} on the role`;
      return evaluation.decision === "allowed" ? differs : undefined;
    case "resource-based policy":
    case "role trust policy":
      return evaluation.by.concat(evaluation.nearMisses).some(({ kind }) => kind === "resource")
        ? undefined
        : `ask whoever runs the bucket, the key or the role: its own policy ${refuses}`;
    case "permissions boundary":
      return `ask whoever runs the permissions boundary ${role.boundary ?? `of ${role.name}`}: it ${refuses}`;
    case "session policy":
      return `begin the session without a session policy, or with one that allows it: it ${refuses}`;
    case "VPC endpoint policy":
      return `ask whoever runs the VPC endpoint: its policy ${refuses}`;
    case undefined:
      return undefined;
    default:
      return `ask whoever runs the organisation: its ${policy} ${refuses}`;
  }
}

const bucketNameIn = (arn: string) => bucketOf(arn)?.split(":::")[1];

const allowedBuckets = new WeakMap<Role, Set<string | undefined>>();

/** Of a bucket that no statement of the role allows anything in. */
function isOfOtherBucket({ resource }: Request, role: Role): boolean {
  const bucket = bucketNameIn(resource);
  if (bucket === undefined) return false;
  const named = allowedBuckets.get(role) ?? bucketsOf(role);
  allowedBuckets.set(role, named);
  return !named.has(bucket);
}

function bucketsOf({ policies }: Role): Set<string | undefined> {
  const allowed = policies.flatMap(({ statements }) => statements).filter(({ effect }) => effect === "Allow");
  return new Set(allowed.flatMap((one) => one.resource.patterns.map(bucketNameIn)));
}

const otherBucket = ({ resource }: Request) =>
  `look at the bucket's name, and at --from: ${bucketNameIn(resource)} is no bucket of these policies, another stack's perhaps`;

const differs = "compare the deployed policies with these (hipaa-iam verify)";

/** Denies of the role that may hold by what is not told, and how to leave each. */
function possibleDenies(request: Request, { policies }: Role): string {
  const denies = policies
    .flatMap(({ statements }) => statements)
    .filter(
      (one) => one.effect === "Deny" && isAbout({ ...one, conditions: [] }, request, usual, "identity"),
    );
  if (denies.length === 0) return differs;
  const each = denies.map((statement) => {
    const conditions = statement.conditions.map(({ operator, key, values }) => {
      const seen = request.context[key];
      return { operator, key, wanted: values, ...(seen ? { seen: [seen].flat() } : untold) };
    });
    return `${statement.sid} (${againstDenies([{ statement, conditions }], request)})`;
  });
  return `look which of the role's denies it was: ${each.join(", ")}`;
}

const untold = { seen: undefined, untold: true } as const;
