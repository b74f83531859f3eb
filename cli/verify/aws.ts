import { createRequire } from "node:module";
import { join } from "node:path";
import type * as accessanalyzer from "@aws-sdk/client-accessanalyzer";
import type * as iam from "@aws-sdk/client-iam";
import type * as kms from "@aws-sdk/client-kms";
import type * as s3 from "@aws-sdk/client-s3";
import type * as sts from "@aws-sdk/client-sts";
import { parseJson } from "../diff/json";
import { UsageError } from "../plan/errors";
import { permissions, type Service } from "./permissions";
import { type Provider, tellingRefusals } from "./refusedSignIn";
import { Turns } from "./turns";

interface Packages {
  accessanalyzer: typeof accessanalyzer;
  iam: typeof iam;
  kms: typeof kms;
  s3: typeof s3;
  sts: typeof sts;
}

type Operation<S extends Service> = keyof (typeof permissions)[S] & string;
type Command<S extends Service, O extends string> = Packages[S][`${O}Command` & keyof Packages[S]];
type InputOf<C> = C extends new (...args: infer A) => unknown ? (A extends [(infer I)?] ? I : object) : never;
type OutputOf<C> = C extends new (
  ...args: never
) => { resolveMiddleware(...args: never): (args: never) => Promise<{ output: infer O }> }
  ? O
  : never;

/** Where and as whom to look. */
export interface Settings {
  region: string | undefined;
  profile?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Is not shown, whoever repeats it. */
  externalId?: string;
  /** Of the program: the SDK is looked for there. */
  folder: string;
  /** Items a page, where AWS's own number is not wanted. */
  pageSize?: number;
  /** What is called after each call. */
  onCall?(service: Service, operation: string): void;
}

/** A call that AWS refuses, or answers in part. What was to be seen stays unseen, and that is told. */
export class NotSeen extends Error {}

/** A call that AWS does not take as it was put. */
export class NotTaken extends NotSeen {}

/** What every whole answer to a call has. */
export function whole<T>(value: T | null | undefined, service: Service, operation: string): T {
  if (value === undefined || value === null)
    throw new NotSeen(`AWS's answer to ${service} ${operation} is not whole`);
  return value;
}

/** A policy in an answer. */
export function wholeJson(text: string, service: Service, operation: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new NotSeen(`AWS's answer to ${service} ${operation} cannot be read: ${(error as Error).message}`);
  }
}

const denials = /^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;

interface Client {
  config: { region(): Promise<string>; credentials: Provider };
  send(command: object): Promise<unknown>;
}

/** The one door to AWS: what is not in the table of permissions does not go through. */
export class Aws {
  private readonly clients = new Map<Service, Client>();

  constructor(
    readonly settings: Settings,
    private readonly turns = new Turns(),
  ) {}

  /** Calls AWS. An answer whose error is one of `absent` is undefined: what was asked for is not there. */
  async call<S extends Service, O extends Operation<S>>(
    service: S,
    operation: O,
    input: InputOf<Command<S, O>>,
    absent: string[] = [],
  ): Promise<OutputOf<Command<S, O>> | undefined> {
    if (!Object.hasOwn(permissions[service], operation))
      throw new Error(`${service} ${operation} is not listed.`);
    const commands = packageOf(service, this.settings.folder) as unknown as Record<
      string,
      new (
        input: unknown,
      ) => object
    >;
    const CommandClass = commands[`${operation}Command`];
    if (!CommandClass) throw new Error(`The SDK has no ${operation}.`);
    await this.turns.take();
    try {
      const output = await this.client(service).send(new CommandClass(input));
      return output as OutputOf<Command<S, O>>;
    } catch (error) {
      // Of STS nothing is asked but who looks: whatever it says is of the sign-in.
      if (error instanceof UsageError || service === "sts") throw error;
      const { name, message } = error as Error;
      if (absent.includes(name)) return undefined;
      const needed = (permissions[service] as Record<string, string | undefined>)[operation];
      if (denials.test(name) || /is not authorized to perform/.test(message))
        throw new NotSeen(`needs ${needed}`);
      if (/^InvalidInput(Exception)?$/.test(name))
        throw new NotTaken(`AWS does not take ${service} ${operation} as it was asked: ${message}`);
      throw new UsageError(
        `AWS gave no answer to ${service} ${operation}, and so nothing is said of the account: ${name}: ${message}`,
      );
    } finally {
      this.settings.onCall?.(service, operation);
      this.turns.give();
    }
  }

