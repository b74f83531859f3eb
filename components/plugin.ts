import * as pulumi from "@pulumi/pulumi";
import { HipaaIamBoundary } from "./hipaaIamBoundary";
import { HipaaIamComponent } from "./hipaaIamComponent";
import { HipaaIamGuardrails } from "./hipaaIamGuardrails";
import schema from "./schema.json";

type Reject = (error: unknown) => void;

/** Until all that was registered is there. The SDK's types leave it out. */
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs: () => Promise<void> };

const components = {
  "hipaa-iam:index:HipaaIamBoundary": HipaaIamBoundary,
  "hipaa-iam:index:HipaaIamComponent": HipaaIamComponent,
  "hipaa-iam:index:HipaaIamGuardrails": HipaaIamGuardrails,
};

/** Makes a component for a program in whatever language. Bad inputs fail it, also those that are found after it is made. */
async function construct(
  ...[name, type, inputs, options]: Parameters<NonNullable<pulumi.provider.Provider["construct"]>>
): Promise<pulumi.provider.ConstructResult> {
  let refuse: Reject = () => {};
  try {
    return await new Promise((resolve, reject) => {
      refuse = reject;
      underConstruction.add(refuse);
      make(name, type as keyof typeof components, inputs, options).then(resolve, reject);
    });
  } catch (error) {
    throw isRefusal(error) ? withoutList(error) : error;
  } finally {
    underConstruction.delete(refuse);
  }
}

async function make(
  name: string,
  type: keyof typeof components,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  const made = new components[type](name, inputs as never, options);
  const outputs = Object.keys(schema.resources[type].properties).map((output) => [
    output,
    made[output as keyof typeof made],
  ]);
  await waitForRPCs(); // Until then a late input may prove bad.
  return { urn: made.urn, state: Object.fromEntries(outputs) };
}

const underConstruction = new Set<Reject>();

/** A bad input that is found late fails the component, with its list; anything else is a fault of this program. */
function refuseLate(): void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error, promise) => {
    if (isRefusal(error)) for (const refuse of underConstruction) refuse(error);
    else for (const other of others) other(error, promise);
  });
}

function isRefusal(error: unknown): error is pulumi.InputPropertiesError {
  return pulumi.InputPropertiesError.isInstance(error);
}

/** The engine prints the list itself, so the message is its first line alone. */
function withoutList({ message, errors }: pulumi.InputPropertiesError): pulumi.InputPropertiesError {
  const [first = ""] = message.split("\n");
  return new pulumi.InputPropertiesError({ message: first, errors });
}

/**
 * The package as a plugin. package.json names it as main, which Pulumi runs; who imports the package gets its exports. The
 * schema is a file, as the SDK would read all sources with TypeScript at every start to make it.
 */
export = async () => {
  const provider = { version: schema.version, schema: JSON.stringify(schema), construct };
  await pulumi.provider.main(provider, process.argv.slice(2));
  refuseLate();
};
