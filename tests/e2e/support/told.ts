import { expect } from "chai";
import type { EngineRun } from "./operations";

/** The faults that a run ended with: each is printed once, and without a stack trace. */
export function toldOnce(run: EngineRun): string[] {
  expect(run.succeeded).to.equal(false);
  const said = run.errors.join("\n");
  const told: string[] = said.match(/^\s+- .*$/gm) ?? [];
  expect(told, said).to.have.lengthOf(new Set(told).size);
  expect(said).not.to.match(/^ +at /m);
  expect(said).not.to.include("unhandled exception");
  return told;
}
