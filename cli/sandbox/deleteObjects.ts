import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { type S3Request, s3Checks, s3OperationOf } from "../requests/s3";
import { Denied } from "./decide";
import { deletionOf, writtenOf } from "./deletion";
import { malformed, Refused, xml } from "./errors";
import { forward } from "./forward";
import type { Made } from "./models";
import type { Target } from "./s3Request";
import type { Sandbox } from "./services";
import type { Session } from "./sessions";
import { wholeOf } from "./spool";

/** Says of a part of a request that it is refused, where the rest goes on. */
export type Report = (denied: Denied) => void;

/** A list of 1000 keys of 1024 bytes is no longer. */
const longest = 8 * 1024 * 1024;

/** Of several keys each is asked for on its own, and the answer says of each what became of it. */
export async function deleteEach(
  sandbox: Sandbox,
  request: S3Request,
  target: Target,
  region: string,
  body: IncomingMessage,
  session: Session,
  report: Report,
): Promise<Made | IncomingMessage> {
  const { length, content } = await wholeOf(body, target.announced);
  if (length > longest) {
    content.destroy();
    throw new Refused(malformed("s3", "The list of keys to delete is too long.", "MalformedXML"));
  }
  const deletion = deletionOf(await buffer(content));
  const refused = refusedOf(sandbox, request, deletion.objects, region, session, report);
  const objects = deletion.objects.filter((one) => !refused.includes(one));
  const written = { ...target, headers: { ...ofList(target.headers), "content-type": "application/xml" } };
  const answerOf = () => forward(sandbox, written, region, writtenOf({ ...deletion, objects }));
  if (refused.length === 0 && !deletion.quiet) return answerOf();
  const errors = refused.map(
    ({ key }) =>
      `<Error><Key>${xml(key)}</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`,
  );
  const done = objects.length === 0 ? "" : resultIn((await buffer(await answerOf())).toString());
  // moto tells of each key, also where only errors are asked for.
  const told = deletion.quiet ? done.replace(/<Deleted>[\s\S]*?<\/Deleted>/g, "") : done;
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${told}${errors.join("")}</DeleteResult>`,
    ...(objects.length === 0 && {
      line: { decision: "denied", advice: "none of the keys may be deleted" },
    }),
  };
}

function refusedOf(
  { judge, model }: Sandbox,
  request: S3Request,
  objects: { key: string; version: string | undefined }[],
  region: string,
  session: Session,
  report: Report,
) {
  return objects.filter(({ key, version }) => {
    const query: Record<string, string> = version === undefined ? {} : { versionId: version };
    const one = { ...request, method: "DELETE", key, query };
    try {
      judge.require(s3Checks(s3OperationOf(one), one, model.place), session, region);
      return false;
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      report(error);
      return true;
    }
  });
}

/** Checksums are of the list as it came, and it is written anew. */
const ofList = (headers: Target["headers"]) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(content-.+|x-amz-(sdk-)?checksum-.+)$/.test(name)),
  );

const resultIn = (answer: string) => /<DeleteResult[^>]*>([\s\S]*)<\/DeleteResult>/.exec(answer)?.[1] ?? "";
