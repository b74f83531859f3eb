import { allOptions } from "../access/options";
import { environmentsHaveNothingInCommon, guardrailsTakeNothing } from "./beside";

describe("environments have nothing in common, with every option set", () =>
  environmentsHaveNothingInCommon(allOptions));
describe("the service control policy takes nothing from the roles, with every option set", () =>
  guardrailsTakeNothing(allOptions));
