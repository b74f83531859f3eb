/**
 * Pulumi's SDK takes a stack trace for each promise and each resource. Nobody reads them in tests, and to find their places in
 * TypeScript takes up to half of a test's time: they are left out.
 */
const { prepareStackTrace } = Error;
const isOfSdk = (frame: NodeJS.CallSite | undefined) =>
  /^(debuggablePromise|callsites)$/.test(frame?.getFunctionName() ?? "");

Error.prepareStackTrace = (error, frames) =>
  isOfSdk(frames[0]) ? String(error) : prepareStackTrace?.(error, frames);