  /** All items of a list, page by page. IAM and KMS name their markers alike, but for the answer's. */
  async *list<S extends "iam" | "kms", O extends Operation<S>, T>(
    service: S,
    operation: O,
    input: InputOf<Command<S, O>>,
    itemsOf: (page: OutputOf<Command<S, O>>) => T[] | undefined,
  ): AsyncGenerator<T> {
    const { pageSize } = this.settings;
    const size =
      pageSize === undefined ? {} : service === "iam" ? { MaxItems: pageSize } : { Limit: pageSize };
    let marker: string | undefined;
    do {
      const asked = { ...(input as object), ...size, Marker: marker } as typeof input;
      const page = await this.call(service, operation, asked);
      if (!page) return;
      yield* whole(itemsOf(page), service, operation);
      marker = this.next(service, operation, page, marker);
    } while (marker);
  }

  /** The marker of the next page. One that is said to be there, and cannot be asked for, leaves the list in part. */
  next(service: Service, operation: string, page: object, last: string | undefined): string | undefined {
    const { Marker, NextMarker, IsTruncated, Truncated } = page as Partial<Record<string, string>>;
    const marker = service === "iam" ? Marker : NextMarker;
    const isMissing = (IsTruncated || Truncated) && (!marker || marker === last);
    return isMissing ? whole(undefined, service, operation) : marker;
  }

  /** The same for what is of one Region. Its calls wait for the others' turns. */
  in(region: string): Aws {
    if (region === "" || region === this.settings.region) return this;
    return new Aws({ ...this.settings, region }, this.turns);
  }

  private client(service: Service): Client {
    const known = this.clients.get(service);
    if (known) return known;
    const made = clientOf(service, this.settings);
    this.clients.set(service, made);
    return made;
  }
}

const classes: Record<Service, string> = {
  accessanalyzer: "AccessAnalyzerClient",
  iam: "IAMClient",
  kms: "KMSClient",
  s3: "S3Client",
  sts: "STSClient",
};

export function clientOf(service: Service, settings: Settings): Client {
  const { region, profile, credentials, folder, externalId } = settings;
  const Class = (packageOf(service, folder) as unknown as Record<string, new (config: object) => Client>)[
    classes[service]
  ];
  if (!Class) throw new UsageError(`@aws-sdk/client-${service} has no ${classes[service]}: it is too old.`);
  const client = new Class({
    ...(region && { region }),
    ...(profile && { profile }),
    ...(credentials && { credentials }),
    // Waits where AWS says that it is asked too much, and asks less often then.
    ...{ retryMode: "adaptive", maxAttempts: 8 },
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...(service === "s3" && { followRegionRedirects: true }),
  });
  client.config.credentials = tellingRefusals(client.config.credentials, externalId);
  return client;
}

/** The SDK is of who uses this command: the program's own, or else one beside this package. */
export function packageOf<S extends Service>(service: S, folder: string): Packages[S] {
  const name = `@aws-sdk/client-${service}`;
  for (const from of [join(folder, "package.json"), __filename]) {
    try {
      return createRequire(from)(name);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "MODULE_NOT_FOUND" || !message.includes(name)) throw error;
    }
  }
  const all = (Object.keys(classes) as Service[]).map((one) => `@aws-sdk/client-${one}`).join(" ");
  throw new UsageError(
    `${name} is not installed, which verify needs. Install it here:\n  npm install -D ${all}`,
  );
}
