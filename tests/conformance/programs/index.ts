import type { Program } from "../program";
import { folders } from "./folders";
import { functions } from "./functions";
import { made } from "./made";
import { read } from "./read";
import { ways } from "./ways";

export const programs: Program[] = [...made, ...read, ...functions, ...ways, ...folders];
