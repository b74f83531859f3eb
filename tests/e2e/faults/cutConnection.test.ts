import { everyCallMeets } from "../support/faultCases";

describe("faults of the network: cut connection", () => everyCallMeets("cut connection"));
