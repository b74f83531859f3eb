import { expect } from "chai";
import { HipaaIamComponent } from "../../components";
import { documentsOf, run } from "../../tests/support/component";
import { data, program } from "./programs/program";

describe("what the benchmark compares the component with", () => {
  it("has the same documents, names, descriptions and tags", async () => {
    // From the sources, as the package that the benchmark imports may not be built yet.
    const component = await run(() => {
      for (const index of [0, 1])
        new HipaaIamComponent(`app-${index}`, { ...data(index), environment: "dev" });
    });
    const byHand = await run(() => void program("hand-written", 2));
    expect([...component.errors, ...byHand.errors]).to.deep.equal([]);
    expect(documentsOf(byHand)).to.deep.equal(documentsOf(component));
    expect(Object.keys(documentsOf(byHand))).to.have.length(8);
    const made = ({ resources }: typeof byHand) =>
      resources
        .filter(({ type }) => type.startsWith("aws:iam/"))
        .map(
          ({
            name,
            type,
            inputs: { policy, assumeRolePolicy, ...inputs },
            deleteBeforeReplace,
            ignoreChanges,
          }) => ({
            ...{ name, type, inputs, deleteBeforeReplace, ignoreChanges },
          }),
        )
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(made(byHand)).to.deep.equal(made(component));
  });
});
