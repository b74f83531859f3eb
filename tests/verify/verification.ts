import { type Area, areas, check, together } from "../../cli/verify/check";
import type { Verification } from "../../cli/verify/report";
import { verdictOf } from "../../cli/verify/report";

/** What somebody may have written into an account, in the languages of what is written of it. */
export const hostile = '*a* _b_ `c` <b>d</b> [e](f) | =1+1 & "g"\n# h \u202e i {{ j }}';

/** What is said where everything was found that can be: each result in each area, and names that are not of this page. */
export function verificationOf(stack: string): Verification {
  const checks = (Object.keys(areas) as Area[]).flatMap((area) => [
    check(area, "agreeing", { result: "agrees", what: "is as it should be", details: ["one", "two"] }),
    check(area, "differing", { result: "differs", what: `differs: ${hostile}`, details: [hostile, hostile] }),
    check(area, "accepted", { result: "differs", what: "differs, and is known" }),
    check(area, "told", { result: "told", what: "a fact" }),
    check(area, "not judged", { result: "not judged", what: "nobody knows" }),
    check(area, "not seen", { result: "not seen", what: "could not look: needs iam:GetRole" }),
    ...[1, 2].map((at) =>
      check(area, at === 1 ? "one of two" : "another of two", {
        ...{ result: "not seen", what: "could not look: needs s3:GetBucketPolicy" },
      }),
    ),
    check(area, hostile, { result: "agrees", what: "its name is strange" }),
  ]);
  const accepted = checks
    .filter(({ of }) => of === "accepted")
    .map(({ id = "" }) => ({ id, reason: hostile }));
  return {
    ...{ project: "hipaa-iam", stack, source: "state of the stack" },
    ...{ account: "123456789012", caller: "arn:aws:sts::123456789012:assumed-role/looks/me" },
    ...{ region: "us-east-1", date: "2026-11-29T12:00:00.000Z", notes: ["a note"] },
    ...verdictOf(together(checks), accepted, false),
  };
}
