/** A mistake of the user: shown as its message, with exit code 2. */
export class UsageError extends Error {}
