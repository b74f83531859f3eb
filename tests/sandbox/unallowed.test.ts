import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { type Document, documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import type { Request } from "../../cli/policy/request";
import { adviceOf } from "../../cli/requests/advice";
import { extensions } from "../access/options";
import { documentsOf, runComponent } from "../support/component";

const account = "123456789012";
const standIn = { ...defaultStandIn, accountId: account };

/** The policies of the backend's role. */
async function policiesOf(args: Parameters<typeof runComponent>[0]): Promise<Document[]> {
  const run = await runComponent(args, { standIn });
  expect(run.errors).to.deep.equal([]);
  const named = Object.entries(documentsOf(run)).filter(([name]) => /-access-policy$/.test(name));
  return named.map(([name, text]) => documentOf(name, text));
}

function advised(identity: Document[], action: string, resource: string): string {
  const request: Request = {
    ...{ principal: `arn:aws:sts::${account}:assumed-role/r/s`, action, resource, accountId: account },
    context: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/r`, "aws:SecureTransport": "true" },
  };
  const decide = (one: Request) => evaluate(one, { identity });
  const evaluation = decide(request);
  return evaluation.decision === "implicit deny" ? adviceOf(request, evaluation, decide) : "";
}

const cleansUp = "the client cleans up an upload that failed or that it broke off; ";
const once =
  "was the request refused that ends it? then send If-None-Match: * with that one; the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself";
const parts =
  "the parts stay until a lifecycle rule of the bucket removes them; with s3AbortMultipartUploads: true the client may remove them itself";
const where =
  "s3:PutObject is allowed only on arn:aws:s3:::example-documents/tenants/*, arn:aws:s3:::example-backups/*, arn:aws:s3:::example-audit-logs/application-logs/*";

describe("the advice on what no statement allows", () => {
  type Row = [what: string, args: object, action: string, resource: string, advice: string];
  const abort = (what: string, resource: string, advice: string, args = {}): Row => [
    ...([`an abort: ${what}`, args, "s3:AbortMultipartUpload", `arn:aws:s3:::${resource}`, advice] as const),
  ];
  const rows: Row[] = [
    abort("a document", "example-documents/tenants/1/m", cleansUp + parts),
    abort("a backup", "example-backups/m", cleansUp + once),
    abort("an audit log", "example-audit-logs/application-logs/m", cleansUp + once),
    abort("a backup that may be overwritten", "example-backups/m", cleansUp + parts, {
      backupsWriteOnce: false,
    }),
    abort("a document elsewhere", "example-documents/other", `the role may not write here either: ${where}`),
    abort(
      "an audit log elsewhere",
      "example-audit-logs/other",
      `the role may not write here either: ${where}`,
    ),
    [
      "unfinished uploads are listed",
      {},
      ...(["s3:ListBucketMultipartUploads", "arn:aws:s3:::example-documents"] as const),
      "store in one piece, so that the client looks for no unfinished upload (minio for JavaScript: partSize: 5 * 1024 ** 3, and tell the size of a stream)",
    ],
    [
      ...(["parts are listed", {}, "s3:ListMultipartUploadParts", "arn:aws:s3:::example-backups/m"] as const),
      "no statement allows s3:ListMultipartUploadParts, on whatever resource, and no option of this package lets the role; let the client do without it, or another policy has to allow it",
    ],
  ];
  for (const [what, args, action, resource, advice] of rows)
    it(what, async () => {
      expect(advised(await policiesOf(args), action, resource)).to.equal(advice);
    });

  it("says of no action that no option lets the role, where one does", async () => {
    const none = await policiesOf({ tenantKeyProvisioning: "none" });
    const actions = new Set<string>();
    for (const args of [{}, ...Object.values(extensions(standIn))])
      for (const { statements } of await policiesOf({ externalId: "any-of-ours", ...args }))
        for (const { effect, action } of statements)
          if (effect === "Allow") for (const one of action.patterns) actions.add(one);
    expect([...actions]).to.include.members(["secretsmanager:DescribeSecret", "kms:EnableKeyRotation"]);
    for (const action of actions)
      expect(advised(none, action, "*"), action).not.to.include("no option of this package");
  });
});
