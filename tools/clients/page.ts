import { megabytes } from "./files";
import type { Cell } from "./run";
import { bearerOf, buckets, dumps, wordsOf, works } from "./words";

const bearer = "`AWS_BEARER_TOKEN_BEDROCK` set";

interface Part {
  title: string;
  says: string | ((cells: Cell[]) => string);
  kinds: string[];
}

const parts: Part[] = [
  {
    title: "Store documents, backups and audit logs",
    says: (cells) =>
      "Each client stores a document under `tenants/`, a backup, or an audit log under `application-logs/`: a small object and " +
      `a large one, each under a new key. What a cell says holds for both. ${largeOnes(cells)} ` +
      `\`upload_fileobj\`, \`Upload\`, transfermanager and minio (Python) got a stream that does not tell its size.${inOneRequest(cells)}`,
    kinds: buckets,
  },
  {
    title: "Choose a backup tool",
    says: "Tools that store a backup on their own, such as barman, restic and pgbackrest, are in the table above. Here `pg_dump -Fc | client` stores a dump of a running PostgreSQL 15 under a new key of the backups. A client that does not know the size sends a large dump in parts. If the key exists, the AWS CLI 2 with `--no-overwrite` stores nothing, prints nothing and ends with exit code 0.",
    kinds: dumps,
  },
  {
    title: "Read documents",
    says: "Each client reads an object under `tenants/`.",
    kinds: ["reading documents"],
  },
  {
    title: "Call a model",
    says: "The role has `bedrockInferenceRegions`, and each client calls a profile of these Regions. If a call was refused under these settings, it was tried again with `bedrockStreaming: true`. pydantic-ai's `run` streams unless `max_tokens` is set. The last column is for a client that finds `AWS_BEARER_TOKEN_BEDROCK` in its environment: does it send that key instead of signing as the role?",
    kinds: ["a model, in one piece", "a model, streaming", "structured output", bearer],
  },
  {
    title: "Use a key or a secret",
    says: "Each client encrypts and decrypts with the master key, or with a tenant's key that it makes first, or reads a secret of `secretArns`.",
    kinds: ["the master key", "a tenant's key", "a secret", "a secret, by its name"],
  },
  {
    title: "Assume the role",
    says: "Each client has the keys of a user of the account.",
    kinds: ["assuming the role"],
  },
];

/** docs/clients.md, from what a run has found and what it could not have. */
export function pageOf(cells: Cell[], date: string, missed: string[] = []): string {
  const clients = new Set(cells.map(({ client }) => client));
  return [
    "# Choose a client",
    "",
    "For the backend developer who picks a library or a tool, or who was just denied and wants the right setting.",
    "",
    `This page shows what works with the role: ${clients.size} clients and ways to use them. They were tried on ${date} under [the sandbox](sandbox.md). The ` +
      "versions are the newest of the registries on that day for Python 3.11, Node.js 20, Go 1.26 and Debian 12. `npm run test:clients` " +
      "tries them again and writes this page.",
    "",
    "How to read the tables:",
    "",
    "- ✓ works as it is.",
    "- **with** works with this setting. `bedrockStreaming` and `s3AbortMultipartUploads` are options of the stack, not of the client.",
    "- ✗ does not work with the role: the client has no setting for what the note asks.",
    "- – means that it was not tried, or that the client does not do that.",
    "- [1] leads to a note below the table. It says what is refused without the setting, and what the person sees. `…` stands for text",
    "  that is the same in each message, or for the rest of a long message.",
    "",
    "To see which version you have, ask your tool or package manager, such as `aws --version`, `pip show boto3` or `npm ls`.",
    "",
    "**s3fs and boto3 ask for different versions of botocore.** [Use s3fs in the same program](backend.md#use-s3fs-in-the-same-program) says how to",
    "install both, how s3fs assumes the role, and what to call in place of `put`, `pipe` and `to_parquet`.",
    ...parts.flatMap((part) => partOf(part, cells)),
    "",
    ...sandboxed,
    "## Remove unfinished uploads",
    "",
    "A client sends a large object in parts. If AWS refuses the request that ends the upload, the parts stay in the bucket. They are health",
    "information, and they cost money. Let a *lifecycle rule* of each bucket remove them. The rules of `examples/complete` do so after seven days.",
    "",
    "By default the role cannot *abort* such an upload, which would remove its parts. Some clients then show the refused abort instead of the reason.",
    "With `s3AbortMultipartUploads: true` the role may abort uploads where it may write: documents under `tenants/`, backups, audit logs under",
    "`application-logs/`. An abort touches no object. It needs the upload's id, and the role cannot list these ids.",
    "",
    "The numbers are provisions of the [HIPAA Security Rule](hipaa.md).",
    "",
    "| statement | serves |",
    "|---|---|",
    "| `AbortMultipartUploads` | 164.308(a)(4)(ii)(B), 164.312(c)(1) |",
    "",
    "## What can go wrong",
    "",
    "**A client does not work as this page says.** It may have another version, or AWS may answer otherwise than the sandbox. These were not tried:",
    "",
    ...missed.map((one) => `- What could not be had on ${date}: ${one}.`),
    ...notTried.map((one) => `- ${one}`),
    "",
  ].join("\n");
}

