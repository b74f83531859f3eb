// What V8 makes of the packages that a command loads, kept beside its bundle: to compile them is a tenth of its work. Node.js 22
// has a cache for it (module.enableCompileCache), Node.js 20 has none.
const { hash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname } = require("node:path");
const v8 = require("node:v8");
const { constants, Script } = require("node:vm");

/** Modules of packages, and the bundle, are compiled by way of a file; those of programs as Node.js does it. */
exports.keepCompiled = (file, write) => {
  const known = read(file);
  const added = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (text, filename) {
    if (!filename.includes("node_modules")) return compile.call(this, text, filename);
    const name = `${filename} ${hash("sha1", text)}`;
    const script = new Script(Module.wrap(text.replace(/^#!.*/, "")), {
      filename,
      cachedData: known.get(name),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (!known.has(name)) added.set(name, script);
    const require = Module.createRequire(filename);
    const own = Object.assign((id) => this.require(id), require, { main: process.mainModule });
    const args = [this.exports, own, this, filename, dirname(filename)];
    return Reflect.apply(script.runInThisContext(), this.exports, args);
  };
  // At the end, as then the functions that ran are compiled, too. Commands end so, and let nothing listen to it.
  const exit = process.exit;
  process.exit = (code) => {
    const made = [...added].map(([name, script]) => [name, script.createCachedData()]);
    if (made.length > 0) write(file, v8.serialize(new Map([...known, ...made])));
    exit(code);
  };
};

function read(file) {
  try {
    return v8.deserialize(readFileSync(file));
  } catch {
    return new Map();
  }
}
