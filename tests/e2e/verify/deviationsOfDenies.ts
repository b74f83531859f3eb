import type { Deployed } from "./deployed";
import type { Deviation } from "./deviation";

interface Resource {
  type: string;
  inputs: { policy: string };
  outputs: { bucket: string; policy: string };
}
type Change = (statements: { Sid: string; Action: string }[], bucket: string) => object[];

const changed =
  (change: (resources: Resource[]) => Resource[]) =>
  (text: string): string => {
    const state = JSON.parse(text);
    const resources = change(state.deployment.resources);
    return JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
  };
const isPolicy = ({ type }: Resource) => type.startsWith("aws:s3/bucketPolicy:");

/** A state whose program gives no bucket a policy. */
export const withoutBucketPolicies = changed((resources) => resources.filter((one) => !isPolicy(one)));

/** A state whose program gives no key a policy. */
export const withoutKeyPolicies = changed((resources) =>
  resources.filter(({ type }) => !type.startsWith("aws:kms/keyPolicy:")),
);

/** A state whose program gives a bucket other statements. */
const planning = (data: string, change: Change) =>
  changed((resources) => {
    for (const { inputs, outputs } of resources.filter(isPolicy)) {
      if (!outputs.bucket.includes(data)) continue;
      const policy = JSON.parse(outputs.policy);
      const text = JSON.stringify({ ...policy, Statement: change(policy.Statement, outputs.bucket) });
      inputs.policy = text;
      outputs.policy = text;
    }
    return resources;
  });

const denyIf = (bucket: string, Condition: object) => ({
  ...{ Sid: "ByHand", Effect: "Deny", Principal: "*", Action: "s3:*", Condition },
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
});
const refusing = (condition: object) => (deployed: Deployed) =>
  deployed.withStatement(deployed.documents, denyIf(deployed.documents, condition));
const nothing = async () => async () => {};

const ofTheProgram: Deviation[] = [
  {
    what: "a deny of the program refuses more than the package's of that Sid, and the bucket has the package's",
    make: nothing,
    state: planning("backups", (statements, bucket) =>
      statements.map((one) =>
        one.Sid === "DenyDeletingBackups"
          ? {
              ...one,
              Action: [one.Action, "s3:PutLifecycleConfiguration"].flat(),
              Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
            }
          : one,
      ),
    ),
    said: [["buckets", /does not hold for everybody: its policy has the other denies of the program/]],
    details: /\(DenyDeletingBackups\).*s3:PutLifecycleConfiguration/,
  },
  {
    what: "a second deny of the program with a Sid of the package is lost",
    make: nothing,
    state: planning("documents", (statements) =>
      statements.flatMap((one) =>
        one.Sid === "DenyDocumentsWithoutTls"
          ? [one, { ...one, Condition: { NumericLessThan: { "s3:TlsVersion": "1.3" } } }]
          : [one],
      ),
    ),
    said: [["buckets", /does not hold for everybody: its policy has the other denies of the program/]],
    details: /s3:TlsVersion/,
  },
];

const conditions: [key: string, condition: object][] = [
  ["aws:SourceIp", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }],
  ["aws:CurrentTime", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }],
  ["aws:SourceVpce", { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }],
];

const ofConditions: Deviation[] = [
  ...conditions.map(
    ([key, condition]): Deviation => ({
      what: `a bucket's policy refuses by ${key}, where no program makes it`,
      make: refusing(condition),
      state: withoutBucketPolicies,
      said: [["buckets", /its policy refuses the role what it is promised \(ByHand\)/]],
      details: new RegExp(`s3:GetObject on .*, depending on ${key}`),
    }),
  ),
  {
    what: "a bucket's policy refused until a day that is past, where no program makes it: a fact for the reader",
    make: refusing({ DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }),
    state: withoutBucketPolicies,
    said: [],
    told: /its policy refuses besides/,
  },
  {
    what: "a bucket's policy refuses by an address, as the program says: not judged",
    make: refusing({ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }),
    state: planning("documents", (statements, bucket) => [
      ...statements,
      denyIf(bucket, { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }),
    ]),
    said: [],
    told: /refuses the role what it is promised \(ByHand\), and so does the program's/,
  },
];

/** What somebody changed in denies of buckets. */
export const deviationsOfDenies: Deviation[] = [...ofTheProgram, ...ofConditions];
