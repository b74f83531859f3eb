import { readFileSync } from "node:fs";
import { expect } from "chai";
import { listedFile, listedText } from "./listed";

it("what the command knows of AWS's service reference is what the installed version says", async () => {
  expect((await listedText()) === readFileSync(listedFile, "utf8"), "npm run reference").to.equal(true);
});
