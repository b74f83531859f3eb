import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { progress } from "../../tests/support/command";
import { installed } from "./installed";

/** The newest that the proxy of Go has. */
const modules = [
  "github.com/rclone/rclone@v1.76.0",
  "github.com/getsops/sops/v3/cmd/sops@v3.13.3",
  "github.com/aws/rolesanywhere-credential-helper@v1.4.0",
];
const vault = join(__dirname, "go/vault");

/** What `apt-get install` gives on Debian 12. */
const debian = ["pgbackrest", "postgresql-15", "postgresql-client-15", "rclone", "restic"];

/** The AWS CLI 2, as AWS packs it for Lambda. */
const awsCli2 = "@aws-cdk/asset-awscli-v2@2.0.186";

/** Folders of programs that are no packages of Python or Node.js, as PATH has them. */
export function programsPath(miss: (what: string) => void): string {
  /** A machine without one of the tools still tries what the others bring. */
  const from = (what: string, get: () => string[]): string[] => {
    try {
      return get();
    } catch (error) {
      process.stderr.write(`${what} are not tried: ${(error as Error).message.split("\n")[0]}\n`);
      miss(what);
      return [];
    }
  };
  return [
    ...from("rclone 1.76, sops and the AWS signing helper", goPrograms),
    ...from("pgbackrest, restic, rclone 1.60 and pg_dump of Debian", debianPrograms),
    ...from("the AWS CLI 2", awsCli),
  ].join(":");
}

const run = (command: string, args: string[], cwd: string, env = {}) =>
  execFileSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });

function goPrograms(): string[] {
  return [
    installed("go-programs", modules.join() + readFileSync(join(vault, "main.go")), (folder) => {
      progress("Building programs in Go into .cache/ (once, some five minutes).");
      for (const one of modules) run("go", ["install", one], folder, { GOBIN: folder });
      run("go", ["build", "-o", folder, "."], vault);
    }),
  ];
}

function debianPrograms(): string[] {
  const root = installed("debian", debian.join(), (folder) => {
    progress("Unpacking programs of Debian into .cache/ (once).");
    run("apt-get", ["download", "--quiet", ...debian], folder);
    for (const name of readdirSync(folder)) run("dpkg", ["-x", name, "."], folder);
  });
  return [join(root, "usr/bin"), join(root, "usr/lib/postgresql/15/bin")];
}

function awsCli(): string[] {
  const root = installed("awscli2", awsCli2, (folder) => {
    run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, awsCli2], folder);
    const layer = join(folder, "node_modules/@aws-cdk/asset-awscli-v2/lib/layer.zip");
    run("python3", ["-m", "zipfile", "-e", layer, "layer"], folder);
    const [version = ""] = readdirSync(join(folder, "layer/awscli/v2")).filter((name) => /^\d/.test(name));
    cpSync(join(folder, "layer/awscli/v2", version, "dist"), join(folder, "bin"), { recursive: true });
    chmodSync(join(folder, "bin/aws"), 0o755);
  });
  return [join(root, "bin")];
}
