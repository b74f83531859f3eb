import type { StandIn } from "./standIns";
import type { Core, Form } from "./unknowns";

/**
 * The form that an unknown value must have where it is given to an input of this name, or has it: an ARN of a bucket, say.
 * Account and Region are those of the deployment; what is shown is the origin of all of it.
 */
export function formOf(name: string, place: StandIn): Form | undefined {
  const { partition, region, accountId } = place;
  const arn = (service: string, resource: (core: Core) => string, where = `${region}:${accountId}`) => {
    return (core: Core) => `arn:${partition}:${service}:${where}:${resource(core)}`;
  };
  const iam = (kind: string) => arn("iam", ({ text }) => `${kind}/${text}`, `:${accountId}`);
  const forms: [name: RegExp, form: Form][] = [
    [/secrets?arns?$/i, arn("secretsmanager", ({ text, six }) => `secret:${text}-${six}`)],
    [/(kms|key).*arn$/i, arn("kms", ({ uuid }) => `key/${uuid}`)],
    [/(bucket|documents|backups|logs).*arn$/i, arn("s3", ({ text }) => text, ":")],
    [/(boundary|policy).*arns?$/i, iam("policy")],
    [/guardrail.*arn$/i, arn("bedrock", ({ text }) => `guardrail/${text}`)],
    [/(rds|db|database|instance).*arn$/i, arn("rds", ({ text }) => `db:${text}`)],
    [
      /(oidc|provider).*arn$/i,
      arn("iam", ({ text }) => `oidc-provider/${text}.example.com`, `:${accountId}`),
    ],
    [/anchor.*arn$/i, arn("rolesanywhere", ({ uuid }) => `trust-anchor/${uuid}`)],
    [/user.*arn$/i, iam("user")],
    [/(role|principal|executor|administrator).*arns?$/i, iam("role")],
    [/account(id)?$/i, ({ digits }) => digits],
    [/organi[sz]ationid$/i, ({ text }) => `o-${text}`],
  ];
  return forms.find(([pattern]) => pattern.test(name))?.[1];
}

/** Whether an input of this name takes a list. */
export const isListName = (name: string) => /arns$/i.test(name);

/** The name of a member of a list of this name. */
export const singular = (name: string) => name.replace(/s$/, "");
