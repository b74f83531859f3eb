import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { scopeOf } from "../../cli/review/expected";
import { about, all, inside, not } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";
import listed from "../../cli/theorems/listed.json";
import { aboutAny } from "../../cli/theorems/promises";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../access/argsOf";

const scope = scopeOf({ ...argsOf("production", defaultStandIn) }, defaultStandIn);
const { s3BucketDocumentsArn: documents, s3BucketBackupsArn: backups, s3BucketAuditLogsArn: logs } = scope;

const ofObjects = ["AbortMultipartUpload", "InitiateReplication", "ListMultipartUploadParts"].concat(
  ...["ListObjectAnnotations", "ObjectOwnerOverrideToBucketOwner"],
);
/** What AWS's service reference has for a type of resource, and no sentence names: "nothing else" alone speaks of it. */
const rows: [service: "s3" | "kms", type: RegExp, resource: string, unnamed: string[]][] = [
  [
    ...(["kms", /\bkey\b/, "arn:aws:kms:eu-west-1:999999999999:key/x"] as const),
    ["CreateAlias", "GetParametersForImport", "ListGrants", "ListResourceTags"],
  ],
  ["s3", /\bbucket\b/, documents, []],
  ["s3", /\bbucket\b/, backups, ["ListBucketMultipartUploads"]],
  ["s3", /\bbucket\b/, logs, ["ListBucketMultipartUploads"]],
  [
    ...(["s3", /\bobject\b/, `${documents}/tenants/a`] as const),
    [
      ...[...ofObjects, "GetObjectAttributes", "GetObjectTorrent", "RestoreObject", "UpdateObjectEncryption"],
      ...["Delete", "Get", "Put", "Replicate"].map((verb) => `${verb}ObjectAnnotation`),
      ...["ReplicateDelete", "ReplicateObject"],
    ],
  ],
  ["s3", /\bobject\b/, `${documents}/a`, []],
  ["s3", /\bobject\b/, `${backups}/a`, ofObjects],
  ["s3", /\bobject\b/, `${logs}/application-logs/a`, ofObjects],
  ["s3", /\bobject\b/, `${logs}/a`, []],
];

describe("an action that AWS lists for a resource is one of some sentence", () => {
  const sentences = promisesOf(scope).filter(
    ({ of, answer, id }) => of === "backend" && !/nothing else|open/.test(answer) && id !== "tls",
  );
  for (const [service, type, resource, unnamed] of rows) {
    it(`${service} on ${resource}`, () => {
      const actions = listed.services[service].actions
        .filter(([types = ""]) => type.test(types))
        .flatMap(([, , names = ""]) => names.split(" "));
      expect(actions).to.have.length.greaterThan(20);
      const found = actions.filter((name) => {
        const one = about({ action: [`${service}:${name}`], resource: { not: false, patterns: [resource] } });
        const claims = sentences.map(({ requests, except = [] }) =>
          all(inside(one), aboutAny(requests), not(aboutAny(except))),
        );
        return decide(claims).every((witness) => witness === undefined);
      });
      expect(found.sort()).to.deep.equal(unnamed.toSorted());
    });
  }
});
