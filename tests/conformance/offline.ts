import { standAlone } from "../../cli/plan/idle";
import { runOffline } from "../../cli/plan/offline";

/** The offline half, in a process of its own as the command has it: prints the states of a stack, or why there are none. */
async function main([folder = "", stack = ""]: string[]): Promise<void> {
  standAlone();
  const { states, shown } = await runOffline({ folder, stack, standIn: {}, config: [] });
  process.stdout.write(JSON.stringify(shown(states)), () => process.exit(0));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`, () => process.exit(2));
});
