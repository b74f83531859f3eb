import { main } from "../plan/command";
import { run } from "./cli";

main(run);
