import { resolve } from "node:path";
import { inspect } from "node:util";
import { UsageError } from "./errors";
import { insteadDeploy } from "./insteadDeploy";
import { lostIn, takenApart } from "./lost";
import { accountOf } from "./places";
import { inFolder, programOf } from "./program";
import { type Run, runProgram } from "./run";
import { masker, sealedInputs, sealedTexts } from "./secrets";
import { readProject, readStack, refuseDecidingSecrets, withUnknowns } from "./stackFile";
import { type Attributes, listOf, nowhere, openAccount, type StandIn, standInFor } from "./standIns";
import { Twice } from "./twice";
import { Unknowns } from "./unknowns";

const nameIt = "Give the stack's own with aws:allowedAccountIds, or with --account where the command has it.";

/** A program that takes longer than this, in milliseconds, is taken for one that never ends. */
const patience = 120_000;

/** A stack of the project in a folder. */
export interface Offline {
  folder: string;
  stack: string;
  standIn: Partial<StandIn>;
  /** KEY=VALUE, over the stack's config. */
  config: string[];
  /** What stands in where neither says it. */
  otherwise?: StandIn;
  /** No account stands in where nobody names one: it is shown as not known. */
  isAccountOpen?: boolean;
}

export interface OfflineRun extends Run {
  project: string;
  standIn: StandIn;
  /** Of the stack's own provider, where it is known and does not stand in. */
  account: string | undefined;
  /** What was read that is not known, in words: encrypted config, outputs of other stacks. */
  unread: string[];
  /** Values of config that are secret, and what is secret within policies: their texts do not tell it. */
  secrets: string[];
  /** Puts the origin in the place of each value that is not known: before anything is shown or compared. */
  shown<T>(value: T): T;
  /** Whether a text stands for a value that is not known, and is no secret for that. */
  isUnknown(text: string): boolean;
  /** A pattern of all texts that a text may be, by what is not known in it. */
  widened(text: string): string;
}

/** Runs a Pulumi program with the config of a stack; an account and a Region stand in where nothing names them. */
export async function runOffline({
  folder,
  stack,
  standIn: given,
  config,
  otherwise,
  isAccountOpen = false,
}: Offline): Promise<OfflineRun> {
  const project = readProject(folder);
  const stackConfig = readStack(folder, stack, pairsOf(config, project.name));
  refuseDecidingSecrets(stackConfig);
  const ofConfig = Object.entries(stackConfig.config).filter(([key]) => key.startsWith("aws:"));
  const provider = Object.fromEntries(ofConfig.map(([key, value]) => [key.slice("aws:".length), value]));
  refuseForbidden(provider, given.accountId);
  const account = given.accountId ?? accountOf(provider);
  const secretKeys = [...stackConfig.secretKeys, ...project.secretKeys];
  const program = programOf(folder, project);
  const ran = async (unknowns: Unknowns, say: typeof console.error): Promise<Ran> => {
    const open = isAccountOpen ? unknowns.of(openAccount, ({ digits }) => digits) : undefined;
    const own = account ?? open;
    const standIn = standInFor(provider.region, { ...given, ...(own && { accountId: own }) }, otherwise);
    const values = withUnknowns(stackConfig, standIn, unknowns);
    const options = {
      ...{ project: stackConfig.project, config: values, secretKeys, stack, standIn },
      organization: project.organization ?? unknowns.of("organization of the stack"),
      ...{ folder: program.folder, root: resolve(folder), unknowns, patience },
      runtimeOptions: project.options,
      accountIsKnown: account !== undefined,
    };
    const running = () => sayingAside(() => runProgram(program.run, options), say);
    const run = await inFolder(program.folder, running);
    return { run, unknowns, open, standIn, secrets: secretKeys.flatMap((key) => textsOf(values[key])) };
  };
  const encrypted = [...stackConfig.encrypted.values()];
  let told = await ran(new Unknowns(), console.error);
  const { errors, refused, seen } = told.run;
  if (errors.length + refused.length === 0 && seen.length > 0) {
    const again = await ran(new Unknowns(true), () => {});
    told = again.run.errors.length > 0 ? again : { ...told, run: comparedTo(told, again) };
  }
  const { run, unknowns, open, standIn } = told;
  const sealed = secretsOf(told);
  const secrets = [...sealed.ofConfig, ...sealed.ofDocuments];
  const hide = hiding(told);
  const shown = <T>(value: T): T => unknowns.shown(value, hide);
  const reads = run.reads.map((read) => shown(hide(read)));
  if (run.errors.length > 0) {
    const messages = run.errors.map((error) => shown(hide(messageOf(error))));
    const cause = run.errors.some(isOfShape) ? takenApart(run.states, [...encrypted, ...reads]) : undefined;
    const hint = messages.join().includes("unknown(")
      ? [`What stands as unknown(...) is not known offline. ${insteadDeploy}`]
      : cause === undefined
        ? []
        : [shown(hide(cause))];
    const stands = shown(open ?? nowhere.accountId);
    const isMissed = account === undefined && messages.join().includes(stands);
    const named = isMissed ? [`${stands} stands for an account that nobody names. ${nameIt}`] : [];
    throw new UsageError([...messages, ...hint, ...named].join("\n"));
  }
  if (run.refused.length > 0) {
    throw new UsageError(
      `The program asks the engine to change its resources, which is not done offline: ${run.refused.join(", ")}. ${insteadDeploy}`,
    );
  }
  const unread = [...encrypted, ...reads];
  const lost = lostIn(run, unread, program.folder);
  if (lost !== undefined) throw new UsageError(shown(hide(lost)));
  const ofPlugins = run.resources
    .filter(({ remote }) => remote)
    .map(
      ({ type, name }) => `${name} (${type}) is a component of a plugin: what it makes is not known offline.`,
    );
  // Whether another account is meant is not known where none is.
  const isSure = (warning: string) => account !== undefined || !warning.includes(open ?? nowhere.accountId);
  run.warnings = [...run.warnings.filter(isSure), ...ofPlugins];
  return {
    ...run,
    project: stackConfig.project,
    standIn,
    account,
    unread,
    secrets,
    shown,
    isUnknown: (text) => unknowns.is(text),
    widened: (text) => unknowns.shown(text, () => "*"),
  };
}

