import { type Offline, runOffline } from "../plan/offline";
import { noteOfRead } from "../plan/reads";
import { openAccount } from "../plan/standIns";
import type { Deployment } from "./deployment";

const noteOfAccount = `Nobody names the account: it stands as unknown(${openAccount}). Name it with aws:allowedAccountIds, or with --account.`;

/** What a program would deploy. */
export async function deploymentOf(offline: Offline): Promise<Deployment> {
  const run = await runOffline(offline);
  const { project, standIn, states, warnings, unread, secrets, shown, isUnknown, widened } = run;
  const account = isUnknown(standIn.accountId) ? "" : `Account ${standIn.accountId}, `;
  return {
    ...{
      project,
      stack: offline.stack,
      source: "program, run offline",
      // What the program says of a resource that it reads is not what AWS has.
      resources: states.map((one) => (one.external ? { ...one, inputs: {} } : one)),
      warnings,
      secrets,
    },
    notes: [
      `Nothing was asked of AWS. ${account}Region ${standIn.region} and partition ` +
        `${standIn.partition} stand in where the program's own providers name none, and so do the names and ARNs ` +
        "that AWS would assign.",
      ...(account === "" ? [noteOfAccount] : []),
      ...unread.map(noteOfRead),
    ],
    ...{ shown, isUnknown, widened },
    // A provider of the program's own may be of another account.
    isPlaced: ({ provider = "" }) => run.account !== undefined && provider === "",
  };
}
