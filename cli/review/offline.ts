import { type Offline, runOffline } from "../plan/offline";
import { noteOfRead } from "../plan/reads";
import type { Deployment } from "./deployment";

/** What a program would deploy. */
export async function deploymentOf(offline: Offline): Promise<Deployment> {
  const { project, standIn, states, warnings, unread, secrets, shown, isUnknown } = await runOffline(offline);
  return {
    ...{
      project,
      stack: offline.stack,
      source: "program, run offline",
      resources: states,
      warnings,
      secrets,
    },
    notes: [
      `Nothing was asked of AWS. Account ${standIn.accountId}, Region ${standIn.region} and partition ` +
        `${standIn.partition} stand in where the program's own providers name none, and so do the names and ARNs ` +
        "that AWS would assign.",
      ...unread.map(noteOfRead),
    ],
    ...{ shown, isUnknown },
  };
}
