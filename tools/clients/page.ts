import type { Cell } from "./run";

const stored = ["documents", "backups", "audit logs"];

interface Part {
  title: string;
  says: string;
  kinds: string[];
}

const parts: Part[] = [
  {
    title: "Storing objects",
    says: "Each stores one object under a new key: a document under `tenants/`, a backup, an audit log under `application-logs/`.",
    kinds: stored,
  },
  { title: "Reading documents", says: "Each reads what is under `tenants/`.", kinds: ["reading documents"] },
  {
    title: "Models",
    says: "With `bedrockInferenceRegions` and a profile of its geography. What is not allowed without it is tried with `bedrockStreaming: true`.",
    kinds: ["a model, in one piece", "a model, streaming", "structured output"],
  },
  {
    title: "Keys and secrets",
    says: "The master key, a tenant's key that the client makes first, a secret of `secretArns`.",
    kinds: ["the master key", "a tenant's key", "a secret", "a secret, by its name"],
  },
  {
    title: "Assuming the role",
    says: "From the keys of a user of the account.",
    kinds: ["assuming the role"],
  },
];

/** docs/clients.md. */
export function pageOf(cells: Cell[], date: string): string {
  const clients = new Set(cells.map(({ client }) => client));
  return [
    "# Choose a client",
    "",
    `What real clients do with the role, tried on ${date} under [the sandbox](sandbox.md): ${clients.size} clients, the newest ` +
      "versions of the registries on that day but where the name has an older one. `npm run test:clients` tries them again and writes this page.",
    "",
    "✓ works as it is · **with** works with this setting · ✗ cannot. The number leads to what is refused without it, and what",
    "the person sees, below the table.",
    ...parts.flatMap((part) => partOf(part, cells)),
    "",
    "## Unfinished uploads",
    "",
    "A multipart upload that is refused at its completion leaves its parts, which are health information and cost. Without",
    "`s3AbortMultipartUploads: true` the role cannot abort it, and some clients then show the refused abort instead of the",
    "reason. The option lets it abort uploads where it may write: documents under `tenants/`, backups, audit logs under",
    "`application-logs/`. It needs the upload's ID, which the role is not let list, and touches no object. In any case let a",
    "lifecycle rule of each bucket remove the parts, as `examples/complete` does after seven days.",
    "",
    "| statement | serves |",
    "|---|---|",
    "| `AbortMultipartUploads` | 164.308(a)(4)(ii)(B), 164.312(c)(1) |",
    "",
    "## What was not tried",
    "",
    ...notTried.map((one) => `- ${one}`),
    "",
  ].join("\n");
}

/** What cannot run where the page was made, or could not be had there. */
const notTried = [
  "On AWS: the sandbox decides as IAM documents it, and moto answers.",
  "duckdb (its extension for S3 comes from a host of its own), vector and fluent-bit (no such option in what they document), pgbackrest, pg_dump with a running database; its pipes are those of the rows with `-` and rcat.",
  "s5cmd, the AWS CLI 2 and its signing helper: the registries of the day had none.",
  "pymongo's client-side encryption: it needs a running server.",
];

function partOf({ title, says, kinds }: Part, all: Cell[]): string[] {
  const cells = all.filter(({ data }) => kinds.includes(data));
  if (cells.length === 0) return [];
  const rows = [...new Set(cells.map(({ client }) => client))];
  const used = kinds.filter((kind) => cells.some(({ data }) => data === kind));
  const notes: string[] = [];
  const lines = rows.map((client) => {
    const own = cells.filter((one) => one.client === client);
    const each = used.map((kind) =>
      wordsOf(
        own.filter(({ data }) => data === kind),
        notes,
      ),
    );
    return `| ${client} | ${own[0]?.version} | ${each.join(" | ")} |`;
  });
  return [
    ...["", `## ${title}`, "", says, ""],
    `| client | version | ${used.join(" | ")} |`,
    `|---|---|${used.map(() => "---|").join("")}`,
    ...lines,
    "",
    ...notes.map((note, at) => `${at + 1}. ${note}`),
  ];
}

/** The first that works counts: as it is, with a setting of the client, with an option of the role. */
function wordsOf(cells: Cell[], notes: string[]): string {
  if (cells.length === 0) return "";
  const weight = ({ setting, opening }: Cell) => (setting === "" ? 0 : 1) + (opening === "streaming" ? 2 : 0);
  // Audit logs fail as backups do, by the statement of their own: one note is enough.
  const noted = (cell: Cell | undefined) => (cell?.data === "audit logs" ? "" : noteOf(cell, notes));
  const inOrder = [...cells].sort((a, b) => weight(a) - weight(b));
  const good = inOrder.find(works);
  if (good && weight(good) === 0) return "✓";
  const option = good?.opening === "streaming" ? ["`bedrockStreaming: true`"] : [];
  if (good)
    return `**with** ${[...(good.setting ? [asCode(good.setting)] : []), ...option].join(" and ")}${noted(inOrder[0])}`;
  return `✗${noted(inOrder.at(-1))}`;
}

const asCode = (setting: string) =>
  /[=(:-]/.test(setting) && !/^an? /.test(setting) ? `\`${setting}\`` : setting;

/** A client that says nothing has still failed where nothing was stored. */
export function works({ sees, data, lines }: Cell): boolean {
  if (sees !== "") return false;
  if (!stored.includes(data)) return true;
  return lines.some(
    ({ operation, decision, status = 500 }) =>
      ["PutObject", "CompleteMultipartUpload"].includes(operation) && decision === "allowed" && status < 300,
  );
}

function noteOf(cell: Cell | undefined, notes: string[]): string {
  if (!cell) return "";
  const refused = cell.lines.filter(({ decision }) => decision !== "allowed");
  const requests = refused.map(({ action, operation, by = [], advice }) => {
    const why = by.length > 0 ? ` by ${by.join(", ")}` : "";
    return `${operation}${action ? ` (\`${action}\`)` : ""}${why}: ${advice}`;
  });
  const sees = cell.sees
    ? `It sees \`${shortened(plain(cell.sees))}\``
    : "It sees nothing: no error, and no object";
  const note = plain(
    `${[...new Set(requests)].slice(0, 3).join("; ") || "No request was refused"}. ${sees}.`,
  );
  const known = notes.indexOf(note);
  return ` [${known === -1 ? notes.push(note) : known + 1}]`;
}

const shortened = (text: string) =>
  text.length > 160 ? `${text.slice(0, 160).replaceAll("`", "'")}…` : text;

/** Without what is different in each run. */
function plain(text: string): string {
  return text
    .replace(/\d+-\d+\.bin|js-\d+-\d+/g, "KEY")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1")
    .replace(/\/tmp\/hipaa-iam-sandbox-\w+/g, "FOLDER")
    .replace(/(assumed-role\/hipaa-app-backend-dev)\/\S+/g, "$1/...")
    .replace(/\|/g, "\\|");
}