/** How the programs of this folder give each client the sandbox. */
const sandboxed = [
  "## Point a client at the sandbox",
  "",
  'The sandbox prints variables, such as `AWS_ENDPOINT_URL` (its address) and `AWS_CA_BUNDLE` (its certificate). This is how each client was given them. Clients of the role\'s own session also read `AWS_SESSION_TOKEN`. A client in Python that uses requests reads `REQUESTS_CA_BUNDLE`, which the sandbox does not print: set it to `"$AWS_CA_BUNDLE"`.',
  "",
  "| client | takes |",
  "|---|---|",
  "| boto3 and what uses it or aiobotocore: aioboto3, s3fs, awswrangler, django-storages, smart_open, cloudpathlib, langchain-aws, llama-index, haystack, pydantic-ai, strands, crewai | the variables alone |",
  "| AWS CLI 1 and 2, the SDKs for JavaScript and Go and what uses them, such as @langchain/aws | the variables alone |",
  "| obstore, polars | the variables; obstore with `virtual_hosted_style_request=False` |",
  '| barman, s5cmd | `--endpoint-url "$AWS_ENDPOINT_URL"` |',
  '| rclone | `endpoint` and `force_path_style=true` in its remote, `--ca-cert "$AWS_CA_BUNDLE"`. With `AWS_CA_BUNDLE` in the environment Debian\'s 1.60.1 ends with `LoadCustomCABundleError`: run `env -u AWS_CA_BUNDLE rclone --ca-cert "$AWS_CA_BUNDLE"`, with `provider=Other` in its remote |',
  '| restic | `-r "s3:$AWS_ENDPOINT_URL/BUCKET/PATH"`, `--cacert "$AWS_CA_BUNDLE"` |',
  "| pgbackrest | `repo1-s3-endpoint`, `repo1-storage-port`, `repo1-storage-ca-file`, `repo1-s3-uri-style=path`; `repo1-s3-key`, `repo1-s3-key-secret`, `repo1-s3-token` |",
  "| s3cmd | `--host` and `--host-bucket`, both the address without `https://`; `--ca-certs`, `--access_key`, `--secret_key`, `--access_token` |",
  "| minio for Python and JavaScript | address, keys and session token as arguments; in Python `region=` and `http_client=urllib3.PoolManager(ca_certs=...)` |",
  "| pyarrow.fs | `endpoint_override`, the address without `https://`; `tls_ca_file_path` |",
  "| duckdb | `set ca_cert_file`; a secret with `endpoint`, the address without `https://`, and `url_style 'path'` |",
  "| clients of Anthropic, the AI SDK | the address as `base_url` in Python, `baseURL` in JavaScript |",
  "| litellm | `AWS_BEDROCK_RUNTIME_ENDPOINT=$AWS_ENDPOINT_URL` in the environment, as it reads no `AWS_ENDPOINT_URL`; or the argument `aws_bedrock_runtime_endpoint` |",
  "| pymongo | the address without `https://` as `endpoint` of the master key; `tlsCAFile` |",
  '| AWS signing helper | `--endpoint "$AWS_ENDPOINT_URL"` |',
  "",
];

