import { allOptions } from "../access/options";
import { meansTheSame } from "./rewrites";

describe("what means the same is no change, with every set of options", function () {
  this.timeout(60_000);
  meansTheSame(Object.keys(allOptions));
});
