import { UsageError } from "../plan/errors";
import type { Backend } from "./backend";
import { type Certificate, makeCertificate } from "./certificate";
import { Judge } from "./decide";
import { Keys } from "./keys";
import type { Line } from "./lines";
import type { Model } from "./model";
import { serve } from "./server";
import { Sessions } from "./sessions";
import { Uploads } from "./uploads";

export interface OpenSandbox {
  port: number;
  certificate: Certificate;
  sessions: Sessions;
  stop(): Promise<void>;
}

/** Makes what the stack has on the API behind, and serves what its policies let through. */
export async function openSandbox(
  model: Model,
  backend: Backend,
  port: number,
  tell: (line: Line) => void,
): Promise<OpenSandbox> {
  const stack = {
    buckets: model.buckets.map(({ name, key }) => ({ arn: name, key })),
    ...{ keys: model.keys, secrets: model.secrets },
  };
  await backend.seed(model.place, stack).catch(({ message }: Error) => {
    throw new UsageError(
      `${backend.url.origin} does not answer as AWS would: ${message}. Give a local AWS API that runs as --backend, or leave it out: moto is taken.`,
    );
  });
  const keys = new Keys(backend, model);
  const sessions = new Sessions();
  const certificate = makeCertificate(model.buckets.map(({ name }) => name));
  const sandbox = { model, backend, keys, judge: new Judge(model, keys), sessions, uploads: new Uploads() };
  return { ...(await serve(sandbox, certificate, port, tell)), certificate, sessions };
}
