import { expect } from "chai";
import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import type { Document } from "../../cli/policy/document";
import { about, all, type Claim, inside, letThrough, not } from "../../cli/theorems/claim";
import { decide, type Universe, type Witness } from "../../cli/theorems/decide";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { guardrailsArgs, guardrailsOf } from "../guardrails/guardrails";
import { read } from "../policy/judged";
import { documentFrom } from "./subjects";

const environments = ["dev", "staging", "production"] as const;

/** Sets of options by name. */
type Sets = Record<string, Partial<SiteArgs>>;

export function environmentsHaveNothingInCommon(sets: Sets): void {
  /** The account's keys by name, AWS's models, and secrets that are given to each. */
  const action = ["kms:ListKeys", "kms:ListAliases", "bedrock:*", "bedrock-mantle:*", "secretsmanager:*"];
  const shared = inside(about({ action }));
  /** The master key of one environment is no tenant key of another: whoever tags it so gives it to both. */
  const masterKeys = environments.map((name) => argsOf(name, defaultStandIn).kmsMasterKeyArn);
  const tagged = inside(
    about({
      resource: { not: false, patterns: masterKeys },
      conditions: [{ operator: "StringEquals", key: "aws:ResourceTag/ManagedBy", values: ["Application"] }],
    }),
  );
  for (const [option, options] of Object.entries(sets)) {
    const { secretsKmsKeyArn } = options;
    const ofSecrets = secretsKmsKeyArn
      ? [not(inside(about({ resource: { not: false, patterns: [secretsKmsKeyArn] } })))]
      : [];
    it(`${option}: no request is allowed to the roles of two`, async () => {
      const policies: Document[][] = [];
      for (const name of environments) {
        const { backend } = (await siteOf({ ...argsOf(name, defaultStandIn), ...options }, defaultStandIn))
          .policies;
        policies.push(backend.map(read));
      }
      const [dev, staging, production] = policies.map((identity) => letThrough({ identity })) as [
        Claim,
        Claim,
        Claim,
      ];
      const questions = [all(dev, staging), all(dev, production), all(staging, production)];
      expect(decide(questions.map((one) => all(one, not(shared), not(tagged), ...ofSecrets)))).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
      // The question has answers where it should: all three may list keys.
      expect(decide([all(dev, staging, production, shared)])[0]?.request.action).to.match(
        /^(kms:List|bedrock)/,
      );
    });
  }
}

export function guardrailsTakeNothing(sets: Sets): void {
  const everything = documentFrom([
    { ...{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }, ...{ purpose: "", hipaa: [] } },
  ]);

  // A backend that creates its own tenant keys cannot, under it: that is the provisioner's, or who deploys.
  const tagging = inside(about({ action: ["kms:TagResource"] }));

  // A document whose name goes on like an access point: what the policy denies of these reaches over colons.
  const odd = inside(
    about({
      action: ["s3:DeleteObject"],
      resource: { not: false, patterns: ["*:accesspoint/*/object/*"] },
    }),
  );

  for (const [option, options] of Object.entries(sets)) {
    const provisions = options.tenantKeyProvisioning === undefined;
    it(`${option}${provisions ? ": but the tagging of keys" : ""}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const args = { ...guardrailsArgs(site), bedrockMantle: Boolean(options.bedrockMantle) };
      const guardrails = read(await guardrailsOf(args, defaultStandIn));
      const identity = site.policies.backend.map(read);
      const taken = (universe: Universe): Witness | undefined =>
        decide(
          [
            all(
              letThrough({ identity }),
              not(odd),
              ...(provisions ? [not(tagging)] : []),
              not(letThrough({ identity, serviceControl: [[everything, guardrails]] })),
            ),
          ],
          universe,
        )[0];
      // What AWS sends for a session of the role in this Region.
      const sent = about({
        conditions: [
          { operator: "ArnEquals", key: "aws:PrincipalArn", values: [site.roleArn] },
          { operator: "StringEquals", key: "aws:RequestedRegion", values: [defaultStandIn.region] },
        ],
      });
      const session = `arn:aws:sts::${defaultStandIn.accountId}:assumed-role/role/session`;
      const universe = {
        name: "sessions of the role in this Region",
        principal: session,
        facts: [inside(sent)],
      };
      expect(taken(universe)).to.equal(undefined);
    });
  }
}
