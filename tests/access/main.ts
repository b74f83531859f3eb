import { main } from "../../cli/plan/command";
import { run } from "./cli";

main(run);
