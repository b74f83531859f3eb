import type { Writing } from "../../cli/review/files";

/** A clock that stands still, and somebody. */
export const writing: Writing = {
  made: {
    date: "2026-11-25T00:00:00.000Z",
    by: "A. Reviewer",
    version: "1.2.3",
    commit: "0123456789abcdef",
    written: "",
  },
  lastModified: "2026-11-25T00:00:00.000Z",
  separator: "comma",
};
