import { everyCallMeets } from "./support/faultCases";

// In two files, each a lane of its own: this one and connections.test.ts.
for (const fault of ["throttle", "server error"] as const) {
  describe(`faults of AWS: ${fault}`, () => everyCallMeets(fault));
}
