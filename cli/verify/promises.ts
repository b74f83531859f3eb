import { promisesOf as promisedIn } from "../../components/promises/promises";
import { matrix } from "../access/matrix";
import type { PolicyDocument } from "../access/request";
import type { Row } from "../access/row";
import { sentenceFor } from "../access/sentences";
import { type SiteArgs, siteFrom } from "../access/site";
import { jsonIn } from "../plan/fields";
import type { ResourceState } from "../plan/resources";
import { opened } from "../plan/secrets";
import { property } from "../review/stack";
import { answers } from "../review/words";
import { type Check, check } from "./check";
import type { ExpectedComponent } from "./expected";
import { checksMore, ofResources } from "./promised";

/** The access matrix of a component, and what of it AWS's simulator can be asked. */
export interface Promises {
  /** All of it. */
  rows: Row[];
  asked: Row[];
  /** What policies of buckets and keys decide besides. */
  ofResources: Row[];
  /** The sentence of README that a row is a case of. */
  sentences: Map<Row, string>;
  /** Why the others are not asked, with how many there are. */
  checks: Check[];
}

/**
 * The simulator knows the policies of a role, its boundary and the organisation's. It knows no trust policy, no policy of
 * a key, no tags of a session, and nothing of another account's resources.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export function promisesOf(
  { name, inputs, scope, roles }: ExpectedComponent,
  resources: ResourceState[],
): Promises {
  const { partition, accountId, region } = scope;
  // What is asked of a role is told of it, and so what is not.
  const of = roles.find(({ kind }) => kind === "backend")?.name ?? name;
  const args = Object.fromEntries(
    Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null),
  );
  const site = siteFrom(
    args as unknown as SiteArgs,
    { partition, accountId, region },
    documentsIn(resources),
  );
  const rows = matrix(site);
  const why = (row: Row): string | undefined => {
    if (row.service === "trust") return "who may assume the role: the simulator reads no trust policy";
    if (row.who !== "backend") return "of other roles than the backend";
    if (row.request.accountId !== accountId) return "resources of other accounts, whose policies decide too";
    if (Object.keys(row.request.context).some((key) => key.startsWith("aws:PrincipalTag/"))) {
      return "tags of a session: the simulator has no session";
    }
    const besides = checksMore(row);
    return besides
      ? `AWS checks another action besides, which the simulator does not (${besides})`
      : undefined;
  };
  const left = new Map<string, number>();
  const asked = rows.filter((row) => {
    const reason = why(row);
    if (reason) left.set(reason, (left.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  const promised = promisedIn(scope).filter(({ of }) => of === "backend");
  const sentences = new Map(
    asked.flatMap((row): [Row, string][] => {
      const found = sentenceFor(row, promised);
      return found ? [[row, `${answers[found.answer]}: ${found.says}`]] : [];
    }),
  );
  const checks = [...left].map(([reason, count]) =>
    check("promises", of, { result: "not judged", what: `${count} requests: ${reason}` }),
  );
  const keys = asked.filter(({ request }) => request.action.startsWith("kms:")).length;
  const half = `of ${keys} requests to KMS the role's half alone was asked: a key's own policy decides too (see Keys)`;
  return {
    ...{ rows, asked, ofResources: ofResources(rows), sentences },
    checks: [...checks, check("promises", of, { result: "told", what: half })],
  };
}

/** Documents of roles and policies, by their names. What cannot be read here, as an encrypted trust, lets nobody in. */
function documentsIn(resources: ResourceState[]): Record<string, PolicyDocument> {
  const found = resources.flatMap((resource): [string, PolicyDocument][] => {
    const text = opened(property(resource, "policy") ?? property(resource, "assumeRolePolicy"));
    if (!/^aws:iam\/(role|policy):/.test(resource.type) || typeof text !== "string") return [];
    const document = (jsonIn(text) as PolicyDocument | undefined) ?? { Version: "2012-10-17", Statement: [] };
    return [[String(property(resource, "name")), document]];
  });
  return Object.fromEntries(found);
}
