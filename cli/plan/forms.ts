import { arnOf, type StandIn } from "./standIns";
import { type Core, type Form, nowhereKnown } from "./unknowns";

/**
 * The form that an unknown value must have where it is given to an input of this name, or has it: an ARN of a bucket, say.
 * Account and Region are not known either. Where a component of this package takes it and checks them, `isOwn`, they are
 * those of the deployment: what is shown is the origin of all of it.
 */
export function formOf(name: string, place: StandIn, isOwn = false): Form | undefined {
  const whereOf = (core: Core) => (isOwn && !isPrincipal.test(name) ? place : nowhereKnown(place, core));
  const arn = (service: string, resource: (core: Core) => string) => (core: Core) =>
    arnOf(whereOf(core), service, resource(core));
  const iam = (kind: string) => arn("iam", ({ text }) => `${kind}/${text}`);
  const forms: [name: RegExp, form: Form][] = [
    [/secrets?arns?$/i, arn("secretsmanager", ({ text, six }) => `secret:${text}-${six}`)],
    [/(kms|key).*arn$/i, arn("kms", ({ uuid }) => `key/${uuid}`)],
    [/(bucket|documents|backups|logs).*arn$/i, ({ text }) => `arn:${place.partition}:s3:::${text}`],
    [/(boundary|policy).*arns?$/i, iam("policy")],
    [/guardrail.*arn$/i, arn("bedrock", ({ text }) => `guardrail/${text}`)],
    [/(rds|db|database|instance).*arn$/i, arn("rds", ({ text }) => `db:${text}`)],
    [/(oidc|provider).*arn$/i, arn("iam", ({ text }) => `oidc-provider/${text}.${text}`)],
    [/anchor.*arn$/i, arn("rolesanywhere", ({ uuid }) => `trust-anchor/${uuid}`)],
    [/user.*arn$/i, iam("user")],
    [isPrincipal, iam("role")],
    [/account(id)?$/i, ({ digits }) => digits],
    [/organi[sz]ationid$/i, ({ text }) => `o-${text}`],
  ];
  return forms.find(([pattern]) => pattern.test(name))?.[1];
}

/** These may be of any account, which a component lets in. */
const isPrincipal = /(user|role|principal|executor|administrator).*arns?$/i;

/** Whether an input of this name takes a list. */
export const isListName = (name: string) => /arns$/i.test(name);

/** The name of a member of a list of this name. */
export const singular = (name: string) => name.replace(/s$/, "");
