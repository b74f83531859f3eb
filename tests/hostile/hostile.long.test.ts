import { inputs } from "./inputs";
import { refusesWhatIsHostile, runs } from "./suite";

describe(`hostile input, ${runs} values an input`, function () {
  this.timeout(60_000);
  refusesWhatIsHostile(inputs, runs);
});
