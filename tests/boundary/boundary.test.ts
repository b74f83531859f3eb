import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { boundaryOf, boundedRows, withAdministratorAccess } from "./bounded";
import { monitoringRows } from "./monitoring";
import { decisionOf, keepsItsAccess } from "./suite";

describe("within its permissions boundary the backend's role", () => {
  keepsItsAccess("without options");
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

  it("beside a provisioner of keys, AdministratorAccess lets the backend turn rotation on, and nothing else", async () => {
    const { rows } = await boundedRows({ tenantKeyProvisioning: "provisioner" });
    const gained = new Set<string>();
    for (const row of withAdministratorAccess(rows).filter(({ expect }) => expect !== "allow")) {
      if ((await decisionOf(row)) === "allow") gained.add(row.request.action);
    }
    expect([...gained]).to.deep.equal(["kms:EnableKeyRotation"]);
  });

  it("nothing is allowed that none of the roles is for: no metrics without monitoring", async () => {
    const { Statement } = await boundaryOf(argsOf("production", defaultStandIn));
    const allowed = [Statement].flat().filter(({ Effect }) => Effect === "Allow");
    expect(allowed).to.have.lengthOf(11);
    expect(JSON.stringify(allowed)).not.to.include('"logs:');
  });

  it("a role with AdministratorAccess may write the metrics of databases, and nothing else", async () => {
    const boundary = await boundaryOf({ ...argsOf("production", defaultStandIn), enableRdsMonitoring: true });
    for (const row of monitoringRows(boundary)) {
      expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).to.equal(row.expect);
    }
  });
});
