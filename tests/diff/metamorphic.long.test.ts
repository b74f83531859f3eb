import { allOptions } from "../access/options";
import { meansTheSame } from "./rewrites";

describe("what means the same is no change, with every set of options", () => {
  meansTheSame(Object.keys(allOptions));
});
