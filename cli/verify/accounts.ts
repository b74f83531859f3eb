import type { ResourceState } from "../plan/resources";
import type { Deployment } from "../review/deployment";
import { componentsIn } from "../review/reviewing";
import { property } from "../review/stack";
import { type Check, check } from "./check";
import { accountOf } from "./principals";

/**
 * What of a deployment is the account's. Components of another one, and what IAM has there, are left out, and told: roles and
 * policies of two accounts may have the same names.
 */
export function ofAccount(deployment: Deployment, account: string): { own: Deployment; left: Check[] } {
  const { resources } = deployment;
  const others = componentsIn(resources).filter(({ place }) => place.accountId !== account);
  const providers = new Map(
    resources.flatMap((one): [string, string][] => {
      const found = accountIn(one);
      return one.provider && found ? [[one.provider, found]] : [];
    }),
  );
  const isOfAnother = (one: ResourceState) => {
    const found = accountIn(one) ?? providers.get(one.provider ?? "");
    return /^aws(-native)?:iam[/:]/.test(one.type) && found !== undefined && found !== account;
  };
  const far = new Set(others.map(({ component }) => component.urn));
  const left = others.map(({ name, place: { accountId } }) =>
    check("roles", `${name} of account ${accountId || "that no role tells"}`, {
      result: "not judged",
      what: `this is a component of another account than ${account}, which was looked at: verify it with credentials of its own`,
    }),
  );
  return {
    own: { ...deployment, resources: resources.filter((one) => !far.has(one.urn) && !isOfAnother(one)) },
    left,
  };
}

/** By its ARN. Attachments have none: they are made by the provider of their account. */
function accountIn(one: ResourceState): string | undefined {
  const account = accountOf(String(property(one, "arn") ?? ""));
  return /^aws(-native)?:iam[/:]/.test(one.type) && /^\d{12}$/.test(account) ? account : undefined;
}
