import { inputs } from "./inputs";
import { refusesWhatIsHostile, runs } from "./suite";

describe(`hostile input, ${runs} values an input`, () => {
  refusesWhatIsHostile(inputs, runs);
});
