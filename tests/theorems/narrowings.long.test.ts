import { allOptions } from "../access/options";
import { beside, expectNoticed } from "./narrowings";

describe("a deny of any option set that lacks an action, a resource or a value breaks a promise", () => {
  it("with a request that shows it, or changes nothing", () =>
    expectNoticed(Object.keys(allOptions), { denies: 52, narrowings: 143, "change nothing": [beside] }));
});
