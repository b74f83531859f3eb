import { Role } from "@pulumi/aws/iam";
import { expect } from "chai";
import { defaultStandIn as standIn } from "../../cli/plan/run";
import { HipaaIamBoundary, HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { extensions, optionSets } from "../access/options";
import { exampleArgs } from "../support/component";
import { changed, type Path, placesOfOutputs } from "../support/laterArgs";
import { allowing } from "./support/account";
import { localApi } from "./support/moto";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";

const sets: Partial<HipaaIamComponentArgs>[] = Object.values({
  ...optionSets(standIn),
  ...extensions(standIn),
});
const common = {
  ...{ ...exampleArgs(), externalId: "only-we-know", tags: { Team: "a" } },
  permissionsBoundaryArn: `arn:aws:iam::${standIn.accountId}:policy/workload-boundary`,
};

/** Programs of a component and a boundary for each set of options, with values that a preview does not know. */
class Program {
  /** How many of these values are known by now. */
  known = 0;
  /** How many there are. */
  late = 0;

  /** With the places that are late together, by set; a set may be there several times. */
  constructor(private readonly placesOf: (args: HipaaIamComponentArgs, at: number) => Path[][]) {}

  readonly run = async () => {
    Object.assign(this, { known: 0, late: 0 });
    const { id } = new Role("late", { assumeRolePolicy: allowing({ Action: "sts:AssumeRole" }) });
    for (const [at, options] of sets.entries()) {
      const args = { ...common, nameSuffix: `s${at}`, ...options };
      for (const [which, places] of this.placesOf(args, at).entries()) {
        this.late += places.length;
        const given = changed(args, places, (value) =>
          id.apply(() => {
            this.known++;
            return value;
          }),
        );
        new HipaaIamComponent(`app-${at}-${which}`, given);
        new HipaaIamBoundary(`edge-${at}-${which}`, given);
      }
    }
  };
}

describe("every option set of the matrix, with the engine", () => {
  const api = localApi();
  const open = ({ run }: Program) => TestStack.open(checkout(), "dev", api(), { program: run });

  it("is previewed with each value unknown by itself", async () => {
    const always = placesOfOutputs(common).map(String);
    const program = new Program((args, at) =>
      placesOfOutputs(args)
        .filter((place) => at === 0 || !always.includes(String(place))) // What all sets have, once.
        .map((place) => [place]),
    );
    const { errors, succeeded } = await (await open(program)).preview();
    expect(errors).to.deep.equal([]);
    expect(succeeded).to.equal(true);
    expect(program.known).to.equal(0);
    expect(program.late).to.be.above(60);
  });

  it("is previewed with all values known and with all unknown, and up makes just that", async () => {
    const plain = await (await open(new Program(() => [[]]))).preview();
    expect(plain.errors).to.deep.equal([]);
    expect(plain.operations.create).to.have.length.above(sets.length * 9);

    const program = new Program((args) => [placesOfOutputs(args)]);
    const stack = await open(program);
    const unknown = await stack.preview();
    expect(unknown.errors).to.deep.equal([]);
    expect(unknown.operations).to.deep.equal(plain.operations);
    expect(program.known).to.equal(0);

    const up = await stack.up();
    expect(up.errors).to.deep.equal([]);
    expect(up.operations).to.deep.equal(plain.operations);
    const warnings = plain.warnings.sort();
    const ofModels = warnings.filter((told) => told.includes("the role can reach no current Claude model"));
    expect(ofModels).to.have.length.above(10);
    expect(unknown.warnings.sort()).to.deep.equal(warnings);
    expect(up.warnings.sort()).to.deep.equal(warnings);
    expect(program.known)
      .to.equal(program.late)
      .and.above(sets.length * 5);
  });
});
