import { everyCallMeets } from "../support/faultCases";

describe("faults of the network: slow answer", () => everyCallMeets("slow answer"));
