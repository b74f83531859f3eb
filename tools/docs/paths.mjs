// A plugin for remark: files and folders of this repository that a page names in backticks and that are not there.
import { execFileSync } from "node:child_process";
import { dirname, posix } from "node:path";
import { visit } from "unist-util-visit";

/** What looks like a path and is none of this repository, with the reason. */
const allowed = [
  [/^(tenants|application-logs|nightly)\//, "keys in a bucket"],
  [/^hipaa-app-backend-/, "sessions of the role"],
  [
    /^(access-review|evidence)\/|^(review|verified|promises)\.(html|csv|md|json)$|^oscal-[a-z-]+\.json$/,
    "what review and verify write",
  ],
  [
    /^(arrived|backup|record|role_files)\.py$|^accepted-access\.yaml$|^\.github\/accepted-access\.yaml$/,
    "a reader's own files",
  ],
  [/^(sdks|node_modules)\/|^\.cache\/$/, "made by tools"],
  [
    /^(go\.mod|requirements\.txt|pnpm-workspace\.yaml|\.yarnrc\.yml|\.npmrc)$/,
    "of other languages and package managers",
  ],
  [/^schema\.json$/, "made by npm run schema:registry"],
  [/^catalogs\//, "of oscal-content"],
  [/^\.\.\/$/, "what an attacker sends"],
  [/^NAME\.sh$/, "any name"],
];

const extensions = "ts|js|mjs|cjs|json|ya?ml|md|py|sh|toml|txt|mod|html|csv";
const isFile = new RegExp(`^(\\.{1,2}/)*[\\w.@-]+(/[\\w.@-]+)*\\.(${extensions})$`);
const isFolder = /^(\.{1,2}\/)*[\w.@-]+(\/[\w.@-]+)*\/$/;

const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
const files = execFileSync("git", list, { encoding: "utf8" }).trim().split("\n");
const known = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));

function foldersOf(file) {
  const folder = posix.dirname(file);
  return folder === "." ? [] : [`${folder}/`, ...foldersOf(folder)];
}

/** From the repository's root, from the page's own folder, or the end of exactly such a path: `judge.ts`, `policies/s3.ts`. */
function exists(path, page) {
  const places = [path, posix.join(dirname(page), path)];
  return places.some((place) => known.has(place)) || [...known].some((one) => one.endsWith(`/${path}`));
}

/** A path of which the first part is a folder here, without a slash or an extension at its end. */
const isWithin = (text) => /^[\w.-]+(\/[\w.-]+)+$/.test(text) && known.has(`${text.split("/")[0]}/`);

export default function paths() {
  return (tree, file) => {
    visit(tree, "inlineCode", ({ value, position }) => {
      if (!isFile.test(value) && !isFolder.test(value) && !isWithin(value)) return;
      if (allowed.some(([pattern]) => pattern.test(value))) return;
      if (exists(value, file.path) || exists(`${value}/`, file.path)) return;
      file.message(`\`${value}\` is no file or folder of this repository`, position);
    });
  };
}
