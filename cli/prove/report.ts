import { printable } from "../diff/report";
import { answers, requestWords } from "../review/words";
import type { Outcome } from "./make";

/** What broke first, then what is proven. */
export function reportOf(outcomes: Outcome[], notes: string[], universe: string): string {
  const of = (wanted: Outcome["outcome"]) => outcomes.filter(({ outcome }) => outcome === wanted);
  const [broken, unproven, proven] = [of("broken"), of("not proven"), of("proven")];
  const isOpen = ({ answer }: Outcome) => answer === "open";
  const open = proven.filter(isOpen).length;
  const are = (number: number, what: string) =>
    number > 0 ? [`${number} ${number === 1 ? "is" : "are"} ${what}`] : [];
  const head = [
    ...are(broken.length, "broken"),
    ...are(unproven.length, "not proven"),
    ...are(proven.length - open, "proven for all requests"),
    ...are(open, "open, as README says"),
  ].join(", ");
  return [
    `Of ${outcomes.length} promises: ${head}.\nRequests: ${universe}.\n`,
    ...section("Broken", broken),
    ...section("Not proven", unproven),
    ...section("Open, as README says", proven.filter(isOpen)),
    ...section(
      "Proven for all requests",
      proven.filter((one) => !isOpen(one)),
    ),
    ...notes.map((note) => `${note}\n`),
  ].join("\n");
}

function section(title: string, outcomes: Outcome[]): string[] {
  if (outcomes.length === 0) return [];
  const holders = [...new Set(outcomes.map(({ component, of }) => `${component}, ${of}`))];
  const groups = holders.map((holder) => {
    const own = outcomes.filter(({ component, of }) => `${component}, ${of}` === holder);
    return [`  ${printable(holder)}`, ...own.flatMap(lines)].join("\n");
  });
  return [`${title} (${outcomes.length})\n`, ...groups.map((group) => `${group}\n`)];
}

function lines({ says, answer, outcome, why, witness, by = [] }: Outcome): string[] {
  const isShown = witness && (outcome === "broken" || answer === "open");
  const decided = by.length > 0 ? `by ${by.join(", ")}` : "as nothing allows it";
  const [request = "", ...rest] = witness ? requestWords(witness) : [];
  return [
    `    ${answers[answer]}: ${says}`,
    ...(why ? [`        ${printable(why)}`] : []),
    ...(isShown
      ? [`${outcome === "broken" ? "but" : "such as"}: ${request}`, ...rest, decided].map(
          (line) => `        ${printable(line)}`,
        )
      : []),
  ];
}
