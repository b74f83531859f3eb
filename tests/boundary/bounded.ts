import { matrix } from "../../cli/access/matrix";
import type { PolicyDocument } from "../../cli/access/request";
import type { Row } from "../../cli/access/row";
import type { Site, SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { HipaaIamBoundary } from "../../components";
import { namesOf } from "../../components/inputs/names";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { administratorAccess } from "../judge/documents";
import { documentsOf, run } from "../support/component";

const added = extensions(defaultStandIn);
/** Options that the boundary follows, and one set without any. */
export const boundedOptions: Record<string, Partial<SiteArgs>> = {
  "without options": { enableRdsMonitoring: true },
  "with the buckets' owner and secrets": {
    ...added["the buckets' owner is named"],
    ...added["secrets are read that a key of their own encrypts"],
  },
  "with Bedrock's options": {
    ...added["a guardrail is asked for, through profiles"],
    ...added["answers are streamed"],
  },
  "with models on mantle": { ...added["models are invoked on mantle"] },
  "without keys of its own making": { tenantKeyProvisioning: "none" },
  "with sessions of one tenant each": { ...added["sessions serve one tenant"] },
};

export async function boundaryOf(args: SiteArgs): Promise<PolicyDocument> {
  const made = await run(() => void new HipaaIamBoundary("bounds", args), { standIn: defaultStandIn });
  const [error] = made.errors;
  if (error) throw error;
  const document = documentsOf(made)[namesOf(args).boundary];
  if (!document) throw new Error("There is no boundary.");
  return document;
}

/** The rows of the backend's role, with the boundary set on it. */
export async function boundedRows(
  options: Partial<SiteArgs>,
): Promise<{ site: Site; boundary: PolicyDocument; rows: Row[] }> {
  const args = { ...argsOf("production", defaultStandIn), ...options };
  const site = await siteOf(args, defaultStandIn);
  const boundary = await boundaryOf(args);
  const rows = matrix(site).filter(({ who, service }) => who === "backend" && service !== "trust");
  return { site, boundary, rows: rows.map((row) => ({ ...row, policies: { ...row.policies, boundary } })) };
}

/** The same with AdministratorAccess attached besides. What was refused must stay so. */
export function withAdministratorAccess(rows: Row[]): Row[] {
  return rows.map((row) => ({
    ...row,
    policies: { ...row.policies, identity: [...row.policies.identity, administratorAccess] },
  }));
}

/** What the boundary denies explicitly, asked by a role that has AdministratorAccess and no policy of the component's. */
export function deniedByBoundary(rows: Row[]): Row[] {
  const sids = ["DenyOtherEndpoints", "DenyBearerKeys"];
  return rows
    .filter(({ by }) => by.some((sid) => sids.includes(sid)))
    .map((row) => ({ ...row, policies: { ...row.policies, identity: [administratorAccess] } }));
}
