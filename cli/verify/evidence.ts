import { join } from "node:path";
import type { Deployment } from "../review/deployment";
import { fileNames, filesOf } from "../review/files";
import { dayOf, madeIn } from "../review/made";
import { provenReviewOf } from "../review/proofs";
import { writeFiles } from "../review/writeFiles";
import { assessmentOf } from "./assessment";
import { summary, type Verification } from "./report";
import { csvOf, htmlOf, isOpen, words } from "./verified";

export const assessmentFile = "oscal-assessment-results.json";
const verifiedFiles = ["verified.html", "verified.csv", "verified.json", assessmentFile];

/** The first page is one sheet. */
const mostOnCover = 8;

/** Writes the access review of the stack, with a page of what was verified and an OSCAL assessment beside it. */
export function writeEvidence(
  out: string,
  folder: string | undefined,
  deployment: Deployment,
  verification: Verification,
): void {
  const { account, caller, date, checks } = verification;
  const open = checks.filter(isOpen);
  const { written } = deployment;
  const own = [...fileNames, ...verifiedFiles].map((name) => join(out, name));
  const made = madeIn(folder, date, undefined, { own, ...(written && { written }) });
  const review = {
    ...provenReviewOf(deployment),
    verified: [
      `Verified: ${summary(checks)} Account ${account} was read on ${dayOf(date)} by ${caller}; verified.html says more.`,
      ...open.slice(0, mostOnCover).map(({ of, result, what }) => `${words[result]}: ${of}: ${what}`),
      ...(open.length > mostOnCover ? [`And ${open.length - mostOnCover} more, in verified.html.`] : []),
    ],
  };
  writeFiles(out, {
    ...filesOf(review, { made, lastModified: date, separator: "comma" }),
    "verified.html": htmlOf(verification, made),
    "verified.csv": csvOf(verification),
    "verified.json": `${JSON.stringify(verification, undefined, 2)}\n`,
    [assessmentFile]: `${JSON.stringify(assessmentOf(verification, review), undefined, 2)}\n`,
  });
}
