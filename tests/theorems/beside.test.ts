import { allOptions } from "../access/options";
import { environmentsHaveNothingInCommon, guardrailsTakeNothing } from "./beside";

const few = ["by default", "models are invoked through profiles", "keys have a provisioner"];
const sets = Object.fromEntries(Object.entries(allOptions).filter(([option]) => few.includes(option)));

describe("environments have nothing in common", () => environmentsHaveNothingInCommon(sets));
describe("the service control policy takes nothing from the roles", () => guardrailsTakeNothing(sets));
