import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** How an `up` that met a fault came to its end. */
export type Way = "at once" | "by up" | "by refresh and up" | "by import and up" | "as after a kill";

/** A row of the table: how often each way led to the end. */
export interface FaultRow {
  fault: string;
  /** Calls of an `up` that met the fault, one a run. */
  tried: number;
  converged: Partial<Record<Way, number>>;
}

/** The file that the suite's processes write to, as it runs in several. */
const file = () => process.env.E2E_FAULT_TABLE;

export function record(row: FaultRow): void {
  const path = file();
  if (path) appendFileSync(path, `${JSON.stringify(row)}\n`);
}

/** Prints one table of all faults, if any were tried. */
export function printFaultTable(path: string): void {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, "utf8").trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line) as FaultRow).sort((a, b) => (a.fault < b.fault ? -1 : 1));
  console.log("\nFaults: calls tried, and how the update came to its end");
  const table = rows.map(({ fault, tried, converged }) => [
    fault,
    { tried, converged: Object.values(converged).reduce((sum, count) => sum + count, 0), ...converged },
  ]);
  console.table(Object.fromEntries(table));
}
