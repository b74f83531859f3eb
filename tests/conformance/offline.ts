import "../../cli/plan/lazily"; // Before what loads the SDK.
import { main, resultOf } from "../../cli/plan/command";
import { obeyNodeArgs } from "../../cli/plan/nodeArgs";
import { runOffline } from "../../cli/plan/offline";

/** The offline half, in a process that starts as the commands do: prints the states of a stack, or why there are none. */
main(([folder = "", stack = ""]) =>
  resultOf(async () => {
    obeyNodeArgs(folder);
    const { states, shown } = await runOffline({ folder, stack, standIn: {}, config: [] });
    return { stdout: JSON.stringify(shown(states)), stderr: "", exitCode: 0 };
  }),
);
