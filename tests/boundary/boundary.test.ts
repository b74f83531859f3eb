import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { matrix } from "../access/matrix";
import type { Row } from "../access/row";
import { argsOf, siteOf } from "../access/site";
import { faultsOf } from "../judge/checker";
import { commonJudge } from "../judge/memo";
import { boundaryOf, boundedOptions, boundedRows, withAdministratorAccess } from "./bounded";
import { monitoringRows } from "./monitoring";

const decisionOf = async ({ request, policies }: Row) => (await commonJudge(request, policies)).decision;

describe("within its permissions boundary the backend's role", function () {
  this.timeout(60_000);
  for (const [option, options] of Object.entries(boundedOptions)) {
    it(`loses nothing that it is granted, ${option}`, async () => {
      const { rows } = await boundedRows(options);
      const granted = rows.filter(({ expect }) => expect === "allow");
      expect(granted).to.have.length.greaterThan(30);
      for (const row of granted) {
        expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).to.equal("allow");
      }
    });

    it(`gains nothing by AdministratorAccess, ${option}`, async () => {
      const { rows } = await boundedRows(options);
      const refused = withAdministratorAccess(rows).filter(({ expect }) => expect !== "allow");
      expect(refused).to.have.length.greaterThan(400);
      for (const row of refused) {
        expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).not.to.equal(
          "allow",
        );
      }
    });

    it(`has a boundary that AWS takes, ${option}`, async () => {
      const { boundary } = await boundedRows(options);
      expect(await faultsOf(boundary)).to.deep.equal([]);
      expect(JSON.stringify(boundary).length).to.be.lessThan(6144);
    });
  }
});

describe("within the boundary", () => {
  it("the provisioner of keys loses nothing that it is granted", async () => {
    const args = { ...argsOf("production", defaultStandIn), tenantKeyProvisioning: "provisioner" as const };
    const boundary = await boundaryOf(args);
    const rows = matrix(await siteOf(args, defaultStandIn)).filter(
      ({ who, expect }) => who === "key provisioner" && expect === "allow",
    );
    expect(rows).to.have.length.greaterThan(8);
    for (const row of rows) {
      const bounded = { ...row, policies: { ...row.policies, boundary } };
      expect(await decisionOf(bounded), row.request.action).to.equal("allow");
    }
  });

  it("a role with AdministratorAccess may write the metrics of databases, and nothing else", async () => {
    const boundary = await boundaryOf(argsOf("production", defaultStandIn));
    for (const row of monitoringRows(boundary)) {
      expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).to.equal(row.expect);
    }
  });
});
