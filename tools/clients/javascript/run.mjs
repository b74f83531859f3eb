// Runs clients of Node.js under the sandbox, each with one kind of data: see ../python/cells.py for what is printed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { PACKAGES, DOCUMENTS_BUCKET, BACKUPS_BUCKET, AUDIT_LOGS_BUCKET, OPENING } = process.env;
const require = createRequire(join(PACKAGES, "package.json"));
export const load = (name) => import(require.resolve(name));
export const [whole, streaming] = ["a model, in one piece", "a model, streaming"];
const buckets = {
  documents: [DOCUMENTS_BUCKET, "tenants/1"],
  backups: [BACKUPS_BUCKET, "nightly"],
  "audit logs": [AUDIT_LOGS_BUCKET, "application-logs"],
};

let number = 0;
const cells = [];
export const cell = (client, name, data, setting, run, size) =>
  cells.push({ client, name, data, setting, run, size });
/** `run` stores a file under a key: a large file, which is more than the client sends in one piece, and a small one. */
export const stores = (client, name, setting, run, large = "LARGE") => {
  for (const [data, [Bucket, folder]] of Object.entries(buckets)) {
    for (const size of [large, "SMALL"]) {
      const at = () => ({ Bucket, Key: `${folder}/js-${process.pid}-${number++}` });
      cell(client, name, data, setting, () => run(at(), process.env[size]), size);
    }
  }
};

const versionOf = (name) =>
  JSON.parse(readFileSync(join(PACKAGES, "node_modules", name, "package.json"), "utf8")).version;

export async function run() {
  for (const { client, name, data, setting, run, size } of cells) {
    if (["bearer", "streaming"].includes(OPENING) && ![whole, streaming].includes(data)) continue;
    const begun = Date.now() / 1000;
    let sees = "";
    try {
      await run();
    } catch (error) {
      sees = `${error.name}: ${String(error.message).replace(/\s+/g, " ")}`.slice(0, 2000);
    }
    const ended = Date.now() / 1000;
    const version = versionOf(name);
    console.log(JSON.stringify({ client, version, data, size, setting, begun, ended, sees }));
  }
  process.exit(0);
}
