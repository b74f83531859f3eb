/** Says what long work is at, to who watches; a log gets the results alone. */
export function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}
