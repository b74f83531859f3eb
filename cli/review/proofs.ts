import type { Deployment } from "./deployment";
import { outcomesOf } from "./proving";
import type { Review, ReviewedComponent, ReviewedPromise } from "./review";
import { maskOf, reviewOf } from "./reviewing";
import { componentsOf } from "./subjects";
import { toldTogether } from "./together";
import { requestOf, sentenceOf } from "./words";

/** The review of a stack with what becomes of its promises, each for all requests. */
export function provenReviewOf(deployment: Deployment): Review {
  const review = reviewOf(deployment);
  const mask = maskOf(deployment);
  const proofs = outcomesIn(deployment);
  const components = review.components.map((component, index) => ({
    ...component,
    promises: mask(proofs[index] ?? []),
  }));
  return { ...review, components, proven: toldTogether(components, "component", (one) => [provenOf(one)]) };
}

/** Inputs that the package would refuse, in a state made by hand say, promise nothing. */
function outcomesIn({ resources, ...told }: Deployment): ReviewedPromise[][] {
  try {
    return componentsOf(resources, told).map((one) => outcomesOf(one));
  } catch {
    return [];
  }
}

/** What the first page says of the promises of a component. */
function provenOf({ name, promises }: ReviewedComponent & { promises: ReviewedPromise[] }): string[] {
  const of = (outcome: ReviewedPromise["outcome"]) => promises.filter((one) => one.outcome === outcome);
  const [held, broken, unproven] = [of("proven"), of("broken"), of("not proven")];
  const open = held.filter(({ answer }) => answer === "open").length;
  const proven = held.length - open;
  const whose = `promises of the roles of ${name}`;
  if (promises.length === 0) return [`Proven: no ${whose}, as it has inputs that hipaa-iam does not take.`];
  const rest = open > 0 ? ` ${open} ${open === 1 ? "is" : "are"} open, as README says.` : "";
  const head = `Proven for all requests, not for some: ${proven} of ${promises.length} ${whose}.${rest}`;
  return [head, ...capped([...broken.map(brokenLine), ...byCause(unproven)])];
}

/** Lines, and how many promises each is about. */
type Line = [text: string, promises: number];

function brokenLine(one: ReviewedPromise): Line {
  return [`Broken: ${sentenceOf(one)}. ${requestOf(one) || `Not shown: ${one.why}.`}`, 1];
}

/** One policy that nobody can read leaves many promises unproven: its name once is enough. */
function byCause(unproven: ReviewedPromise[]): Line[] {
  const causes = [...new Set(unproven.map(({ why = "" }) => why))];
  return causes.map((cause) => {
    const found = unproven.filter(({ why = "" }) => why === cause);
    const [one, ...more] = found;
    return one && more.length === 0
      ? [`Not proven: ${sentenceOf(one)} (${cause}).`, 1]
      : [`Not proven: ${found.length} promises, because ${cause}.`, found.length];
  });
}

/** The first page has room for some lines. The table of promises has all. */
function capped(lines: Line[]): string[] {
  const most = 5;
  const left = lines.slice(most - 1);
  const shown = lines.length > most ? lines.slice(0, most - 1) : lines;
  const rest = left.reduce((sum, [, promises]) => sum + promises, 0);
  const texts = shown.map(([text]) => text);
  return lines.length > most
    ? [...texts, `${rest} more are broken or not proven: the table has them.`]
    : texts;
}
