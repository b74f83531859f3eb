import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions, optionSets } from "./options";
import { told } from "./sentences";

describe("the access matrix and README's sentences say the same, for every option set", () => {
  for (const [option, options] of Object.entries({
    ...optionSets(defaultStandIn),
    ...extensions(defaultStandIn),
  })) {
    it(option, async () => {
      const { rows, differences } = await told(options);
      expect(rows).to.be.greaterThan(700);
      expect(differences).to.deep.equal([]);
    });
  }
});
