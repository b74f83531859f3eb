import type { ResourceState } from "../plan/resources";

/** What a review is made from: the resources of a stack, as they would be or as they are. */
export interface Deployment {
  project: string;
  stack: string;
  /** Where the resources come from, in words. */
  source: "program, run offline" | "state of the stack";
  /** ISO 8601: when Pulumi last wrote the state; undefined where there is none, or where it does not say. */
  written?: string;
  resources: ResourceState[];
  /** What could not be known, in words. */
  notes: string[];
  /** Warnings of the program. */
  warnings: string[];
  /** Secrets that the resources need not have in an envelope, such as those of config. */
  secrets: string[];
  /** Puts the origin in the place of each value that is not known, before anything is shown. */
  shown?<T>(value: T): T;
  /** Whether the account of a resource is its own, where that is not known of all: another stands in for what nobody names. */
  isPlaced?(resource: ResourceState): boolean;
  /** Whether a text stands for such a value. */
  isUnknown?(text: string): boolean;
  /** A pattern of all texts that a text may be. */
  widened?(text: string): string;
}
