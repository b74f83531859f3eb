import type { Check } from "../requests/check";
import type { Who } from "./who";

/** What people want to know of: a request, and what is known of how it ended. */
export interface Question {
  checks: Check[];
  /** ARN of who asked; undefined where nothing tells. */
  principal: string | undefined;
  /** Who asked, where no ARN of it is told; undefined where nothing is told of it. */
  who: Who | undefined;
  /** ARN of the role whose session it is, as far as it is told. */
  roleArn: string | undefined;
  region: string | undefined;
  /** The account that owns the resource, where it is told. */
  owner: string | undefined;
  /** Keys and values that are told besides those of the checks. */
  context: Record<string, string>;
  /** Whether AWS refused it; undefined where nothing tells. */
  refused: boolean | undefined;
  /** What AWS said of the refusal. */
  said: string;
  /** The operation that was called, where it is told: AWS may have asked for another action. */
  looked: string | undefined;
  /** Such as the time of an event. */
  where: string;
  /** What has to be known to ask at all, and is not told; empty where nothing is missing. */
  unnamed: string[];
  /** How much is told of what was sent: an event lacks some of it, the text of an error all. */
  tells: "all" | "most" | "nothing";
}

export const nothingTold: Omit<Question, "checks"> = {
  ...{ principal: undefined, who: undefined, roleArn: undefined, region: undefined, owner: undefined },
  ...{ looked: undefined, context: {}, refused: undefined, said: "", where: "", unnamed: [], tells: "all" },
};
