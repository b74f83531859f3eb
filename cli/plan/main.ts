import { run } from "./cli";
import { main } from "./command";

main(run);