/** A run, with what stands for what is not known in it. */
interface Ran {
  run: Run;
  unknowns: Unknowns;
  open: string | undefined;
  standIn: StandIn;
  /** Values of config that are secret. */
  secrets: string[];
}

/** What stands for an unknown value is no secret: its origin is shown. */
function secretsOf({ run, unknowns, secrets }: Ran): Record<"ofConfig" | "ofDocuments" | "sealed", string[]> {
  const unlike = (texts: string[]) => texts.filter((text) => !unknowns.is(text));
  const sealed = [...sealedInputs(run.states), ...run.asked.flatMap(sealedTexts)];
  return {
    ofConfig: unlike(secrets),
    ofDocuments: unlike(run.documents.flatMap(sealedTexts)),
    sealed: unlike(sealed),
  };
}

function hiding(ran: Ran): <T>(value: T) => T {
  const { ofConfig, ofDocuments, sealed } = secretsOf(ran);
  return masker([...ofConfig, ...ofDocuments, ...sealed], [ran.standIn.accountId]);
}

function comparedTo(first: Ran, second: Ran): Run {
  return new Twice(first, second, hiding(first)).compared();
}

/** What JavaScript says where a program takes a value for another than it is. */
const isOfShape = (error: Error) => [TypeError, SyntaxError, RangeError].some((one) => error instanceof one);

/** Standard output is the command's own, and may be JSON: what the program says goes beside it. */
async function sayingAside<T>(run: () => Promise<T>, say: typeof console.error): Promise<T> {
  const { log, info, debug } = console;
  Object.assign(console, { log: say, info: say, debug: say });
  try {
    return await run();
  } finally {
    Object.assign(console, { log, info, debug });
  }
}

/** As the provider does before it asks anything of AWS. */
function refuseForbidden({ allowedAccountIds }: Attributes, accountId: string | undefined): void {
  const allowed = listOf(allowedAccountIds).map(String);
  if (accountId === undefined || allowed.length === 0 || allowed.includes(accountId)) return;
  throw new UsageError(
    `aws:allowedAccountIds allows ${allowed.join(" and ")}, and not ${accountId}, which --account names.`,
  );
}

/** A value of config, and if that is JSON each text in it. */
function textsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  const found = [value];
  try {
    JSON.parse(value, (_, field) => {
      if (typeof field === "string" || typeof field === "number") found.push(String(field));
      return field;
    });
  } catch {
    // A plain text.
  }
  return found;
}

/** A program may throw anything, and hooks of modules throw what has lost its class on the way between threads. */
function messageOf(error: unknown): string {
  const message = (error as Error | undefined)?.message;
  return typeof message === "string" ? message : typeof error === "string" ? error : inspect(error);
}

/** Config that is given as KEY=VALUE, by full keys. */
function pairsOf(given: string[], project: string): [key: string, value: string][] {
  return given.map((pair) => {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (!key) throw new UsageError(`--config: give KEY=VALUE, such as ${project}:environment=dev.`);
    return [key.includes(":") ? key : `${project}:${key}`, value];
  });
}
