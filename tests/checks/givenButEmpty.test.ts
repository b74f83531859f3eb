import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { tenantKeyPolicy } from "../../components";
import { runComponent } from "../support/component";
import { emptyArgs } from "../support/emptyArgs";
import { namesOf } from "../support/refusals";

describe("an arg that is given and is nothing is refused: only one that is left out takes its default", () => {
  for (const { propertyPath, how, args, refusal } of emptyArgs) {
    for (const preview of [false, true]) {
      const title = `${propertyPath}: ${how}${preview ? ", in a preview" : ""}`;
      it(`${title}: ${refusal === undefined ? "accepted" : "refused"}`, async () => {
        const run = await runComponent(args, { preview });
        if (refusal === undefined) return expect(run.errors).to.deep.equal([]);
        expect(run.errors).to.have.lengthOf(1);
        const { errors = [] } = run.errors[0] as pulumi.InputPropertiesError;
        expect(errors.length).to.be.greaterThan(0);
        for (const fault of errors) {
          expect(fault.propertyPath.startsWith(propertyPath), fault.propertyPath).to.equal(true);
          expect(fault.reason.slice(0, refusal.length)).to.equal(refusal);
        }
        expect(namesOf(run).filter((name) => name.startsWith("app-"))).to.deep.equal([]); // Nothing is made.
      });
    }
  }

  it("in every cell: 46 args and members x 8 ways, 5 of them accepted", () => {
    expect(emptyArgs).to.have.lengthOf(46 * 8);
    expect(emptyArgs.filter(({ refusal }) => refusal === undefined)).to.have.lengthOf(5);
  });

  it("and so is one of the other side's functions", () => {
    const roleArn = "arn:aws:iam::123456789012:role/example";
    for (const nothing of [undefined, null]) {
      expect(() => tenantKeyPolicy({ roleArn, creatorArn: nothing as unknown as string })).to.throw(
        `creatorArn: it is given, but ${nothing}. Give the ARN of a role or user of the role's account`,
      );
    }
  });
});
