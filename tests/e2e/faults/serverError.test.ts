import { everyCallMeets } from "../support/faultCases";

describe("faults of AWS: server error", () => everyCallMeets("server error"));
