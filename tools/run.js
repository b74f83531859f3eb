// `node tools/run.js FILE ARGUMENTS`: runs a command of this repository from one file, in JavaScript, that it is bundled
// into. The bundle is kept in node_modules/.cache, by the texts of all files that went into it: to transpile them takes as
// long as most commands do.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname, join, resolve } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { keepCompiled } = require("./codeCache");

const repository = join(__dirname, "..");

/** The bundle of a command, made where there is none of these texts. */
function bundleOf(entry) {
  const name = hashOf([repository, entry, readFileSync(__filename, "utf8")]);
  const bundle = join(repository, "node_modules/.cache/hipaa-iam", `command-${name}.js`);
  const { files, hash } = read(() => JSON.parse(readFileSync(`${bundle}on`, "utf8"))) ?? {};
  if (!hash || hash !== read(() => hashOfFiles(files))) make(entry, bundle);
  return bundle;
}

function make(entry, bundle) {
  const { metafile, outputFiles } = require("esbuild").buildSync({
    absWorkingDir: repository,
    entryPoints: [entry],
    outfile: bundle,
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    keepNames: true,
    // Where they are asked for, any file two folders below this repository does.
    define: {
      __dirname: JSON.stringify(join(repository, "cli/plan")),
      __filename: JSON.stringify(join(repository, "cli/plan/main.ts")),
    },
    logLevel: "warning",
  });
  const files = Object.keys(metafile.inputs).map((file) => join(repository, file));
  write(bundle, outputFiles[0].text);
  write(`${bundle}on`, JSON.stringify({ files, hash: hashOfFiles(files) }));
}

const hashOf = (texts) => createHash("sha256").update(JSON.stringify(texts)).digest("hex");
const hashOfFiles = (files) => hashOf(files.map((file) => readFileSync(file, "utf8")));

function read(reading) {
  try {
    return reading();
  } catch {
    return undefined;
  }
}

/** Whole or not at all, as another command may read it. */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

const [node, , entry, ...rest] = process.argv;
const bundle = bundleOf(resolve(entry));
if (process.versions.v8.startsWith("11.")) {
  setFlagsFromString("--interrupt-budget=1000000"); // As cli/plan/lazily.ts: with other flags V8 takes nothing that is kept.
  keepCompiled(`${bundle}.${process.version}`, write);
}
process.argv = [node, bundle, ...rest];
require(bundle);
