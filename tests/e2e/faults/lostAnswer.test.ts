import { everyCallMeets } from "../support/faultCases";

describe("faults of the network: lost answer", () => everyCallMeets("lost answer"));
