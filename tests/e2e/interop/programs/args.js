const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();

/** The args that config gives; those that `secrets` names are secrets, those that `nothing` names
 * are Outputs that come to undefined or null, and the tags that `secretTags` names. */
exports.args = () => {
  const args = config.requireObject("args");
  for (const name of config.getObject("secrets") ?? []) args[name] = pulumi.secret(args[name]);
  for (const key of config.getObject("secretTags") ?? []) args.tags[key] = pulumi.secret(args.tags[key]);
  for (const [name, nothing] of Object.entries(config.getObject("nothing") ?? {})) {
    args[name] = pulumi.output(nothing === "null" ? null : undefined);
  }
  return args;
};

/** A provider for another Region, if config asks for one. */
exports.options = () => {
  const region = config.get("region");
  return region ? { providers: [new pulumi.ProviderResource("aws", "elsewhere", { region })] } : {};
};
