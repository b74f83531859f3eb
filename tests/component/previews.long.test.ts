import { allOptions } from "../access/options";
import { acceptsWhatUpAccepts } from "./previews";

describe("a preview accepts what up accepts, with every set of options", () =>
  acceptsWhatUpAccepts(Object.keys(allOptions)));
