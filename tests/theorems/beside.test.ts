import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import type { Document } from "../../cli/policy/document";
import { about, all, type Claim, inside, letThrough, not } from "../../cli/theorems/claim";
import { decide, type Universe, type Witness } from "../../cli/theorems/decide";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { guardrailsArgs, guardrailsOf } from "../guardrails/guardrails";
import { read } from "../policy/judged";
import { documentFrom } from "./subjects";

const added = extensions(defaultStandIn);
const sets = {
  "by default": {},
  "models are invoked through profiles": added["models are invoked through profiles"],
  "keys have a provisioner": added["keys have a provisioner"],
};

const environments = ["dev", "staging", "production"] as const;

describe("environments have nothing in common", () => {
  /** The account's keys by name, and AWS's models. */
  const shared = inside(about({ action: ["kms:ListKeys", "kms:ListAliases", "bedrock:*"] }));
  /** The master key of one environment is no tenant key of another: whoever tags it so gives it to both. */
  const masterKeys = environments.map((name) => argsOf(name, defaultStandIn).kmsMasterKeyArn);
  const tagged = inside(
    about({
      resource: { not: false, patterns: masterKeys },
      conditions: [{ operator: "StringEquals", key: "aws:ResourceTag/ManagedBy", values: ["Application"] }],
    }),
  );
  for (const [option, options] of Object.entries(sets)) {
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
      expect(decide(questions.map((one) => all(one, not(shared), not(tagged))))).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
      // The question has answers where it should: all three may list keys.
      expect(decide([all(dev, staging, production)])[0]?.request.action).to.match(/^(kms:List|bedrock:)/);
    });
  }
});

describe("the service control policy takes nothing from the roles", () => {
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
    const hasProvisioner = option === "keys have a provisioner";
    it(`${option}${hasProvisioner ? "" : ": but the tagging of keys"}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const guardrails = read(await guardrailsOf(guardrailsArgs(site), defaultStandIn));
      const identity = site.policies.backend.map(read);
      const taken = (universe: Universe): Witness | undefined =>
        decide(
          [
            all(
              letThrough({ identity }),
              not(odd),
              ...(hasProvisioner ? [] : [not(tagging)]),
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
});
