// `npm run build`: the library and the command, as they are published. JavaScript, as nothing may have to be compiled
// for it.
const { execFileSync } = require("node:child_process");
const { rmSync } = require("node:fs");
const { join, relative, resolve } = require("node:path");

const repository = join(__dirname, "../..");
const tsc = require.resolve("typescript/bin/tsc");
const library = (...options) =>
  execFileSync(process.execPath, [tsc, "-p", join(repository, "tools/tsconfig.build.json"), ...options], {
    stdio: "inherit",
  });

/** The command in one file. What it takes of the library stays there, so that both are one copy. */
const command = () =>
  require("esbuild").build({
    entryPoints: [join(repository, "cli/main.ts")],
    outfile: join(repository, "dist/cli/main.js"),
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

rmSync(join(repository, "dist"), { recursive: true, force: true });
library("--removeComments", "--sourceMap", "--inlineSources");
library("--declaration", "--emitDeclarationOnly");
command();
