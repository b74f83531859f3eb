import { list } from "../../components/inputs/checks/known";

/** Stands for a name in what may be said of several. */
const anyOne = "\0";

interface Named {
  name: string;
}

/** What is told of each. What is the same of several but for their names is told once: a summary is one sheet. */
export function toldTogether<T extends Named>(
  all: T[],
  noun: "component" | "role",
  tell: (one: T) => string[][],
): string[] {
  const told = new Map<string, Set<string>>();
  for (const one of all) {
    for (const lines of tell({ ...one, name: anyOne })) {
      const text = JSON.stringify(lines);
      told.set(text, (told.get(text) ?? new Set()).add(one.name));
    }
  }
  const everybody = [...new Set(all.map(({ name }) => name))];
  return [...told].flatMap(([text, names]) => {
    const who = names.size === 1 ? [...names].join() : `each of ${severalOf(names, everybody, noun)}`;
    const atStart = names.size === 1 ? who : who.replace("e", "E");
    return (JSON.parse(text) as string[]).map((line) =>
      line.replaceAll(anyOne, (_, at) => (at === 0 ? atStart : who)),
    );
  });
}

/** Of many, the others are named where they are fewer. */
function severalOf(names: Set<string>, everybody: string[], noun: string): string {
  const others = everybody.filter((name) => !names.has(name));
  if (names.size < 4 || names.size < others.length) return list([...names], "and");
  const but = others.length > 0 ? ` but ${list(others, "and")}` : "";
  return `the ${everybody.length} ${noun}s${but}`;
}
