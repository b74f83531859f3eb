import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Decision, Request } from "../../cli/policy/request";
import { makeEvaluatorFaster } from "../judge/faster";
import type { AnyDocument, AnySet } from "./policySets";

makeEvaluatorFaster();

// What decides is not exported: what is either looks every key up in AWS's service reference, or takes no policy of a resource.
const evaluator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
const place = dirname(require.resolve("@cloud-copilot/iam-simulate"));
const load = <T>(file: string): T => evaluator(join(place, file)) as T;
const { authorize } = load<{ authorize(asked: object): { result: string } }>(
  "core_engine/CoreSimulatorEngine.js",
);
const { AwsRequestImpl } = load<{ AwsRequestImpl: new (...of: unknown[]) => object }>("request/request.js");
const { RequestContextImpl } = load<{ RequestContextImpl: new (of: object) => object }>("requestContext.js");

const { DiscoveryContextKeyConstraints } = load<{ DiscoveryContextKeyConstraints: new (of: []) => object }>(
  "context_keys/discoveryContextKeyConstraints.js",
);
const { loadPolicy }: { loadPolicy(document: object, more: { name: string }): object } =
  evaluator("@cloud-copilot/iam-policy");

const decisions: Record<string, Decision> = { Allowed: "allowed", ExplicitlyDenied: "explicit deny" };

/** What the judge decides of a request, whatever keys it has. */
export function judged(request: Request, set: AnySet): Decision {
  const { principal, action, resource, accountId, context } = request;
  const read = (one: AnyDocument, at = 0) => loadPolicy(one, { name: String(at) });
  const asked = new AwsRequestImpl(
    principal,
    { resource, accountId },
    action,
    new RequestContextImpl(context),
  );
  const { result } = authorize({
    request: asked,
    identityPolicies: set.identity.map(read),
    serviceControlPolicies: set.serviceControl
      ? [{ orgIdentifier: "account", policies: [read(set.serviceControl)] }]
      : [],
    resourceControlPolicies: [],
    ...(set.resource && { resourcePolicy: read(set.resource) }),
    ...(set.boundary && { permissionBoundaries: [read(set.boundary)] }),
    simulationParameters: {
      simulationMode: "Strict",
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: {},
  });
  return decisions[result] ?? "implicit deny";
}
