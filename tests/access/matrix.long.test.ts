import { expectMatrixHolds, matrixSites } from "./matrixSites";

describe("the access matrix holds, with every option in every environment, and with a suffix", () => {
  expectMatrixHolds(matrixSites.filter(({ isQuick }) => !isQuick));
});
