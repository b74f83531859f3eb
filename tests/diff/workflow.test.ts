import { expect } from "chai";
import { workflow } from "./workflow";

describe("the workflow access-diff", () => {
  const { permissions, jobs } = workflow();

  it("has no more permissions than it needs, and does not write where it runs what it judges", () => {
    expect(permissions).to.deep.equal({});
    expect(jobs.plan?.permissions).to.deep.equal({ contents: "read" });
    expect(jobs.compare?.permissions).to.deep.equal({ contents: "read" });
    expect(jobs.comment?.permissions).to.deep.equal({ "pull-requests": "write" });
    const [download, ...others] = (jobs.comment?.steps ?? []).map(({ uses }) => uses);
    expect(download).to.match(/^actions\/download-artifact@[0-9a-f]{40}$/);
    expect(others).to.deep.equal([undefined]);
  });

  it("compares where nothing of the pull request runs", () => {
    const steps = jobs.compare?.steps ?? [];
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => [step.with?.path, step.with?.["sparse-checkout"]])).to.deep.equal([
      ["base", undefined],
      ["accepted", ".github/accepted-access.yaml"],
    ]);
    expect(checkouts[0]?.with?.ref).to.equal("$" + "{{ github.event.pull_request.base.sha }}");
    const places = steps.filter(({ run }) => run?.includes("npm")).map((step) => step["working-directory"]);
    expect(places).to.deep.equal(["base", "base"]);
  });

  it("comments what the comparison handed over, and nothing else", () => {
    const report = "$" + "{{ steps.report.outputs.artifact-id }}";
    expect(jobs.compare?.outputs).to.deep.equal({ report });
    expect(jobs.compare?.steps.find(({ id }) => id === "report")?.uses).to.match(
      /^actions\/upload-artifact@[0-9a-f]{40}$/,
    );
    expect(jobs.comment?.if).to.include("needs.compare.outputs.report && ");
    expect(jobs.comment?.steps[0]?.with).to.deep.equal({
      "artifact-ids": "$" + "{{ needs.compare.outputs.report }}",
      "merge-multiple": true,
    });
  });

  it("is not skipped where the pull request cannot be planned: a check that is skipped passes", () => {
    expect([jobs.compare?.needs, jobs.compare?.if]).to.deep.equal(["plan", "$" + "{{ always() }}"]);
  });

  it("keeps no credentials beside what it runs", () => {
    const checkouts = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const step of checkouts) expect(step.with?.["persist-credentials"]).to.equal(false);
  });

  it("uses no action but GitHub's own, and no expression in a shell line", () => {
    const steps = Object.values(jobs).flatMap(({ steps }) => steps);
    for (const { uses, run = "" } of steps) {
      if (uses !== undefined) expect(uses).to.match(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(run).not.to.include("${{");
    }
  });
});
