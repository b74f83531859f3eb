/** What `hipaa-iam` is to importers: dist/index.js. The command is beside it in dist/, and is not loaded with it. */
export * from "./components";
