import * as pulumi from "@pulumi/pulumi";

export const isProviderType = (type: string) => type.startsWith("pulumi:providers:");

/** As the engine makes it: the types of all that a resource is in, but for the stack, and the mock monitor's last alone. */
export function urnOf(parent: string, type: string, name: string): string {
  const [, , within = ""] = parent.split("::");
  const chain = within === "" || within === "pulumi:pulumi:Stack" ? type : `${within}$${type}`;
  return `urn:pulumi:${[pulumi.runtime.getStack(), pulumi.runtime.getProject(), chain, name].join("::")}`;
}

/** A type as a program names it: aws:iam/role:Role is iam.Role. */
export const shortType = (type: string) => {
  const [, pack = "", module = "", name = type] = /^([\w-]+):(?:(\w+)(?:\/\w+)?:)?(\w+)$/.exec(type) ?? [];
  return [
    ...(pack === "aws" ? [] : [pack]),
    ...(module === "index" || module === "" ? [] : [module]),
    name,
  ].join(".");
};

/** A type behind those of the components that the resource is in, which tell resources of one name apart. */
export function chainOf(parent: string, type: string): string {
  const parents = (parent.split("::")[2] ?? "").split("$");
  return [...parents.filter((one) => one !== "" && one !== "pulumi:pulumi:Stack"), type]
    .map(shortType)
    .join(" / ");
}
