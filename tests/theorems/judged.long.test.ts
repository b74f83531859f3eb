import { expect } from "chai";
import { seed } from "../diff/soundness";
import { expectJudged } from "./judged";

/** A hundred thousand take minutes: `JUDGE_ALL=1` asks them. */
const requests = process.env.JUDGE_ALL ? 100_000 : 6_000;

describe("the engine, the evaluator and the judge decide random requests of random policy sets alike", function () {
  this.timeout(1_800_000);
  it(`${requests} requests (FC_SEED=${seed})`, () => {
    const { differences, undecided, ...counts } = expectJudged(requests, seed);
    console.table(counts);
    console.table({ ...differences, ...undecided });
    expect(counts["explicitly denied"]).to.be.greaterThan(requests / 10);
    expect(counts.allowed).to.be.greaterThan(requests / 50);
  });
});
