import { expect } from "chai";
import { workflow } from "./workflow";

describe("the workflow access-diff", () => {
  const { permissions, jobs } = workflow();

  it("has no more permissions than it needs, and does not write where it runs what it judges", () => {
    expect(permissions).to.deep.equal({});
    expect(jobs.compare?.permissions).to.deep.equal({ contents: "read" });
    expect(jobs.comment?.permissions).to.deep.equal({ "pull-requests": "write" });
    expect(jobs.comment?.steps.map(({ uses }) => uses)).to.deep.equal([
      "actions/download-artifact@v4",
      undefined,
    ]);
  });

  it("uses no action but GitHub's own, and no expression in a shell line", () => {
    const steps = Object.values(jobs).flatMap(({ steps }) => steps);
    for (const { uses = "actions/none@v1", run = "" } of steps) {
      expect(uses).to.match(/^actions\/[\w-]+@v\d+$/);
      expect(run).not.to.include("${{");
    }
  });
});
