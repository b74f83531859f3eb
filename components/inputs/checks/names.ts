import { Environment } from "../args";
import type { Fault } from "../faults";
import { namesOf } from "../names";
import { isGood, type Known, show } from "./known";

/** IAM's limit for the name of a role, in characters. The other names are shorter, and those of policies may have 128. */
const longestRoleName = 64;

export function nameFaults({ values }: Known): Fault[] {
  const { environment, nameSuffix, enableRdsMonitoring } = values;
  if (!isGood(values, "nameSuffix")) return [];
  // What is too long for the shortest environment is too long for whichever was meant.
  const assumed = isGood(values, "environment") ? (environment as Environment) : Environment.Dev;
  const names = namesOf({ environment: assumed, nameSuffix: String(nameSuffix) });
  const roles = [names.appRole, ...(enableRdsMonitoring === true ? [names.rdsMonitoringRole] : [])];
  const excess = Math.max(...roles.map((role) => role.length)) - longestRoleName;
  if (excess <= 0) return [];
  const longest = roles.find((role) => role.length === longestRoleName + excess);
  const most = String(nameSuffix).length - excess;
  return [
    {
      propertyPath: "nameSuffix",
      reason:
        `${show(nameSuffix)} makes the role name ${longest}, ${longestRoleName + excess} characters long, ` +
        `and IAM takes ${longestRoleName}. Give at most ${most} characters.`,
    },
  ];
}
