import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { actionsMatching } from "../judge/checker";
import { list, statementsOf } from "../judge/documents";
import { commonJudge as judge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { matrix } from "./matrix";
import type { Row } from "./row";
import { argsOf, type Site, siteOf } from "./site";

describe("the access matrix covers the documents", () => {
  let site: Site;
  let rows: Row[];
  before(async () => {
    site = await siteOf(
      { ...argsOf("production", defaultStandIn), enableRdsMonitoring: true },
      defaultStandIn,
    );
    rows = matrix(site);
  });
  const statements = () => {
    const { backend, trust, monitoringTrust } = site.policies;
    return [...backend, trust, ...(monitoringTrust ? [monitoringTrust] : [])].flatMap(statementsOf);
  };

  it("each action that a statement allows is needed by a row, each that it denies is tried by one", async () => {
    const idle: string[] = [];
    for (const { Sid = "", Effect, Action } of statements()) {
      const decision = Effect === "Allow" ? "allow" : "explicit deny";
      for (const pattern of list(Action)) {
        const actions = new Set(await actionsMatching(pattern));
        // What tags a new key is asked for together with CreateKey.
        const asked = ({ request: { action } }: Row) => actions.has(action);
        const found = rows.some((row) => row.expect === decision && row.by.includes(Sid) && asked(row));
        if (!found) idle.push(`${Sid}: ${pattern}`);
      }
    }
    expect(idle).to.deep.equal([]);
  });

  it("no case stands in it twice", () => {
    const cases = rows.map(({ who, request, policies }) =>
      JSON.stringify([who, request, policies.identity.length]),
    );
    const twice = cases.filter((one, index) => cases.indexOf(one) !== index);
    expect(twice).to.deep.equal([]);
  });

  it("each row says why, and which provision it serves", () => {
    for (const { request, why, hipaa } of rows) {
      expect(why, request.action).to.match(/\w/);
      expect(hipaa, request.action).not.to.be.empty;
    }
  });
});

describe("across environments of one account nothing is allowed", () => {
  /** What belongs to no environment: the account's keys by name, and AWS's models. */
  const shared = ["kms:ListKeys", "kms:ListAliases", "bedrock:InvokeModel"];
  const sites = (rest: Partial<{ nameSuffix: string }>, standIn = defaultStandIn) =>
    Promise.all(
      (["dev", "staging", "production"] as const).map((name) =>
        siteOf({ ...argsOf(name, standIn), ...rest }, standIn),
      ),
    );

  for (const { standIn } of scopes.filter(({ environment }) => environment === "dev")) {
    for (const nameSuffix of ["", "eu"]) {
      it(`${standIn.partition}${nameSuffix && ", with a suffix"}`, async () => {
        const all = await sites({ nameSuffix }, standIn);
        const asked: string[] = [];
        for (const [one, other] of all.flatMap((one) => all.map((other) => [one, other] as const))) {
          if (one === other) continue;
          const theirs = matrix(other).filter(
            ({ expect, who, request }) =>
              expect === "allow" && who === "backend" && !shared.includes(request.action),
          );
          for (const { request, policies } of theirs) {
            // The untagged key is no environment's: both could tag it, which the escalation search tells more about.
            if (request.action === "kms:TagResource" && !("aws:ResourceTag/Environment" in request.context))
              continue;
            const mine = {
              ...request,
              principal: request.principal.replace(other.environment, one.environment),
            };
            mine.context = { ...request.context, "aws:PrincipalArn": one.roleArn };
            const { decision } = await judge(mine, { ...policies, identity: one.policies.backend });
            asked.push(`${one.environment} ${request.action} ${request.resource}`);
            expect(
              decision,
              `${one.environment} on ${other.environment}: ${request.action} of ${request.resource}`,
            ).not.to.equal("allow");
          }
          const { decision } = await judge(...assuming(one, other));
          expect(decision, "the external ID of one environment opens no other").to.equal("implicit deny");
        }
        expect(asked).to.have.length(6 * 59);
      });
    }
  }

  /** A caller who knows the external ID of one environment asks for the role of another. */
  function assuming(one: Site, other: Site): Parameters<typeof judge> {
    const row = matrix(other).find(({ service, expect }) => service === "trust" && expect === "allow");
    if (!row) throw new Error("Nobody may assume the role.");
    const context = { ...row.request.context, "sts:ExternalId": one.externalId };
    return [{ ...row.request, context }, row.policies];
  }
});
