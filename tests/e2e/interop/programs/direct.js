const components = require("hipaa-iam");
const { args, component, options, outputs } = require("./args.js");

const made = new components[component]("app", args(), options());
module.exports = Object.fromEntries(outputs.map((output) => [output, made[output]]));
