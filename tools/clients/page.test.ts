import { readFileSync } from "node:fs";
import { expect } from "chai";
import { noSuchObject, readsNone } from "../../cli/requests/looking";
import type { Line } from "../../cli/sandbox/lines";
import { noteOf, plain } from "./notes";
import { pageOf } from "./page";
import type { Cell } from "./run";

const put: Line = {
  ...{
    time: "",
    decision: "allowed",
    service: "s3",
    operation: "PutObject",
    action: "s3:PutObject",
    status: 200,
  },
};
const refused: Line = {
  ...{
    ...put,
    decision: "denied",
    by: ["DenyOverwritingBackups"],
    advice: "send If-None-Match: *",
    status: 403,
  },
};
const bearer: Line = {
  ...{ ...put, decision: "refused", advice: "The request carries a bearer token", status: 403 },
};
const cell = (more: Partial<Cell>): Cell => ({
  ...{ client: "a client", version: "1.0", data: "backups", setting: "", opening: "role", sees: "" },
  lines: [put],
  ...more,
});

const written = () => readFileSync("docs/clients.md", "utf8");

describe("the page of clients", () => {
  it("says how a client is pointed at the sandbox, as docs/clients.md does", () => {
    const section = /## Point a client at the sandbox\n[\s\S]*?\n(?=\n## )/;
    const [made = ""] = section.exec(pageOf([], "2026-11-30")) ?? [];
    expect(made.split("\n").filter((line) => line.startsWith("| ")).length).to.equal(16);
    expect(section.exec(written())?.[0]).to.equal(made);
  });

  it("tells nobody to store documents so that they cannot be replaced, which the role may do", () => {
    const [, table = ""] = /(\| client \| version \| documents [\s\S]*?)\n\n/.exec(written()) ?? [];
    const documents = table.split("\n").map((row) => row.split(" | ")[2]);
    const settings = documents.flatMap(
      (one) => /^\*\*with\*\* `(.*)`(?:, only .*)? \[\d+\]$/.exec(one ?? "")?.[1] ?? [],
    );
    expect(settings).to.deep.equal([
      ...['Minio(region="us-east-1")', "force_overwrite_to_cloud=True"],
      ...["--no-check-dest --s3-no-check-bucket", "partSize: 5 * 1024 ** 3"],
    ]);
    expect(documents.filter((one) => one?.startsWith("**with** "))).to.have.lengthOf(settings.length);
  });

  for (const advice of [noSuchObject, readsNone])
    it(`says in the sandbox's words, and to the end: ${advice.slice(0, 30)}`, () => {
      const line = { ...refused, action: "s3:GetObject", operation: "HeadObject", by: [], advice };
      const [, said = ""] =
        /refused: (.*) The person/.exec(noteOf(cell({ lines: [line], sees: "no" }))) ?? [];
      expect(said.toLowerCase().replaceAll(". ", "; ")).to.equal(`${advice.toLowerCase()}.`);
      expect(written()).to.include(said);
    });

  const rows: [what: string, cells: Cell[], row: string][] = [
    ["what works as it is", [cell({})], "| a client | 1.0 | ✓ |"],
    [
      "what works with a setting, and what is refused without it",
      [cell({ lines: [refused], sees: "no" }), cell({ setting: "--header x" })],
      "| a client | 1.0 | **with** `--header x` [1] |",
    ],
    [
      "a setting in words, with a link to the program that has it",
      [cell({ lines: [refused], sees: "no" }), cell({ setting: "a client with that event handler" })],
      "| a client | 1.0 | **with** a client with that [event handler](backups.md#pipe-pg_dump-through-a-small-program) [1] |",
    ],
    [
      "a setting with a limit in words",
      [cell({ lines: [refused], sees: "no" }), cell({ setting: "x={1}, only below 8 MiB" })],
      "| a client | 1.0 | **with** `x={1}`, only below 8 MiB [1] |",
    ],
    [
      "a setting with more in words",
      [cell({ lines: [refused], sees: "no" }), cell({ setting: 'x="1", also in parts' })],
      '| a client | 1.0 | **with** `x="1"`, also in parts [1] |',
    ],
    [
      "a setting that a large object needs too, and not one that is for small ones alone",
      [
        ...[cell({ size: "LARGE", lines: [refused], sees: "no" }), cell({ size: "SMALL" })],
        cell({ setting: "--header", size: "LARGE", lines: [refused], sees: "no" }),
        cell({ setting: "--header", size: "SMALL" }),
        cell({ setting: "--one-piece", size: "LARGE" }),
        cell({ setting: "--one-piece", size: "SMALL" }),
      ],
      "| a client | 1.0 | **with** `--one-piece` [1] |",
    ],
    [
      "what cannot with large objects",
      [cell({ size: "LARGE", lines: [refused], sees: "no" }), cell({ size: "SMALL" })],
      "| a client | 1.0 | ✗ [1] |",
    ],
    [
      "what was not tried",
      [cell({}), cell({ client: "another", data: "documents" })],
      "| a client | 1.0 | – | ✓ |",
    ],
    ["what cannot", [cell({ lines: [refused], sees: "no" })], "| a client | 1.0 | ✗ [1] |"],
    ["what says nothing and stores nothing", [cell({ lines: [] })], "| a client | 1.0 | ✗ [1] |"],
    [
      "what works where the role streams",
      [
        cell({ data: "a model, streaming", lines: [refused], sees: "no" }),
        cell({ data: "a model, streaming", opening: "streaming" }),
        cell({ data: "a model, streaming", opening: "bearer", lines: [bearer], sees: "no" }),
      ],
      "| a client | 1.0 | **with** `bedrockStreaming: true` [1] | sends the key |",
    ],
    [
      "what signs beside a key of Bedrock",
      [cell({ data: "a model, in one piece" }), cell({ data: "a model, in one piece", opening: "bearer" })],
      "| a client | 1.0 | ✓ | signs as the role |",
    ],
  ];
  for (const [what, cells, row] of rows) {
    it(`has ${what}`, () => expect(pageOf(cells, "2026-11-29").split("\n")).to.include(row));
  }

  it("a note says which size is refused where another is not", () => {
    const large = (size: "LARGE" | "LARGER") => cell({ size, lines: [refused], sees: "no" });
    const note =
      "`PutObject` is refused by `DenyOverwritingBackups`: send If-None-Match: *. The person sees `no`.";
    const both = pageOf([large("LARGE"), { ...large("LARGE"), size: "SMALL" }], "2026-12-01").split("\n");
    expect(both).to.include(`1. ${note}`);
    const one = pageOf([large("LARGER"), cell({ size: "SMALL" })], "2026-12-01").split("\n");
    expect(one).to.include(`1. With 100 MB: ${note}`);
  });

  it("says how large the objects were, and for whom", () => {
    const sizes = [
      ...[cell({ client: "a, put", size: "LARGE" }), cell({ client: "b, copy", size: "LARGER" })],
      ...[cell({ client: "c", size: "LARGER" }), cell({ client: "d 1.2, copy", size: "LARGEST" })],
      cell({ client: "d 1.3, copy", size: "LARGEST" }),
    ];
    expect(pageOf(sizes, "2026-12-01")).to.include(
      "The large one has 20 MB, or 100 MB for b and c, or 220 MB for d: ",
    );
  });

  it("says whose backups have the limit of one request", () => {
    const parts: Line = { ...put, operation: "CompleteMultipartUpload" };
    const cells = [
      ...[cell({ client: "a, put", size: "LARGE" }), cell({ client: "b", size: "LARGE", lines: [parts] })],
      ...[cell({ client: "b", size: "SMALL" }), cell({ client: "c", size: "LARGER" })],
      cell({ client: "d", size: "LARGE", lines: [refused], sees: "no" }),
    ];
    expect(pageOf(cells, "2026-12-01")).to.include("in one request. These do: a, put; c.\n");
  });

  it("has what could not be had", () =>
    expect(pageOf([cell({})], "2026-11-29", ["the AWS CLI 2"]).split("\n")).to.include(
      "- What could not be had on 2026-11-29: the AWS CLI 2.",
    ));

  it("a note has the requests, what to change, and what the person sees", () => {
    const abort: Line = {
      ...refused,
      operation: "AbortMultipartUpload",
      action: "s3:AbortMultipartUpload",
      by: [],
      advice: "leave the parts; a rule removes them",
    };
    const head: Line = {
      ...refused,
      operation: "HeadObject",
      action: "s3:ListBucket",
      by: [],
      advice: "no such object",
    };
    expect(noteOf(cell({ lines: [head, refused, abort, put], sees: "AccessDenied: no" }))).to.equal(
      "`HeadObject` needs `s3:ListBucket`, which is refused: no such object. `PutObject` is refused too by `DenyOverwritingBackups`: send If-None-Match: *. `AbortMultipartUpload` is refused too: leave the parts. A rule removes them. The person sees `AccessDenied: no`.",
    );
    expect(noteOf(cell({ lines: [] }))).to.equal(
      "No request is refused. The person sees no error, and there is no object.",
    );
  });

  const texts: [seen: string, told: string][] = [
    [
      'ClientError: User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" with an explicit deny in an identity-based policy',
      "ClientError: User: … is not authorized to perform: s3:PutObject …",
    ],
    [
      "{'message': 'User: arn:aws:sts::1:x is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:a because no identity-based policy allows the kms:Encrypt action'}",
      "{'message': 'User: … is not authorized to perform: kms:Encrypt …'}",
    ],
    [
      "upload failed: ../../tmp/hipaa-iam-sandbox-aB1/dump.bin to s3://b/nightly/12-3.bin",
      "upload failed: FILE to s3://b/nightly/KEY",
    ],
    [
      "PUT https://127.0.0.1:4566/b/k &quot;no&quot;, RequestID: 1f090a61-d854-4744-882b-4907cf921584",
      'PUT https://HOST/b/k "no", RequestID: …',
    ],
    [
      "DELETE https://127.0.0.1:4566/b/k?uploadId=0niNXlUOpYma8sNyOQ333aWK in 781.58µs - no",
      "DELETE https://HOST/b/k?uploadId=… - no",
    ],
    [
      "from custom-process: 2026/11/30 02:02:57 AccessDeniedException: no",
      "from custom-process: AccessDeniedException: no",
    ],
    ["2026-11-30 02:02:57,123 [42] barman: no.", "barman: no"],
    [`${"word ".repeat(80)}`, `${"word ".repeat(52).trim()} …`],
  ];
  for (const [seen, told] of texts)
    it(`tells "${told.slice(0, 40)}"`, () => expect(plain(seen)).to.equal(told));
});
