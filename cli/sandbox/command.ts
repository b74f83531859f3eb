import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { flag, optionsOf, type Result, resultOf, standInFrom, text } from "../plan/command";
import { UsageError } from "../plan/errors";
import { obeyNodeArgs } from "../plan/nodeArgs";
import { projectFolder } from "../plan/program";
import { useSdkOf } from "../plan/sdk";
import type { Deployment } from "../review/deployment";
import { Backend } from "./backend";
import { Ending } from "./ending";
import { inWords, type Line } from "./lines";
import { modelOf } from "./model";
import { pythonWithMoto, startMoto } from "./moto";
import { openSandbox } from "./open";
import { twiceIn } from "./unclear";
import { callerOf, exportsOf, sessionOfRole, variablesOf } from "./variables";

const usage = `Usage: hipaa-iam sandbox --stack NAME [options]
       hipaa-iam sandbox --state FILE [options]

Serves a local AWS API that lets through what the stack's policies allow, and says what to change about the rest. It
prints the variables to export, then a line for each request. Ctrl-C ends it; nothing is left but moto in its cache.

  --stack NAME         run the Pulumi program of this folder offline, with the config of Pulumi.NAME.yaml
  --state FILE         read a deployed stack, as \`pulumi stack export --show-secrets\` prints it; - is standard input
  --as-role            give the credentials of a session of the role, so that nobody has to assume it first
  --tag KEY=VALUE      a tag of that session; may be repeated
  --port PORT          on 127.0.0.1 (default: one that is free)
  --backend URL        a local AWS API that answers what is let through (default: moto, installed once into a cache)
  --python FILE        a Python that has moto[server], instead of the one in the cache
  --json               a JSON object a line, the first with the variables
  --cwd DIR            folder of the program (default: this one)
  --config KEY=VALUE   config over that of the stack file; may be repeated
  --account ID         account that stands in, 12 digits (default 123456789012)
  --region REGION      Region that stands in (default aws:region of the stack file, else us-east-1)
  --partition NAME     aws, aws-us-gov, aws-cn or aws-eusc (default: that of the Region)
  -h, --help           this text
`;

const several = { type: "string", multiple: true } as const;
const options = {
  ...{ stack: text, state: text, port: text, backend: text, python: text, cwd: text },
  ...{ account: text, region: text, partition: text, config: several, tag: several },
  ...{ "as-role": flag, json: flag, help: { ...flag, short: "h" } },
} as const;

/** `hipaa-iam sandbox`. It ends when it is told to. */
export function sandbox(
  args: string[],
  write = (text: string) => void process.stdout.write(text),
): Promise<Result> {
  return resultOf(async () => {
    const given = optionsOf(args, options, usage);
    if (given.help) return { stdout: usage, stderr: "", exitCode: 0 };
    const { stack, state, cwd = ".", tag = [], ...rest } = given;
    if ((stack === undefined) === (state === undefined)) {
      throw new UsageError(`Give --stack or --state, one of the two.\n\n${usage}`);
    }
    const tags = tagsOf(tag);
    if (tag.length > 0 && !given["as-role"])
      throw new UsageError("--tag is for --as-role: else AssumeRole sends the tags.");
    const port = portOf(given.port);
    const standIn = standInFrom(rest);
    const ending = new Ending(); // From here on nothing is left behind.
    const stops: (() => Promise<void> | void)[] = [() => ending.forget()];
    try {
      const model = modelOf((await deploymentFrom(state, stack, cwd, given.config ?? [], standIn)).resources);
      const folder = ending.makeFolder();
      const say = (line: string) => process.stderr.write(`${line}\n`);
      for (const note of model.notes) say(`Note: ${note}`);
      const started = given.backend
        ? undefined
        : await startMoto(given.python ?? (await pythonWithMoto(say)), {
            ...{ MOTO_ACCOUNT_ID: model.place.accountId, TMPDIR: folder },
          });
      if (started) stops.unshift(started.stop);
      const backend = new Backend(started?.endpoint ?? urlOf(given.backend));
      stops.unshift(() => backend.close());
      const tell = (line: Line) => write(`${given.json ? JSON.stringify(line) : inWords(line)}\n`);
      const { certificate, sessions, ...running } = await openSandbox(model, backend, port, tell);
      stops.unshift(running.stop);
      const session = sessions.add(given["as-role"] ? sessionOfRole(model, tags) : callerOf(model));
      const [bundle, authority] = [join(folder, "ca-bundle.pem"), join(folder, "ca.pem")];
      writeFileSync(authority, [certificate.authority, ...trusted("NODE_EXTRA_CA_CERTS")].join("\n"));
      // Whoever takes this for all that it trusts still reaches the rest of the world.
      const others = [...rootCertificates, ...trusted("AWS_CA_BUNDLE"), ...trusted("SSL_CERT_FILE")];
      writeFileSync(bundle, [certificate.authority, ...others].join("\n"));
      const variables = variablesOf(model, session, running.port, { bundle, authority }, state !== undefined);
      ending.serves();
      write(given.json ? `${JSON.stringify({ variables })}\n` : exportsOf(variables));
      await ending.told;
    } finally {
      for (const stop of stops) await stop();
    }
    return { stdout: "", stderr: "", exitCode: 0 };
  });
}

/** What a variable named before, such as a company's own authority. */
function trusted(variable: string): string[] {
  const file = process.env[variable];
  return file && existsSync(file) ? [readFileSync(file, "utf8")] : [];
}

async function deploymentFrom(
  state: string | undefined,
  stack = "",
  cwd: string,
  config: string[],
  standIn: ReturnType<typeof standInFrom>,
): Promise<Deployment> {
  if (state !== undefined) {
    const { readState } = require("../review/state") as typeof import("../review/state");
    return readState(state);
  }
  const folder = projectFolder(cwd, "Give the folder with --cwd.");
  obeyNodeArgs(folder);
  useSdkOf(folder); // Before anything loads it.
  const { deploymentOf } = require("../review/offline") as typeof import("../review/offline");
  return deploymentOf({ folder, stack, standIn, config });
}

function tagsOf(given: string[]): Record<string, string> {
  const tags = given.map((pair): [key: string, value: string] => {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (!key) throw new UsageError(`--tag: "${pair}" is not accepted. Give KEY=VALUE, such as TenantId=42.`);
    return [key, value];
  });
  const twice = twiceIn(tags.map(([key]) => key.toLowerCase()));
  if (twice !== undefined)
    throw new UsageError(
      `--tag: ${twice} is given more than once, in upper or lower case. Give each tag once.`,
    );
  return Object.fromEntries(tags);
}

function portOf(given: string | undefined): number {
  if (given === undefined) return 0;
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65535) {
    throw new UsageError(`--port: "${given}" is not accepted. Give a number up to 65535.`);
  }
  return Number(given);
}

function urlOf(given = ""): string {
  if (!/^https?:\/\/[^/]+\/?$/.test(given)) {
    throw new UsageError(`--backend: "${given}" is not accepted. Give a URL such as http://127.0.0.1:4566.`);
  }
  return given;
}
