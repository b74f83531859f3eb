import { catchesEveryMutant } from "./wholeDocuments";

describe("every mutant of the documents is caught by a row of the access matrix", () => {
  catchesEveryMutant(["by default", "every database is monitored"]);
});
