import { csvOf } from "./csv";
import { htmlOf } from "./html";
import { markdownOf } from "./markdown";
import { oscalOf } from "./oscal";
import type { Review } from "./review";

/** The files of a review, by name. Only the OSCAL file has a date. */
export function filesOf(review: Review, lastModified: string): Record<string, string> {
  return {
    "review.html": htmlOf(review),
    "review.csv": csvOf(review),
    "review.json": json(review),
    "review.md": markdownOf(review),
    "oscal-component-definition.json": json(oscalOf(review, lastModified)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
