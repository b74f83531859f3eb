import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@aws-sdk/client-s3";
import { expect } from "chai";
import { UnknownOperation } from "../../cli/requests/check";
import { s3OperationOf } from "../../cli/requests/s3";
import { repository } from "../support/folder";

type Command = Parameters<sdk.S3Client["send"]>[0];
type Asked = { method: string; path: string; query: Record<string, string>; headers: Record<string, string> };

/** Whatever any of them needs; each takes what it knows. */
const input = {
  ...{ Bucket: "b", Key: "k", Id: "i", UploadId: "u", PartNumber: 1, Body: "x", CopySource: "/c/d" },
  ...{ RenameSource: "/b/x", AnnotationName: "a", RequestRoute: "r", RequestToken: "t" },
};

const commands = Object.entries(sdk)
  .filter(([name]) => /\wCommand$/.test(name) && name !== "$Command")
  .map(([name, make]) => [name.replace(/Command$/, ""), make as new (given: object) => Command] as const);

/** The operation that the sandbox takes the SDK's request for; undefined: it is refused. */
async function takenFor(make: new (given: object) => Command): Promise<string | undefined> {
  const sent: Asked[] = [];
  const client = new sdk.S3Client({
    ...{ endpoint: "https://s3.test", region: "us-east-1", forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    requestHandler: {
      handle: async (request: Asked) => {
        sent.push(request);
        throw new Error("It is not sent.");
      },
    },
  });
  await client.send(new make(input)).catch(() => {});
  const [{ path, ...asked }] = sent as [Asked];
  const [, bucket, key] = path.split("/");
  try {
    return s3OperationOf({ ...asked, ...(bucket && { bucket }), ...(key && { key }) }).name;
  } catch (error) {
    if (error instanceof UnknownOperation) return undefined;
    throw error;
  }
}

describe("every operation that the SDK has of S3", () => {
  /** It asks for the same action as reading one of them. */
  const read = (name: string) => name.replace(/^List(Bucket\w+Configuration)s$/, "Get$1");
  const refused: string[] = [];

  it("is taken for itself, or refused", async () => {
    const wrong: string[] = [];
    for (const [name, make] of commands) {
      const taken = await takenFor(make);
      if (taken === undefined) refused.push(name);
      else if (taken !== read(name)) wrong.push(`${name} is taken for ${taken}`);
    }
    expect(wrong).to.deep.equal([]);
    expect([commands.length, refused.length]).to.deep.equal([112, 24]);
  });

  it("the page tells which are refused", () => {
    const page = readFileSync(join(repository, "docs/sandbox.md"), "utf8");
    const [, told = ""] = /^Of S3 these are refused: (.*?)\.$/ms.exec(page) ?? [];
    const words = [...told.matchAll(/`(\w+)`/g)].map(([, word = ""]) => word);
    expect(words.length).to.equal(9);
    const untold = refused.filter((name) => !words.some((word) => name.includes(word)));
    expect(untold).to.deep.equal([]);
    expect(words.filter((word) => !refused.some((name) => name.includes(word)))).to.deep.equal([]);
  });
});
