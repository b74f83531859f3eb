const noOther = "no other action that the pattern stands for works on a stream";

/** Mutants of what the boundary has besides statements of the roles, that decide every request as it does. */
export const equivalents: ReadonlyMap<string, string> = new Map([
  ["WriteDatabaseMetrics: logs:PutLogEvents to logs:Put*", noOther],
  ["WriteDatabaseMetrics: logs:GetLogEvents to logs:Get*", noOther],
  ["WriteDatabaseMetrics: logs:CreateLogStream to logs:Create*", noOther],
]);
