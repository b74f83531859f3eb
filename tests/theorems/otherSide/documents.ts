import { defaultStandIn } from "../../../cli/plan/run";
import type { Document } from "../../../cli/policy/document";
import type { Subject } from "../../../cli/theorems/promises";
import type { GuardrailsScope } from "../../../components/policies/guardrails";
import type { Promised } from "../../../components/promises/promised";
import { guardrailsArgs, guardrailsOf } from "../../guardrails/guardrails";
import { everything, read } from "../../policy/judged";
import { settingOf } from "../../resourcePolicies/setting";
import { documentFrom } from "../subjects";
import { documentsPromises, keptPromises } from "./buckets";
import { guardrailsPromises } from "./guardrails";
import { masterKeyPromises, tenantKeyPromises } from "./keys";

/** A document of the other side, with what stands beside it, and what is promised of it. */
export interface Other {
  document: Document;
  subject: Subject;
  promises: Promised[];
}

const [everybody] = documentFrom([
  {
    ...{ Sid: "LetEverybody", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
    ...{ purpose: "", hipaa: [] },
  },
]).statements;

/** A bucket's policy denies. Beside a statement that lets everybody, it shows what it leaves. */
function ofBucket(document: Document, promises: Promised[]): Other {
  const statements = [...document.statements, ...(everybody ? [everybody] : [])];
  return { document, promises, subject: { identity: [], resource: { ...document, statements } } };
}

/** The documents with all inputs, or with those alone that must be given. */
export async function othersOf(full: boolean): Promise<Other[]> {
  const { site, actors, documents } = await settingOf(defaultStandIn, full);
  const { roleArn, masterKey: kmsKeyArn } = site;
  const bucket = { roleArn, ...(full && { kmsKeyArn, readerArns: [actors.reader.arn] }) };
  const administratorArns = full ? [actors.keyAdministrator.arn] : [];
  const named = { roleArn, administratorArns, auditorArns: full ? [actors.auditor.arn] : [] };
  const ofKey = (document: Document, promises: Promised[]): Other => ({
    ...{ document, promises, subject: { identity: [], resource: document } },
  });
  const given = { ...guardrailsArgs(site), bedrockMantle: full };
  const guardrails = read(await guardrailsOf(given, defaultStandIn));
  const { partition } = defaultStandIn;
  return [
    ofBucket(read(documents.Documents), documentsPromises({ ...bucket, bucketArn: site.documents })),
    ofBucket(read(documents.Backups), keptPromises("backups bucket", { ...bucket, bucketArn: site.backups })),
    ofBucket(
      read(documents.AuditLogs),
      keptPromises("audit logs bucket", { ...bucket, bucketArn: site.auditLogs }),
    ),
    ofKey(read(documents.masterKey), masterKeyPromises({ ...named, readerArns: bucket.readerArns ?? [] })),
    ofKey(read(documents.tenantKey), tenantKeyPromises({ ...named, creatorArn: actors.creator.arn })),
    {
      document: guardrails,
      subject: { identity: [everything], serviceControl: [[everything, guardrails]] },
      promises: guardrailsPromises({ ...given, partition } as GuardrailsScope),
    },
  ];
}
