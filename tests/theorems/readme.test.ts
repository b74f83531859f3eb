import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import type { Proof } from "../../cli/theorems/promises";
import { argsOf } from "../access/argsOf";
import { repository } from "../support/folder";
import { caseOf, proofsOf } from "./subjects";

/** The rows of README's table: each sentence, as it stands there without its marks, and the promises that it is. */
const theorems: Record<string, { may: Record<string, string[]>; refused: Record<string, string[]> }> = {
  "assume the role": {
    may: {
      "be assumed by a principal (a user or role) of this account that sends the external ID": [
        "assume-backend's trust",
      ],
    },
    refused: {
      "everybody else": ["assume-nobody-else-backend's trust"],
      "session tags": ["assume-nobody-else-backend's trust"],
    },
  },
  documents: {
    may: {
      "list with a prefix under tenants/": ["list-documents"],
      "get, put, delete objects there": ["use-documents"],
    },
    refused: {
      "other prefixes and objects": ["list-documents-elsewhere", "other-documents"],
      "versions, ACLs, retention, settings of the bucket": ["settings"],
    },
  },
  backups: {
    may: { list: ["list-kept"], "put a new object, with If-None-Match": ["put-new-backup"] },
    refused: { read: ["read-backup"], delete: ["delete-backup"], overwrite: ["overwrite-backup"] },
  },
  "audit logs": {
    may: {
      list: ["list-kept"],
      "put a new object under application-logs/, with If-None-Match": ["put-new-audit-log"],
    },
    refused: {
      read: ["read-audit-log"],
      "other prefixes": ["other-logs"],
      delete: ["delete-audit-log"],
      overwrite: ["overwrite-audit-log"],
    },
  },
  "parts of a large upload": {
    may: {
      "upload the parts without If-None-Match": ["put-new-backup", "put-new-audit-log"],
      // It is no part, and without the header it is denied.
      "the request that completes the upload needs it": ["overwrite-backup", "overwrite-audit-log"],
    },
    refused: {},
  },
  "every S3 request": {
    may: {},
    refused: {
      "no TLS": ["tls"],
      "an upload that asks for another encryption than aws:kms": ["encryption"],
      "an upload that brings its own encryption key (SSE-C)": ["encryption"],
    },
  },
  "master key": {
    may: { "encrypt, decrypt, generate data keys, describe": ["use-master-key"] },
    refused: {
      "delete or disable it, grant its use, change its policy, rotation or tags": ["change-master-key"],
    },
  },
  "a new tenant key": {
    may: {
      "create and tag it, in this Region, with Environment=<environment> and ManagedBy=Application among its tags":
        ["create-keys", "tag-new-keys"],
    },
    refused: {
      "other Regions": ["create-other-keys"],
      "tags that lack one of these two or have another value of it": ["create-other-keys"],
      "skipping AWS's lockout check": ["lockout"],
    },
  },
  "tags of an existing key": {
    may: { "tag a key that has neither tag (see below)": ["untagged-keys"] },
    refused: {
      "tags that lack one of these two or have another value of it": ["tag-otherwise"],
      "a key with only one of the two tags, or with a wrong value of one": ["retag"],
      "removing tags": ["untag-or-replicate"],
      "replicating a key": ["untag-or-replicate"],
    },
  },
  "a tenant key with both tags": {
    may: {
      "encrypt, decrypt, generate data keys, describe, turn on and read rotation": [
        "use-tenant-keys",
        "rotate-tenant-keys",
      ],
    },
    refused: {
      "keys with a missing or different tag": ["use-other-keys"],
      "other Regions and accounts": ["use-other-keys"],
    },
  },
  "keys and aliases": { may: { list: ["list-keys"] }, refused: {} },
  models: {
    may: { "call anthropic.claude-* in this Region, or through profiles": ["invoke-models"] },
    refused: {
      "other models and Regions": ["invoke-other-models"],
      streaming: ["invoke-other-models"],
      "Fable and Mythos, whose prompts AWS may keep, unless bedrockModelPatterns names one": [
        "retaining-models",
      ],
      "the endpoints bedrock-mantle and aws-external-anthropic": ["other-endpoints"],
      "bearer keys": ["other-endpoints"],
    },
  },
};

/** What the table as a whole says, and pages besides it. */
const besides = ["nothing-else", "within-boundary", "change-keys", "change-backup", "change-audit-log"];

/** Without marks and links, each with whether it is bold. */
function sentencesOf(cell: string): { text: string; isBold: boolean }[] {
  const links = cell.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
  let isBold = false;
  return links
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const begins = isBold || part.startsWith("**");
      if (part.split("**").length % 2 === 0) isBold = !isBold;
      return { text: part.replaceAll("**", ""), isBold: begins };
    });
}

describe("each sentence of README's table is a theorem", () => {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [table = ""] = /\| what \| the role may \| refused \|\n[\s\S]*?\n\n/.exec(readme) ?? [];
  const rows = table
    .trim()
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  let proofs: Proof[];
  before(async () => {
    proofs = proofsOf(await caseOf(argsOf("production", defaultStandIn)));
  });

  it("in these rows", () => {
    expect(rows.map(([what]) => what)).to.deep.equal(Object.keys(theorems));
  });

  for (const [what = "", may = "", refused = ""] of rows) {
    it(`${what}: proven for all requests, and bold where it is denied explicitly`, () => {
      const known = theorems[what];
      for (const [column, cell] of [
        ["may", may],
        ["refused", refused],
      ] as const) {
        const sentences = sentencesOf(cell);
        expect(sentences.map(({ text }) => text)).to.deep.equal(Object.keys(known?.[column] ?? {}));
        for (const { text, isBold } of sentences) {
          for (const id of known?.[column][text] ?? []) {
            const proof = proofs.find(({ promise }) => promise.id === id);
            expect(proof?.holds, `${text}: ${id}`).to.equal(true);
            const answer = proof?.promise.answer;
            const isNeeded = text.endsWith("needs it");
            const expected = isNeeded
              ? ["denied"]
              : column === "may"
                ? ["allowed", "open"]
                : isBold
                  ? ["denied"]
                  : ["refused", "nothing else"];
            expect(answer, `${text}: ${id}`).to.be.oneOf(expected);
          }
        }
      }
    });
  }

  it("and no promise is in neither", () => {
    const told = Object.values(theorems).flatMap(({ may, refused }) => [may, refused]);
    const ids = new Set(told.flatMap((sentences) => Object.values(sentences).flat()));
    const others = proofs.map(({ promise }) => promise.id).filter((id) => !ids.has(id));
    expect(others).to.have.members(besides);
  });
});
