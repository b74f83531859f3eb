import { beside, expectNoticed } from "./narrowings";

describe("a deny that lacks an action, a resource or a value breaks a promise", () => {
  it("with a request that shows it, or changes nothing", () =>
    expectNoticed(
      [
        ...["by default", "keys have a provisioner", "a guardrail is asked for, through profiles"],
        "few models are invoked on mantle, in one project, and through profiles",
      ],
      { denies: 35, narrowings: 120, "change nothing": [beside] },
    ));
});
