import { type Difference, gone, unfiled } from "./compare";
import type { Found } from "./services";
import type { Snapshot } from "./snapshot";

/** What is told of a comparison, and the code to exit with: 1 where something is new. */
export function compareAndTell(found: Found, snapshot: Snapshot): { exitCode: number; text: string } {
  const [news, old] = [unfiled(found, snapshot), gone(found, snapshot)];
  const versions = Object.entries(found.versions).map(([name, version]) => `${name} ${version}`);
  const lines = [
    `Compared ${versions.join(" and ")} with tools/watch/snapshot/.`,
    ...(news.length > 0
      ? [`${news.length} new. File each in tools/watch/snapshot/SERVICE.json as granted, denied`]
      : []),
    ...(news.length > 0
      ? ["by the Sid of a statement, or harmless for a reason; an operation under its action:"]
      : []),
    ...news.map(told),
    ...(old.length > 0 ? [`${old.length} that AWS has no more, to be taken out:`, ...old.map(told)] : []),
    ...(news.length === 0 ? ["Nothing is new."] : []),
  ];
  return { exitCode: news.length > 0 ? 1 : 0, text: lines.join("\n") };
}

const told = ({ service, kind, name }: Difference) => `  ${service} ${kind} ${name}`;
