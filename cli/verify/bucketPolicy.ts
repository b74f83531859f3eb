import type { PolicyDocument } from "../../components/policies/document";
import type { Change } from "../diff/change";
import { parseJson } from "../diff/json";
import { asLines } from "../diff/report";
import { fieldsOf } from "../plan/fields";
import { documentOf } from "../policy/document";
import { whole, wholeJson } from "./aws";
import { at, type Bucket, type Look } from "./bucket";
import { agrees, differs, type Finding, some, told } from "./check";
import { compared } from "./compared";
import { allowing, denying, isForeign, parted, statementsOf, withRoles } from "./principals";
import { byOpening, noStatements, policyDifferences, sideOf } from "./resourcePolicy";

/** The denies that the promises rest on, the others that the program or the package gives the bucket, and whom it lets in. */
export const policy: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "NoSuchBucketPolicy"];
  const answer = await aws.call("s3", "GetBucketPolicy", at(bucket), absent);
  const text = answer ? whole(answer.Policy, "s3", "GetBucketPolicy") : noStatements;
  const live = wholeJson(text, "s3", "GetBucketPolicy");
  if (answer) bucket.documents.push({ of: `policy of ${bucket.name}`, text, bucket: true });
  // docs/other-side.md leaves it out for what may be overwritten.
  const isMeant = ({ Sid }: { Sid: string }) => bucket.kept || !Sid.startsWith("DenyReplacing");
  const packages = packagesOf(bucket, live).Statement.filter(isMeant);
  const needed = neededDenies.filter(({ ofKept }) => bucket.kept || !ofKept);
  const neededFor = ({ sid }: (typeof neededDenies)[number]) => packages.filter(({ Sid }) => sid.test(Sid));
  const needs = needed.map((one) => ({ what: one.what, lost: lostOf(neededFor(one), live) }));
  const sids = statementsOf(live).map(({ Sid }) => Sid);
  const isPackages = packages.some(({ Sid }) => sids.includes(Sid));
  const planned = bucket.planned === undefined ? undefined : statementsOf(parseJson(bucket.planned));
  const others = (planned ?? (isPackages ? packages : [])).filter(({ Effect }) => Effect === "Deny");
  const said = needs.flatMap(({ lost }) => lost.map(({ id }) => id));
  const lost = lostOf(others, live).filter(({ id }) => !said.includes(id));
  const whose = planned ? "the program" : `${bucket.policyOf.name}()`;
  const { arn, rows, accounts, roleArn } = bucket;
  return [
    ...bucket.unread,
    ...needs.map(heldBy),
    ...(others.length > 0 ? [heldBy({ what: `its policy has the other denies of ${whose}`, lost })] : []),
    // That a deny is lost is said already.
    ...policyDifferences(
      {
        arn,
        given: [],
        name: "its policy",
        live: text,
        planned: bucket.planned,
        roles: [roleArn],
        rows,
        accounts,
      },
      ({ what, grew }) => grew && what.startsWith("deny"),
    ),
    ...letIn(bucket, live, readersIn(bucket, live)),
    ...(planned ? [] : some(told, "its policy refuses besides", foreignDenies(live, packages))),
  ];
};

const neededDenies = [
  { sid: /WithoutTls$/, what: "its policy refuses requests without TLS", ofKept: false },
  { sid: /^DenyReplacing/, what: "its policy refuses to write over an object", ofKept: true },
  {
    sid: /^DenyChanging/,
    what: "its policy refuses replicas, other keys and shorter retention",
    ofKept: true,
  },
  { sid: /^DenyDeleting/, what: "its policy refuses to delete an object", ofKept: true },
];

/** What the package makes for the bucket; readers and the key are options of it, and are taken from what is there. */
function packagesOf(bucket: Bucket, live: unknown): PolicyDocument {
  const { arn: bucketArn, roleArn, keyArn, policyOf } = bucket;
  const namesKey = statementsOf(live).some(({ Sid }) => /^Deny\w+WithOtherKey$/.test(String(Sid)));
  const args = { bucketArn, roleArn, ...(namesKey && keyArn && { kmsKeyArn: keyArn }) };
  try {
    return policyOf({ ...args, readerArns: readersIn(bucket, live) });
  } catch {
    return policyOf(args); // No readers are such: then the difference is told.
  }
}

function readersIn({ roleArn }: Bucket, live: unknown): string[] {
  const guard = statementsOf(live).find(({ Sid }) =>
    /^Deny(Documents|Backups|AuditLogs)ToOthers$/.test(String(Sid)),
  );
  const spared = fieldsOf(fieldsOf(guard?.Condition).ArnNotEquals)["aws:PrincipalArn"] ?? [];
  return [spared]
    .flat()
    .map(String)
    .filter((arn) => arn !== roleArn);
}

/** What of the denies the live policy does not refuse. */
function lostOf(Statement: object[], live: unknown): Change[] {
  const side = (document: unknown) => sideOf(documentOf("bucket policy", document));
  return compared(side({ Version: "2012-10-17", Statement }), side(live)).filter(
    (change) => change.grew && !change.what.startsWith("grant"),
  );
}

/** Holds where nothing of the denies is lost. */
function heldBy({ what, lost }: { what: string; lost: Change[] }): Finding {
  if (lost.length === 0) return agrees(what);
  const finding = differs(`does not hold for everybody: ${what}`, lost.flatMap(asLines));
  return { ...finding, exactly: JSON.stringify(lost) };
}

/** Denies that the package does not make, in a line each. */
function foreignDenies(live: unknown, packages: PolicyDocument["Statement"]): string[] {
  const own = packages.map(({ Sid }) => Sid);
  return denying(statementsOf(live).filter(({ Sid }) => !own.includes(String(Sid))));
}

/** What a program gives is told here, and what it does not give is said already. */
function letIn({ accounts, planned, roleArn }: Bucket, live: unknown, readers: string[]): Finding[] {
  const principals = allowing(withRoles(live, [roleArn]));
  const [foreign, near] =
    planned === undefined ? parted(principals, (one) => isForeign(one, accounts)) : [[], principals];
  const strange = byOpening(differs, live, foreign);
  return [
    ...(foreign.includes("*") ? [strange("its policy lets in everybody")] : []),
    ...some(
      strange,
      "its policy lets in other accounts",
      foreign.filter((one) => one !== "*"),
    ),
    ...some(
      told,
      "its policy lets in",
      near.map((one) => (one === "*" ? "everybody" : one)),
    ),
    ...some(told, "its policy spares readers", readers),
  ];
}
