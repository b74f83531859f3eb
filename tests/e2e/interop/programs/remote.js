// Knows nothing of the component but the schema, as the SDKs that are generated from a schema.
const pulumi = require("@pulumi/pulumi");
const { args, component, options, outputs } = require("./args.js");
const { version } = require("../schema.json");

class Remote extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    const unset = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super(`hipaa-iam:index:${component}`, name, { ...args, ...unset }, { ...opts, version }, true);
  }
}

const made = new Remote("app", args(), options());
module.exports = Object.fromEntries(outputs.map((output) => [output, made[output]]));
