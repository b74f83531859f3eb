import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Site, SiteArgs } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { commonJudge as judge } from "../judge/memo";
import { argsOf } from "./argsOf";
import { siteOf } from "./siteOf";

/** What belongs to no environment: the account's keys by name, AWS's models, and secrets that are given to each. */
const isShared = (action: string) => /^kms:List|^bedrock(-mantle)?:|^secretsmanager:/.test(action);

/** All that the role of one environment may do, tried by the role of each other. Returns how much was tried. */
export async function expectNothingAcross(standIn: StandIn, options: Partial<SiteArgs>): Promise<number> {
  const environments = ["dev", "staging", "production"] as const;
  const all = await Promise.all(
    environments.map((name) => siteOf({ ...argsOf(name, standIn), ...options }, standIn)),
  );
  let tried = 0;
  for (const [one, other] of all.flatMap((one) => all.map((other) => [one, other] as const))) {
    if (one === other) continue;
    tried += await expectNothingOf(one, other, options.secretsKmsKeyArn);
    for (const question of assuming(one, other)) {
      const { decision } = await judge(...question);
      expect(decision, "the external ID of one environment opens no other").to.equal("implicit deny");
    }
  }
  return tried;
}

async function expectNothingOf(one: Site, other: Site, sharedKey?: string): Promise<number> {
  const theirs = matrix(other).filter(
    ({ expect, who, request }) =>
      expect === "allow" &&
      who === "backend" &&
      !isShared(request.action) &&
      request.resource !== sharedKey &&
      // The untagged key is no environment's: both could tag it, which the escalation search tells more about.
      (request.action !== "kms:TagResource" || "aws:ResourceTag/Environment" in request.context),
  );
  for (const { request, policies } of theirs) {
    const mine = { ...request, principal: request.principal.replace(other.environment, one.environment) };
    mine.context = { ...request.context, "aws:PrincipalArn": one.roleArn };
    const { decision } = await judge(mine, { ...policies, identity: one.policies.backend });
    const asked = `${one.environment} on ${other.environment}: ${request.action} of ${request.resource}`;
    expect(decision, asked).not.to.equal("allow");
  }
  return theirs.length;
}

/** Callers who know the external ID of one environment ask for the role of another. */
function assuming(one: Site, other: Site): Parameters<typeof judge>[] {
  return matrix(other)
    .filter(
      ({ service, expect, request }) =>
        service === "trust" && expect === "allow" && "sts:ExternalId" in request.context,
    )
    .map(({ request, policies }) => {
      const context = { ...request.context, "sts:ExternalId": one.externalId };
      return [{ ...request, context }, policies];
    });
}
