import { catchesEveryMutant } from "./wholeDocuments";

describe("every mutant of the documents is caught by a row of the access matrix", function () {
  this.timeout(60_000);
  catchesEveryMutant(["by default", "every database is monitored"]);
});
