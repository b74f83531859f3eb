import { UsageError } from "./errors";
import { fieldsOf } from "./fields";
import { insteadDeploy } from "./insteadDeploy";

/** What config tells the engine itself, and not the program. */
export function engineSettings(config: Record<string, string>) {
  const disabled = [parsed(config["pulumi:disable-default-providers"]) ?? []].flat().map(String);
  return {
    isVerbatim: isVerbatim(config["pulumi:autonaming"]),
    /** In the engine's words. `token` is a type of resources or a function. */
    refuseDefault(token: string, provider: string | undefined): void {
      const [pack = ""] = token.split(":");
      if (provider || pack === "pulumi" || !(disabled.includes("*") || disabled.includes(pack))) return;
      throw new UsageError(
        `Default provider for '${pack}' disabled. '${token}' must use an explicit provider.`,
      );
    },
  };
}

/** Whether resources that have no name get their Pulumi name as it is. */
function isVerbatim(autonaming: string | undefined): boolean {
  const { mode = "default", ...others } = fieldsOf(parsed(autonaming));
  const isRead = ["default", "verbatim"].includes(String(mode)) && Object.keys(others).length === 0;
  if (isRead) return mode === "verbatim";
  throw new UsageError(
    `pulumi:autonaming: ${autonaming}: the names that it makes are not known offline, but for mode default and verbatim. ${insteadDeploy}`,
  );
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
