// `npm run screenshot`: the access review of the production stack, as a picture for README. Needs Linux, x64 or arm64.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";

const repository = resolve(import.meta.dirname, "../..");
const picture = join(repository, "docs/images/access-review.png");
/** GitHub shows a README up to 1012 pixels wide. So high is the summary, down to what the roles can do. */
const size = { width: 1012, height: 690 };

const folder = mkdtempSync(join(tmpdir(), "screenshot-"));
const browser = await playwright.launch({
  args: chromium.args,
  executablePath: await chromium.executablePath(),
});
try {
  const review = [
    "review",
    "--stack",
    "production",
    "--out",
    folder,
    "--by",
    "Platform team",
    "--account",
    "123456789012",
  ];
  execFileSync(process.execPath, ["dist/cli/main.js", ...review], { cwd: repository });
  const page = await browser.newPage({ viewport: size, colorScheme: "light" });
  await page.goto(pathToFileURL(join(folder, "review.html")).href);
  await page.screenshot({ path: picture, animations: "disabled" });
  console.log(`${picture}: ${Math.round(statSync(picture).size / 1024)} kB`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
