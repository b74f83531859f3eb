import { everyCallMeets } from "./support/faultCases";

for (const fault of ["cut connection", "lost answer", "slow answer"] as const) {
  describe(`faults of the network: ${fault}`, () => everyCallMeets(fault));
}
