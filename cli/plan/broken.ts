import { UsageError } from "./errors";
import { type Fields, fieldsOf } from "./fields";

/** What decides who may do what, and what attaches it. */
export const isOfIam = (type: unknown) => /^aws(-native)?:iam\b/.test(String(type));

/** Of what an update began and did not end, before it broke off, nobody knows whether AWS has it. */
export function refuseBegun({ pending_operations }: Fields, source: string): void {
  const begun = [pending_operations ?? []].flat().map((one) => fieldsOf(fieldsOf(one).resource));
  const found = begun.filter(({ type }) => isOfIam(type)).map(({ urn }) => String(urn).split("::").at(-1));
  if (found.length === 0) return;
  throw new UsageError(
    `${source}: an update broke off while it made, changed or deleted ${found.join(", ")}. Whether AWS has that is not known. Run pulumi refresh and pulumi up, and give the state that they leave.`,
  );
}

/** What a replacement has not deleted yet, as an update broke off before: AWS still has it. */
export const isLeft = (resource: Fields) => resource.delete === true;

/** What a replacement has deleted, and not made anew: AWS has it no more. */
export const isGone = (resource: Fields) => resource.pendingReplacement === true;
