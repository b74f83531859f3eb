import { expect } from "chai";
import schema from "../../components/schema.json";
import { type Publication, registrySchema } from "./registry";

const publication: Publication = {
  publisher: "Acme Health",
  namespace: "acme-health",
  repository: "https://github.com/acme-health/hipaa-iam",
  homepage: "https://github.com/acme-health/hipaa-iam",
  logoUrl: "https://acme-health.dev/logo.png",
};

describe("the schema for the Pulumi Registry", () => {
  it("is the plugin's, with all that the Registry shows", () => {
    const shown = registrySchema(publication);
    expect(shown).to.deep.equal({ ...schema, ...publication });
    expect(shown).to.include.all.keys("displayName", "description", "keywords", "license", "version");
  });

  const refused: [what: string, change: Partial<Publication>][] = [
    ["a page that is not there", { homepage: undefined }],
    ["a page without https", { repository: "http://github.com/acme-health/hipaa-iam" }],
    ["a placeholder", { repository: "https://git.example.com/platform/hipaa-iam" }],
    ["a host without a page", { homepage: "https://acme-health.dev" }],
    ["no address", { logoUrl: "logo.png" }],
    ["Pulumi's namespace", { namespace: "pulumi" }],
    ["a namespace of another form", { namespace: "Acme_Health" }],
    ["an empty publisher", { publisher: " " }],
  ];
  for (const [what, change] of refused) {
    it(`refuses ${what}`, () => {
      const [name] = Object.keys(change);
      expect(() => registrySchema({ ...publication, ...change })).to.throw(
        new RegExp(`^--${name}: give [^\n]+$`),
      );
    });
  }

  it("names all that is missing together", () => {
    expect(() => registrySchema({})).to.throw(
      /--publisher[\s\S]*--namespace[\s\S]*--repository[\s\S]*--logoUrl/,
    );
  });
});
