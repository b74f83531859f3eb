// `npm run build`: the library and the command, as they are published. JavaScript, as nothing may have to be compiled
// for it. What it needs are dependencies of the workspace `build`, so that an install without devDependencies builds, too:
// Pulumi makes one of a plugin from git.
const { execFileSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } = require("node:fs");
const { dirname, join, relative, resolve } = require("node:path");

const repository = join(__dirname, "../..");
const published = join(repository, "dist");
// Beside it, as source maps are written relative to where they are.
const made = mkdtempSync(join(repository, ".build-"));

const tsc = require.resolve("typescript/bin/tsc");
const library = (...options) => {
  const args = ["-p", join(repository, "tools/tsconfig.build.json"), "--outDir", made, ...options];
  execFileSync(process.execPath, [tsc, ...args], { stdio: "inherit" });
};

/** The command in one file. What it takes of the library stays there, so that both are one copy. */
const command = () =>
  require("esbuild").build({
    entryPoints: [join(repository, "cli/main.ts")],
    outfile: join(made, "cli/main.js"),
    ...{
      bundle: true,
      minify: true,
      platform: "node",
      target: "node20",
      packages: "external",
      sourcemap: true,
    },
    logLevel: "warning",
    plugins: [{ name: "library", setup: (build) => build.onResolve({ filter: /^\./ }, ofLibrary) }],
  });

function ofLibrary({ path, resolveDir }) {
  const module = relative(join(repository, "components"), resolve(resolveDir, path));
  return module.startsWith("..") ? undefined : { path: `../components/${module}`, external: true };
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));

/**
 * Puts each file in its place at once: who runs the library meanwhile, as a plugin say, finds every file, and whole. (npm
 * builds whenever it installs, and `pulumi package add` of a folder has it install.)
 */
function publish() {
  const files = filesIn(made);
  for (const file of files) {
    mkdirSync(join(published, dirname(file)), { recursive: true });
    renameSync(join(made, file), join(published, file));
  }
  for (const file of filesIn(published))
    if (!files.includes(file)) rmSync(join(published, file), { force: true });
}

async function build() {
  try {
    library("--removeComments", "--sourceMap", "--inlineSources");
    library("--declaration", "--emitDeclarationOnly");
    await command();
    publish();
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

build().catch((error) => {
  if (error.status === undefined) console.error(error); // The compiler has told of faults.
  process.exitCode = 1;
});
