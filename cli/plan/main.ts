import "./lazily"; // Before what loads the SDK.
import { run } from "./cli";
import { main } from "./command";

main(run);
