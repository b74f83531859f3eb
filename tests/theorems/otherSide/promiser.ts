import type { Answer, Holder, Promised, Requests } from "../../../components/promises/promised";
import type { Conditions } from "../../../components/promises/session";

/** Whoever asks is none of these: anonymous callers and services of AWS have no such ARN. */
export const isNot = (arns: string[]): Conditions => ({ ArnNotEquals: { "aws:PrincipalArn": arns } });
export const isOneOf = (arns: string[]): Conditions => ({ ArnEquals: { "aws:PrincipalArn": arns } });

/** Makes the sentences about one document. */
export const promiser =
  (of: Holder, answer: Answer) =>
  (id: string, says: string, hipaa: Promised["hipaa"], requests: Requests[]): Promised => ({
    ...{ id, of, answer, says, hipaa, requests },
  });

/** What a document denies, and that it takes nothing besides from anybody. */
export function nothingElseDenied(of: Holder, denied: Promised[]): Promised[] {
  const others = promiser(of, "allowed")(
    "nothing-else-denied",
    "do everything else that other policies let them",
    ["164.308(a)(4)(ii)(B)"],
    [{ Action: "*" }],
  );
  return [...denied, { ...others, except: denied.flatMap(({ requests }) => requests) }];
}
