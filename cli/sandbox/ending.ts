import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Waits for Ctrl-C, a terminal that is closed, a request to end, or nobody who reads what is printed (`| head -1`).
 * They may come twice: npm passes on to its program the Ctrl-C that the terminal has sent to both.
 */
export class Ending {
  readonly told: Promise<void>;
  private end: () => void = () => {};
  private heard = false;
  private served = false;
  private folder: string | undefined;

  constructor() {
    this.told = new Promise((resolve) => {
      this.end = resolve;
    });
    for (const signal of signals) process.on(signal, this.hear);
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => this.end());
  }

  /** A folder that is gone when this has ended. */
  makeFolder(): string {
    this.folder = mkdtempSync(join(tmpdir(), "hipaa-iam-sandbox-"));
    return this.folder;
  }

  /** From here on one signal is enough: what it waits for is over soon. */
  serves(): void {
    this.served = true;
  }

  forget(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, this.hear);
  }

  /** A program that hangs while it is read is ended by the second one. */
  private readonly hear = (signal: (typeof signals)[number]) => {
    if (this.heard && !this.served) {
      this.forget();
      process.removeAllListeners("exit"); // What they would say is not so.
      process.exit(128 + constants.signals[signal]);
    }
    this.heard = true;
    this.end();
  };
}
