import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

export const repository = resolve(__dirname, "../../..");

/** What a checkout has that `pulumi up` reads. */
const parts = [
  ...["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml", "package.json"],
  ...["tsconfig.json", "tools/tsconfig.program.json", "index.ts", "components", "stack"],
];

/** A checkout in the suite's temporary folder, as the CLI writes into the folder that it works in. */
export function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), "checkout-"));
  for (const part of parts) cpSync(join(repository, part), join(folder, part), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** A copy of another folder of the repository, such as an example: it finds its packages where it does there. */
export function copyOf(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "copy-"));
  cpSync(join(repository, path), folder, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** A checkout with the same program as JavaScript, which starts in half the time: for tests with many runs. */
export function compiledCheckout(): string {
  const folder = checkout();
  const sources = ["index.ts", "components", "stack"].flatMap((part) => sourcesIn(join(folder, part)));
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  for (const source of sources) {
    const { outputText } = transpileModule(readFileSync(source, "utf8"), { compilerOptions });
    writeFileSync(source.replace(/ts$/, "js"), outputText);
    rmSync(source);
  }
  const project = join(folder, "Pulumi.yaml");
  const settings = readFileSync(project, "utf8").replace("index.ts", "index.js");
  writeFileSync(project, settings.replace("tsconfig: tools/tsconfig.program.json", "typescript: false"));
  return folder;
}

function sourcesIn(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  const within = readdirSync(path, { recursive: true }).map(String);
  return within.filter((file) => file.endsWith(".ts")).map((file) => join(path, file));
}

/** The environment in which the CLI knows nothing but a folder for its state and the local API. */
export function cliEnvironment(folder: string, endpoint: string): Record<string, string> {
  const state = join(folder, ".state");
  mkdirSync(state, { recursive: true });
  return {
    PULUMI_HOME: join(folder, ".pulumi-home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "of the tests",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true", // Types are the business of `npm run check`.
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
