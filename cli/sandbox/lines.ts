/** What became of a request. */
export interface Line {
  time: string;
  /** Refused: not by a policy, as of credentials that are none or an operation that is not known. */
  decision: "allowed" | "denied" | "refused";
  service: string;
  operation: string;
  action?: string;
  resource?: string;
  /** Sids of the statements that refuse it. */
  by?: string[];
  /** What to change. */
  advice?: string;
  /** Of the answer. */
  status?: number;
  session?: string;
  /** What AWS says of the operation. */
  page?: string;
}

/** A line for people. Control characters of a key would be commands of the terminal. */
export function inWords({
  decision,
  action,
  resource,
  operation,
  service,
  by = [],
  advice,
  status,
}: Line): string {
  const what = action ? `${action} ${shortened(resource ?? "*", advice)}` : `${service} ${operation}`;
  const why = by.length > 0 ? ` by ${by.join(", ")}` : "";
  const failed = decision === "allowed" && (status ?? 0) >= 400 ? `, and answered with ${status}` : "";
  const line = `${decision === "allowed" ? "allowed" : decision.toUpperCase()} ${what}${why}${failed}${advice ? `: ${advice}` : ""}`;
  return line.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}

/** Without what is the same in each ARN: beside other ARNs the account or the Region may be what differs. */
function shortened(resource: string, advice = ""): string {
  const same = advice.includes("only on arn:")
    ? /^arn:[\w-]+:s3:::/
    : /^arn:[\w-]+:(?:s3:::|[\w-]+:[\w-]*:\d*:)/;
  return resource.replace(same, "");
}
