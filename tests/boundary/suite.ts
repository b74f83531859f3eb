import { expect } from "chai";
import type { Row } from "../../cli/access/row";
import { faultsOf } from "../judge/checker";
import { commonJudge } from "../judge/memo";
import { boundedOptions, boundedRows, deniedByBoundary, withAdministratorAccess } from "./bounded";

export const decisionOf = async ({ request, policies }: Row) =>
  (await commonJudge(request, policies)).decision;

/** The tests of the backend's role within the boundary of some options. */
export function keepsItsAccess(option: string): void {
  let bounded: Awaited<ReturnType<typeof boundedRows>>;
  before(async () => {
    bounded = await boundedRows(boundedOptions[option] ?? {});
  });

  it(`loses nothing that it is granted, ${option}`, async () => {
    const granted = bounded.rows.filter(({ expect }) => expect === "allow");
    expect(granted).to.have.length.greaterThan(30);
    for (const row of granted) {
      expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).to.equal("allow");
    }
  });

  it(`gains nothing by AdministratorAccess, ${option}`, async () => {
    const refused = withAdministratorAccess(bounded.rows).filter(({ expect }) => expect !== "allow");
    expect(refused).to.have.length.greaterThan(400);
    for (const row of refused) {
      expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).not.to.equal("allow");
    }
  });

  it(`reaches no other endpoint and takes no key, whatever policies it has and whoever grants it, ${option}`, async () => {
    const denied = deniedByBoundary(bounded.rows);
    expect(denied).to.have.length.greaterThan(10);
    for (const row of denied) {
      expect(await decisionOf(row), `${row.request.action} of ${row.request.resource}`).to.equal(
        "explicit deny",
      );
    }
  });

  it(`has a boundary that AWS takes, ${option}`, async () => {
    const { boundary } = bounded;
    expect(await faultsOf(boundary)).to.deep.equal([]);
    expect(JSON.stringify(boundary).length).to.be.lessThan(6144);
  });
}
