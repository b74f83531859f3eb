import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions } from "./options";
import { told } from "./sentences";

describe("the access matrix and README's sentences say the same", () => {
  it("every row is a case of a sentence and decided as each that it is a case of says, and no sentence lacks a case", async () => {
    const { rows, differences, without, untried } = await told({});
    expect(rows).to.be.greaterThan(800);
    expect(differences).to.deep.equal([]);
    expect(without).to.deep.equal([]);
    expect(untried.map(({ id }) => id)).to.deep.equal([]);
  });

  it("where sessions serve one tenant", async () => {
    const { differences } = await told(extensions(defaultStandIn)["sessions serve one tenant"] ?? {});
    expect(differences).to.deep.equal([]);
  });
});
