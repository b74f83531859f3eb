// Knows nothing of the component but the schema, as the SDKs that are generated from a schema.
const pulumi = require("@pulumi/pulumi");
const { args, options } = require("./args.js");
const schema = require("../schema.json");

const token = "hipaa-iam:index:HipaaIamComponent";
const outputs = Object.keys(schema.resources[token].properties);

class Remote extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    const unset = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super(token, name, { ...args, ...unset }, { ...opts, version: schema.version }, true);
  }
}

const component = new Remote("app", args(), options());
module.exports = Object.fromEntries(outputs.map((output) => [output, component[output]]));
