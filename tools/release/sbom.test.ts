import { expect } from "chai";
import { type Sbom, sbom } from "./sbom";

describe("the SBOM", () => {
  let document: Sbom;
  before(() => {
    document = sbom();
  });

  it("is CycloneDX, of this package, whatever folder it is in", () => {
    expect(document).to.include({ bomFormat: "CycloneDX", specVersion: "1.5" });
    expect(document.metadata.component.name).to.equal("hipaa-iam");
  });

  it("has what users install, and nothing that only developers do", () => {
    const names = document.components.map(({ name }) => name);
    expect(names).to.include.members(["@pulumi/aws", "@pulumi/pulumi"]);
    expect(names).not.to.include.members(["@cloud-copilot/iam-simulate"]);
    for (const name of ["mocha", "esbuild", "typescript", "hipaa-iam-build", "hipaa-iam-example-complete"]) {
      expect(names).not.to.include(name);
    }
  });

  it("tells of each of them what it depends on", () => {
    const refs = document.components.map((component) => component["bom-ref"]);
    const { dependencies, metadata } = document;
    expect(dependencies.map(({ ref }) => ref)).to.have.members([...refs, metadata.component["bom-ref"]]);
    expect(refs).to.include.members(dependencies.flatMap(({ dependsOn }) => dependsOn));
  });

  it("refers to URLs only", () => {
    const urls = document.components.flatMap(({ externalReferences = [] }) =>
      externalReferences.map(({ url }) => url),
    );
    expect(urls.filter((url) => !URL.canParse(url))).to.deep.equal([]);
  });
});
