// As a command begins.
import "../../cli/plan/lazily";
import { readFileSync } from "node:fs";
import type { PolicySet } from "../../cli/policy/request";
import { prove } from "../../cli/theorems/promises";
import type { Promised } from "../../components/promises/promised";

/** Proves the promises in a file, `engine.ts FILE`, and prints the seconds of processor that it takes. */
const [file = ""] = process.argv.slice(2);
const all = JSON.parse(readFileSync(file, "utf8")) as { promises: Promised[]; subject: PolicySet }[];
const start = process.cpuUsage();
for (const { promises, subject } of all) prove(promises, subject);
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1e6);
