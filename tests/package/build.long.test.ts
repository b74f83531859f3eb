import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { repository, temporaryFolder } from "../support/folder";

/** Of a clone, what the build reads. */
const parts = ["package.json", "tsconfig.json", "components", "cli", "stack", "tools/release"];

/** Packages that an install without devDependencies puts into node_modules, as package-lock.json has them. */
function packagesWithoutDevelopment(): string[] {
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  const isInstalled = (folder: string) => !packages[folder].dev && !packages[folder].link;
  const names = Object.keys(packages).filter((folder) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(folder));
  const installed = readdirSync(join(repository, "node_modules"), { recursive: false }).map(String);
  return names
    .filter(isInstalled)
    .map((folder) => folder.slice("node_modules/".length))
    .filter((name) => installed.includes(name.split("/")[0] ?? name)); // Not those of other systems.
}

describe("the build", () => {
  const clone = temporaryFolder();
  const env = { ...process.env, NODE_ENV: "production" };
  const built = () => {
    const dist = join(clone(), "dist");
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const paths = files.map((one) => join(one.parentPath ?? one.path, one.name)).sort();
    return paths.map((path) => [path, createHash("md5").update(readFileSync(path)).digest("hex")]);
  };

  before(() => {
    for (const part of [...parts, "tools/tsconfig.build.json"]) {
      cpSync(join(repository, part), join(clone(), part), { recursive: true });
    }
    for (const name of packagesWithoutDevelopment()) {
      const place = join(clone(), "node_modules", name);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(repository, "node_modules", name), place);
    }
  });

  it("needs no devDependency: Pulumi installs a plugin from git with NODE_ENV=production", () => {
    expect(packagesWithoutDevelopment()).to.include.members(["esbuild", "typescript", "@types/node"]);
    expect(packagesWithoutDevelopment()).not.to.include.members(["mocha"]);
    const { status, stderr } = spawnSync("npm", ["run", "prepare"], { cwd: clone(), env, encoding: "utf8" });
    expect(status, stderr).to.equal(0);
    const loaded = "typeof require('./dist/components').HipaaIamComponent";
    const { stdout } = spawnSync(process.execPath, ["-p", loaded], { cwd: clone(), encoding: "utf8" });
    expect(stdout).to.equal("function\n");
    expect(readdirSync(join(clone(), "dist/cli"))).to.include("main.js");
  });

  it("leaves every file there and whole while it runs again, for a plugin that starts meanwhile", async () => {
    const before = built();
    expect(before).to.have.length.above(60);
    const again = spawn(process.execPath, ["tools/release/build.js"], { cwd: clone(), env });
    const ended = new Promise<number | null>((resolve) => again.on("close", resolve));
    let looked = 0;
    while (again.exitCode === null) {
      expect(built()).to.deep.equal(before);
      looked++;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await ended).to.equal(0);
    expect(looked).to.be.above(20);
    expect(readdirSync(clone()).filter((name) => name.startsWith(".build-"))).to.deep.equal([]);
  });
});