/** What cannot run where the page was made, or could not be had there. */
const notTried = [
  "Any client on AWS. The sandbox decides as AWS documents it, and moto, a local copy of AWS's API, answers.",
  "Newer releases of restic and pgbackrest than Debian's. Their projects publish them outside of package registries.",
  "duckdb 2.0, as its extension for S3 is not in a registry yet. The AI SDK 7, as it needs Node.js 22.",
  "MongoDB's own server, which is in no registry. pymongo was tried with FerretDB instead, which stored the encrypted data keys.",
  "vector and fluent-bit. They document no header `If-None-Match`.",
  "Encryption SDKs of other languages than Python and JavaScript. The hierarchical keyring, as its branch keys need actions that the role may not use.",
  "Clients of the endpoint `bedrock-mantle`, which the role may not ask without an option.",
  "Browsers with a presigned POST, which [the sandbox](sandbox.md) refuses. It takes a presigned PUT.",
  "Objects above 220 MB. The largest dump that was tried has 24 MB. Limits above that, here and in [Store a nightly backup](backups.md#choose-a-tool), are those of the tools' own documentation and of S3.",
  "macOS and Windows.",
];

function partOf({ title, says, kinds }: Part, all: Cell[]): string[] {
  const cells = all.filter(({ data }) => kinds.includes(data));
  if (cells.length === 0) return [];
  const rows = [...new Set(cells.map(({ client }) => client))];
  const used = kinds.filter((kind) => kind === bearer || cells.some(({ data }) => data === kind));
  const notes: string[] = [];
  const lines = rows.map((client) => {
    const own = cells.filter((one) => one.client === client);
    const each = used.map((kind) =>
      kind === bearer
        ? bearerOf(own)
        : wordsOf(
            own.filter(({ data, opening }) => data === kind && opening !== "bearer"),
            notes,
          ),
    );
    return `| ${client} | ${own[0]?.version} | ${each.join(" | ")} |`;
  });
  return [
    ...["", `## ${title}`, "", typeof says === "string" ? says : says(cells), ""],
    `| client | version | ${used.join(" | ")} |`,
    `|---|---|${used.map(() => "---|").join("")}`,
    ...lines,
    ...(notes.length > 0 ? ["", ...notes.map((note, at) => `${at + 1}. ${note}`)] : []),
  ];
}

/** How large, and for whom it is of another size. */
function largeOnes(cells: Cell[]): string {
  const others = (["LARGER", "LARGEST"] as const).flatMap((size) => {
    const named = cells
      .filter((one) => one.size === size)
      .map(({ client }) => client.split(/, | \d/)[0] ?? "");
    return named.length > 0 ? [`${megabytes(size)} for ${listed([...new Set(named)])}`] : [];
  });
  const most = [megabytes("LARGE"), ...others].join(", or ");
  return `The large one has ${most}: a client that sends large objects in parts does so with it.`;
}

/** Whose large backups have the limit of one request. */
function inOneRequest(cells: Cell[]): string {
  const large = cells.filter((one) => one.data === "backups" && one.size && one.size !== "SMALL");
  const sent = large.filter(
    (one) => works(one) && one.lines.some(({ operation }) => operation === "PutObject"),
  );
  const clients = [...new Set(sent.map(({ client }) => client))];
  return clients.length === 0
    ? ""
    : `\n\nA backup or audit log may have up to 5 GB where the client sends it in one request. These do: ${clients.join("; ")}.`;
}

const listed = (names: string[]) => names.join(", ").replace(/, (?=[^,]*$)/, " and ");
