import { everyCallMeets } from "../support/faultCases";

describe("faults of AWS: throttle", () => everyCallMeets("throttle"));
