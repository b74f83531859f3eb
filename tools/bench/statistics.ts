export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below = 0, above = 0] = sorted.slice(middle - 1 + (sorted.length % 2), middle + 1);
  return sorted.length % 2 ? below : (below + above) / 2;
}

/** Runs what is compared in turns, so that what slows the machine down slows each, and gathers what each took. */
export async function inTurns<K extends string, R>(
  kinds: readonly K[],
  times: number,
  run: (kind: K) => R | Promise<R>,
): Promise<Record<K, R[]>> {
  const results = Object.fromEntries(kinds.map((kind) => [kind, [] as R[]])) as Record<K, R[]>;
  for (let time = 0; time < times; time++) for (const kind of kinds) results[kind].push(await run(kind));
  return results;
}
