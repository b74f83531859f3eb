const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const components = require("hipaa-iam");
const { args, component } = require("./args.js");

/** A component, with its boundary if it takes one, with an explicit provider, and tags that a transform or transformation puts on resources of a type. */
const config = new pulumi.Config();
const provider = new aws.Provider("provider", { region: "us-east-1", ...config.getObject("provider") });
const tagged = config.getObject("tagged") ?? {};
const transform = ({ type, props, opts }) =>
  type === tagged.type ? { props: { ...props, tags: { ...props.tags, ...tagged.tags } }, opts } : undefined;
const options = { provider, ...(tagged.type && { [tagged.by ?? "transforms"]: [transform] }) };

const boundary =
  component === "HipaaIamComponent"
    ? { permissionsBoundaryArn: new components.HipaaIamBoundary("edge", args(), options).policyArn }
    : {};
new components[component]("app", { ...args(), ...boundary }, options);
