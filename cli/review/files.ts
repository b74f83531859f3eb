import { csvOf, promisesCsvOf, type Separator } from "./csv";
import { htmlOf } from "./html";
import type { Made } from "./made";
import { markdownOf } from "./markdown";
import { oscalOf } from "./oscal";
import { catalogFile, catalogOf } from "./oscalCatalog";
import type { Review } from "./review";

export const definitionFile = "oscal-component-definition.json";

export const fileNames = [
  ...["review.html", "review.csv", "promises.csv", "review.json", "review.md"],
  ...[definitionFile, catalogFile],
];

/** What is not of the access itself. */
export interface Writing {
  made: Made;
  /** Of the OSCAL file. */
  lastModified: string;
  separator: Separator;
}

/** The files of a review, by name. The page and review.md say when and how they were made, the OSCAL file when; the others say neither. */
export function filesOf(review: Review, { made, lastModified, separator }: Writing): Record<string, string> {
  return {
    "review.html": htmlOf(review, made),
    "review.csv": csvOf(review, separator),
    "promises.csv": promisesCsvOf(review, separator),
    "review.json": json(review),
    "review.md": markdownOf(review, made),
    [definitionFile]: json(oscalOf(review, lastModified)),
    [catalogFile]: json(catalogOf()),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
