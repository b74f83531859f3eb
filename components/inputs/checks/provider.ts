import type { Fault } from "../faults";
import { type Provider, show } from "./known";

/** What a provider must be before anything else can be asked of it. */
export function providerFaults({ isOld, accountId, failure }: Provider): Fault[] {
  const fault = (reason: string) => [{ propertyPath: "provider", reason }];
  if (failure) {
    const said = failure.filter((line) => line !== "" && !/errors? occurred:$/.test(line));
    return fault(`it does not say where it works: ${said.join("; ")}`);
  }
  if (isOld) {
    return fault(
      "it is of version 6 or earlier of the AWS provider, which this package cannot work with. " +
        "Give one of version 7: npm install @pulumi/aws@7, or its like in another language.",
    );
  }
  if (!/^\d{12}$/.test(accountId)) {
    return fault(
      `it tells ${show(accountId)} for its account, and the roles' policies name it by twelve digits. ` +
        "Give one whose credentials AWS knows.",
    );
  }
  return [];
}
