import type { Deployment } from "./deployment";
import { outcomesOf } from "./proving";
import type { Review, ReviewedComponent, ReviewedPromise } from "./review";
import { maskOf, reviewOf } from "./reviewing";
import { componentsOf } from "./subjects";
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
  return { ...review, components, proven: components.flatMap(provenOf) };
}

/** Inputs that the package would refuse, in a state made by hand say, promise nothing. */
function outcomesIn({ resources }: Deployment): ReviewedPromise[][] {
  try {
    return componentsOf(resources).map(outcomesOf);
  } catch {
    return [];
  }
}

/** What the first page says of the promises of a component. */
function provenOf({ name, promises }: ReviewedComponent & { promises: ReviewedPromise[] }): string[] {
  const of = (outcome: ReviewedPromise["outcome"]) => promises.filter((one) => one.outcome === outcome);
  const [proven, broken, unproven] = [of("proven"), of("broken"), of("not proven")];
  const whose = `promises of ${name}'s roles`;
  if (promises.length === 0) return [`Proven: no ${whose}, as it has inputs that hipaa-iam does not take.`];
  const head =
    proven.length === promises.length
      ? `Proven for all requests, not for some: all ${proven.length} ${whose}.`
      : `Proven for all requests, not for some: ${proven.length} of ${promises.length} ${whose}.`;
  return [
    head,
    ...broken.map((one) => `Broken: ${sentenceOf(one)}. ${requestOf(one) || `Not shown: ${one.why}.`}`),
    ...unproven.map((one) => `Not proven: ${sentenceOf(one)} (${one.why}).`),
  ];
}
