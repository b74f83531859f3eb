import type { SingleBar } from "cli-progress";

export interface Progress {
  /** So many calls more are expected. */
  more(calls: number): void;
  step(): void;
  stop(): void;
}

/** A bar on standard error, on a terminal; nothing in a pipe or a file. */
export function progressOf(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { more: () => {}, step: () => {}, stop: () => {} };
  const { SingleBar, Presets } = require("cli-progress") as typeof import("cli-progress");
  const format = "Looking {bar} {value} calls";
  const bar: SingleBar = new SingleBar(
    // Who stops it with Ctrl-C keeps a terminal with a cursor, which breaks lines.
    { format, stream, clearOnComplete: true, hideCursor: false, linewrap: true },
    Presets.shades_classic,
  );
  bar.start(1, 0);
  return {
    more: (calls) => bar.setTotal(bar.getTotal() + calls),
    step: () => {
      if (bar.getProgress() >= 1) bar.setTotal(bar.getTotal() + 10); // How many there are shows as they are made.
      bar.increment();
    },
    stop: () => bar.stop(),
  };
}
