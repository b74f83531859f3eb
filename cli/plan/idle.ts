import { UsageError } from "./errors";

/** How often is looked, in milliseconds, and how often in a row nothing may be found. */
const [interval, looks] = [10, 5];

let isAlone = false;

/** Says that this process does nothing but run a command, so that it has nothing to do when a program has not. */
export function standAlone(): void {
  isAlone = true;
}

export const isStandingAlone = () => isAlone;

/**
 * Notes what is active now; what it returns waits until nothing else is. `pulumi up` goes on until Node.js has nothing to
 * do, which `beforeExit` tells. Where others use the process, as a test runner does, that never comes: there it is looked
 * whether more is active than before. Work in threads, such as a hash, is not seen there.
 */
export function idleWatch(patience: number): (isOver: () => boolean) => Promise<void> {
  const before = active();
  const end = Date.now() + patience;
  return (isOver) =>
    new Promise((resolve, reject) => {
      let quiet = 0;
      const stop = (settle: () => void) => {
        clearInterval(timer);
        process.off("beforeExit", onEmpty);
        settle();
      };
      const fail = () => stop(() => reject(unfinished(patience, above(before))));
      // A promise alone would not be gone on with.
      const onEmpty = () => (Date.now() > end ? fail() : stop(() => setImmediate(resolve)));
      const look = () => {
        const more = above(before);
        quiet = !isAlone && more.length === 0 ? quiet + 1 : 0;
        if (isOver() || quiet === looks) stop(resolve);
        else if (Date.now() > end) fail();
      };
      // Keeps nothing alive itself: else the process would never have nothing to do.
      const timer = setInterval(look, interval).unref();
      process.once("beforeExit", onEmpty);
    });
}

/** How many resources of each type keep this process alive. */
function active(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function above(before: Map<string, number>): [type: string, count: number][] {
  const more = [...active()].map(([type, count]) => [type, count - (before.get(type) ?? 0)] as const);
  return more.filter(([, count]) => count > 0).map(([type, count]) => [type, count]);
}

function unfinished(patience: number, more: [type: string, count: number][]): UsageError {
  const names = more.map(([type, count]) => (count > 1 ? `${count} ${type}` : type)).join(", ");
  return new UsageError(
    `The program did not come to an end in ${patience / 1000} seconds. ` +
      `Still active: ${names || "work in threads, or what begins anew each time"}. End it, or what it makes later is not known.`,
  );
}
