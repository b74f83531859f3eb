import { resolve } from "node:path";
import type { Policy } from "../diff/access";
import { readAccepted } from "../diff/allow";
import { accessOfResources } from "../diff/resources";
import type { Result } from "../plan/command";
import type { ResourceState } from "../plan/resources";
import { masker, sealedInputs } from "../plan/secrets";
import { readStack } from "../plan/stackFile";
import type { Deployment } from "../review/deployment";
import { deploymentOf } from "../review/offline";
import { componentsIn } from "../review/reviewing";
import { readState } from "../review/state";
import { ofAccount } from "./accounts";
import { batchesOf } from "./answers";
import type { Aws, Settings } from "./aws";
import { checkBuckets } from "./buckets";
import { type Check, together } from "./check";
import { type ExpectedComponent, expectedOf, refuseOthers } from "./expected";
import { checkKeys } from "./keys";
import type { Matrix } from "./keyTags";
import { checkLastUse } from "./lastUse";
import { misplaced } from "./planned";
import { progressOf } from "./progress";
import { promisesOf } from "./promises";
import { report, type Verification, verdictOf } from "./report";
import { checkRoles } from "./roles";
import { signedIn } from "./signIn";
import { checkPromises } from "./simulate";
import { withLiveValues } from "./unknown";
import { checkValidity, type ResourceDocument } from "./validate";
import type { Wish } from "./wish";

/** Looks, and says what was seen. */
export async function make(wish: Wish, settings: Partial<Settings> = {}): Promise<Result> {
  const accepted = wish.accept === undefined ? [] : readAccepted(wish.accept, "--accept");
  const state = wish.state === undefined ? undefined : await readState(wish.state);
  const asked = wish.region ?? regionOf(wish, state);
  const { folder, profile, roleArn, externalId } = wish;
  const who = { ...(profile && { profile }), ...(externalId && { externalId }) };
  const base: Settings = { region: asked, folder, ...who, ...settings };
  const { aws, account, caller, partition, region } = await signedIn(base, roleArn);
  const place = { accountId: account, partition, region };
  const planned =
    state ?? (await deploymentOf({ folder, stack: wish.stack ?? "", standIn: place, config: wish.config }));
  refuseOthers(planned, account);
  const { own, left } = ofAccount(planned, account);
  const { deployment, checks: taken } = await withLiveValues(aws, own, region);
  const components = expectedOf(deployment, region);
  const secrets = [
    ...deployment.secrets,
    ...sealedInputs(deployment.resources),
    ...(externalId ? [externalId] : []),
  ];
  const mask = masker(secrets, [account]);

  const { shown = (same: Check[]) => same } = deployment;
  const checks = shown(mask([...left, ...taken, ...(await look(aws, deployment, components, wish))]));
  const verification: Verification = {
    ...{ project: deployment.project, stack: deployment.stack, source: deployment.source },
    ...{
      account,
      caller,
      region: [...new Set(components.map(({ scope }) => scope.region))].join(", "),
      date: wish.now.toISOString(),
    },
    notes: mask(
      deployment.notes.map((note) =>
        note.replace(/^Nothing was asked of AWS\. /, "The program was run offline. "),
      ),
    ),
    ...verdictOf(checks, accepted, wish.partial),
  };
  if (wish.out !== undefined) {
    const { writeEvidence } = require("./evidence") as typeof import("./evidence");
    writeEvidence(resolve(wish.out), state ? undefined : folder, deployment, verification);
  }
  return report(verification, wish);
}

async function look(
  aws: Aws,
  deployment: Deployment,
  components: ExpectedComponent[],
  { lastUsed, validate, now }: Wish,
): Promise<Check[]> {
  const progress = progressOf();
  aws.settings.onCall = () => progress.step();
  try {
    const { checks, roles, policies } = await checkRoles(
      aws,
      components.flatMap((component) => component.roles),
      accessOfResources(deployment.resources),
      policiesIn(deployment.resources),
    );
    const documents: ResourceDocument[] = [];
    const matrices: Matrix[] = [];
    for (const component of components) {
      const backend = component.roles.find(({ kind }) => kind === "backend");
      const live = roles.find(({ name }) => name === backend?.name);
      const promises = promisesOf(component, deployment.resources);
      matrices.push({ component, rows: promises.rows });
      progress.more(batchesOf(promises.asked).length);
      checks.push(...promises.checks);
      // A role that is not there has no promises to hold; that it is missing is said already.
      if (live) checks.push(...(await checkPromises(aws, promises, live, policies)));
      checks.push(
        ...(await checkBuckets(aws, component, promises.ofResources, deployment.resources, documents)),
      );
    }
    checks.push(...(await checkKeys(aws, matrices, deployment.resources, documents)));
    const isKnown = (text: string) => (deployment.shown?.(text) ?? text) === text;
    checks.push(...misplaced(deployment.resources, isKnown));
    if (lastUsed) checks.push(...(await checkLastUse(aws, roles, policies, now)));
    if (validate) checks.push(...(await checkValidity(aws, roles, policies, documents)));
    return together(checks);
  } finally {
    progress.stop();
  }
}

/** A policy may be a boundary and attached at once: without roles each policy of the program stands by itself. */
function policiesIn(resources: ResourceState[]): Policy[] {
  const isPolicy = ({ type }: ResourceState) =>
    /^aws(-native)?:iam[/:](policy:Policy|ManagedPolicy)$/.test(type);
  return accessOfResources(resources.filter(isPolicy)).policies;
}

/** That of the stack; what a stack does not say, the SDK finds. */
function regionOf({ stack, folder }: Wish, state: Deployment | undefined): string | undefined {
  if (stack !== undefined) return readStack(folder, stack).config["aws:region"];
  return componentsIn(state?.resources ?? [])[0]?.place.region || undefined;
}
