import { resolve } from "node:path";
import { readAccepted } from "../diff/allow";
import { accessOfResources } from "../diff/resources";
import type { Result } from "../plan/command";
import { UsageError } from "../plan/errors";
import { masker, sealedInputs } from "../plan/secrets";
import { readStack } from "../plan/stackFile";
import type { Deployment } from "../review/deployment";
import { deploymentOf } from "../review/offline";
import { readState } from "../review/state";
import type { Aws, Settings } from "./aws";
import { checkBuckets } from "./buckets";
import { type Check, together } from "./check";
import { type ExpectedComponent, expectedOf } from "./expected";
import { checkKeys } from "./keys";
import { checkLastUse } from "./lastUse";
import { progressOf } from "./progress";
import { promisesOf } from "./promises";
import { report, type Verification, verdictOf } from "./report";
import { checkRoles } from "./roles";
import { signedIn } from "./signIn";
import { batchesOf, checkPromises } from "./simulate";
import { checkValidity } from "./validate";
import type { Wish } from "./wish";

/** Looks, and says what was seen. */
export async function make(wish: Wish, settings: Partial<Settings> = {}): Promise<Result> {
  const accepted = wish.accept === undefined ? [] : readAccepted(wish.accept, "--accept");
  const state = wish.state === undefined ? undefined : await readState(wish.state);
  const region = wish.region ?? regionOf(wish);
  const { folder, profile, roleArn, externalId } = wish;
  const base: Settings = { region, folder, ...(profile && { profile }), ...settings };
  const { aws, account, caller, partition } = await signedIn(base, roleArn, externalId);
  const place = { accountId: account, partition, ...(region && { region }) };
  const deployment =
    state ?? (await deploymentOf({ folder, stack: wish.stack ?? "", standIn: place, config: wish.config }));
  const components = expectedOf(deployment, account, region ?? "");
  const secrets = [
    ...deployment.secrets,
    ...sealedInputs(deployment.resources),
    ...(externalId ? [externalId] : []),
  ];
  const mask = masker(secrets, [account]);

  const checks = mask(await look(aws, deployment, components, wish));
  const verification: Verification = {
    ...{ project: deployment.project, stack: deployment.stack, source: deployment.source },
    ...{ account, caller, region: components[0]?.scope.region ?? "", date: wish.now.toISOString() },
    notes: mask(deployment.notes),
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
    );
    for (const component of components) {
      const backend = component.roles.find(({ kind }) => kind === "backend");
      const live = roles.find(({ name }) => name === backend?.name);
      const promises = promisesOf(component, deployment.resources);
      progress.more(batchesOf(promises.asked).length);
      checks.push(...promises.checks);
      // A role that is not there has no promises to hold; that it is missing is said already.
      if (live) checks.push(...(await checkPromises(aws, promises, live, policies)));
      checks.push(...(await checkBuckets(aws, component)));
    }
    checks.push(...(await checkKeys(aws, components)));
    if (lastUsed) checks.push(...(await checkLastUse(aws, roles, policies, now)));
    if (validate) checks.push(...(await checkValidity(aws, roles, policies)));
    return together(checks);
  } finally {
    progress.stop();
  }
}

function regionOf({ stack, folder }: Wish): string | undefined {
  if (stack === undefined) return process.env.AWS_REGION;
  const region = readStack(folder, stack).config["aws:region"];
  if (region !== undefined || process.env.AWS_REGION) return region ?? process.env.AWS_REGION;
  throw new UsageError("No Region is named: set aws:region of the stack, or give --region.");
}
