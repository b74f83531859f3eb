import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { actionsMatching } from "../judge/checker";
import { list, statementsOf } from "../judge/documents";
import { scopes } from "../support/scopes";
import { argsOf } from "./argsOf";
import { expectNothingAcross } from "./environments";
import { siteOf } from "./siteOf";

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
  for (const { standIn } of scopes.filter(({ environment }) => environment === "dev")) {
    for (const nameSuffix of standIn.partition === "aws" ? ["", "eu"] : [""]) {
      it(`${standIn.partition}${nameSuffix && ", with a suffix"}`, async () => {
        expect(await expectNothingAcross(standIn, { nameSuffix })).to.equal(6 * 61);
      });
    }
  }
});
