import { readFileSync } from "node:fs";
import { expect } from "chai";
import schema from "../../components/schema.json";
import { schemaFile, schemaText } from "./schema";

describe("the schema that the plugin hands out", () => {
  it("is that of the sources", () => {
    expect(schemaText() === readFileSync(schemaFile, "utf8"), "npm run schema").to.equal(true);
  });

  it("has names of nested types that do not double in SDKs, where each becomes ...Args", () => {
    const nested = Object.keys(schema.types);
    expect(nested.length).to.be.above(4);
    expect(nested.filter((name) => /Args$/.test(name))).to.deep.equal([]);
  });

  it("keeps the external ID secret, and nothing else", () => {
    const marked = Object.entries(schema.resources).flatMap(([type, { inputProperties }]) =>
      Object.entries(inputProperties).flatMap(([name, input]) =>
        "secret" in input ? [`${type.split(":")[2]}.${name}`] : [],
      ),
    );
    expect(marked).to.deep.equal(["HipaaIamBoundary.externalId", "HipaaIamComponent.externalId"]);
  });
});
