const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();

/** A text of config that stands for an Output of nothing. */
const nothing = { "Output of undefined": undefined, "Output of null": null };

/** The args that config gives; those that `secrets` names are secrets, and so are the tags that `secretTags` names. */
exports.args = () => {
  const args = JSON.parse(config.require("args"), (_, value) =>
    Object.hasOwn(nothing, value) ? pulumi.output(nothing[value]) : value,
  );
  for (const name of config.getObject("secrets") ?? []) args[name] = pulumi.secret(args[name]);
  for (const key of config.getObject("secretTags") ?? []) args.tags[key] = pulumi.secret(args.tags[key]);
  return args;
};

/** The component that is made, and the names of its outputs. */
exports.component = config.get("component") ?? "HipaaIamComponent";
const { resources } = require("../schema.json");
exports.outputs = Object.keys(resources[`hipaa-iam:index:${exports.component}`].properties);

/** A provider for another Region, if config asks for one. */
exports.options = () => {
  const region = config.get("region");
  return region ? { providers: [new pulumi.ProviderResource("aws", "elsewhere", { region })] } : {};
};
