import * as pulumi from "@pulumi/pulumi";

/**
 * Those of the named outputs that another stack has, such as the one that deploys the buckets or the key. They are
 * read before the component is made, so that what is missing can be told at once. Secret outputs stay secret.
 */
export async function outputsOf(
  stack: string,
  names: readonly string[],
): Promise<Record<string, pulumi.Input<unknown>>> {
  const reference = new pulumi.StackReference(stack);
  const found = await Promise.all(
    names.map(async (name) => {
      const { value, secretValue } = await reference.getOutputDetails(name);
      return [name, secretValue === undefined ? value : pulumi.secret(secretValue)] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
