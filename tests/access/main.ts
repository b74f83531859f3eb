import "../../cli/plan/lazily"; // Before what loads the SDK.
import { main } from "../../cli/plan/command";
import { run } from "./cli";

main(run);
