import { type Environment, HipaaIamComponent } from "hipaa-iam";
import type { Data } from "./handWritten";

/** What `handWritten` makes, by the package. */
export function component(name: string, { environment, ...data }: Data) {
  return new HipaaIamComponent(name, { ...data, environment: environment as Environment }).appIamRoleArn;
}
