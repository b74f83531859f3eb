import { serviceSuffixes } from "../../components/inputs/arns";
import type { Part } from "./document";

/** Who asks, as policies of resources name them. */
export interface Asking {
  /** The session, the user, the service or the provider itself, as documents name it. */
  self: string;
  /** Of a session its role. */
  role: string | undefined;
  account: { partition: string; id: string } | undefined;
}

/** How a statement names who asks: a grant to an account lets that account's own policies decide. */
export type Naming = "self" | "role" | "everybody" | "account";

/** Of whom nothing is known but how a document names them: by an ID, or as what is not known offline. */
export const isTyped = (principal: string) => /^(AWS|Federated|CanonicalUser):/.test(principal);

/** A service of AWS, in any partition: serviceSuffixes has how their names end. */
export const isService = (principal: string) => service.test(principal);

const suffixes = [...new Set(Object.values(serviceSuffixes).flat())].map((suffix) =>
  suffix.replaceAll(".", "\\."),
);
const service = new RegExp(`^[\\w.-]+\\.(${suffixes.join("|")})$`);

/** What the ARNs of a role's sessions begin with. */
export function sessionsOf(roleArn: string): string {
  const [, partition, , , account, ...rest] = roleArn.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${rest.join(":").split("/").at(-1)}/`;
}

/** `roleArn` is what AWS tells as aws:PrincipalArn: a session's own ARN leaves out the path of its role. */
export function askingOf(principal: string, roleArn: string | undefined): Asking {
  const [, partition = "", service, id = "", kind, name] =
    /^arn:([^:]*):(iam|sts)::(\d{12}):([\w-]+)\/(.*)$/.exec(principal) ?? [];
  if (!service) {
    const isAccount = /^arn:[^:]*:iam::(\d{12}):root$/.exec(principal);
    if (isAccount) {
      const [, partition = ""] = principal.split(":");
      return { self: `AWS:${principal}`, role: undefined, account: { partition, id: isAccount[1] ?? "" } };
    }
    const self = principal === "*" || isTyped(principal) ? principal : `Service:${principal}`;
    return { self, role: undefined, account: undefined };
  }
  const account = { partition, id };
  if (kind === "oidc-provider" || kind === "saml-provider") {
    return { self: `Federated:${principal}`, role: undefined, account: undefined };
  }
  if (kind !== "assumed-role") return { self: `AWS:${principal}`, role: undefined, account };
  const told = /:role\//.test(roleArn ?? "") ? roleArn : undefined;
  const role = told ?? `arn:${partition}:iam::${id}:role/${name?.split("/")[0]}`;
  return { self: `AWS:${principal}`, role: `AWS:${role}`, account };
}

/**
 * How a list of principals names who asks, in the way that grants most; undefined where it does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namingOf({ not, patterns }: Part, asking: Asking): Naming | undefined {
  const named = (["self", "role", "everybody", "account"] as const).find((how) =>
    patterns.some((pattern) => names(pattern, asking, how)),
  );
  if (!not) return named;
  // An account in NotPrincipal does not exempt its roles, nor a role its sessions.
  return named === "self" || named === "everybody" ? undefined : "everybody";
}

function names(pattern: string, { self, role, account }: Asking, how: Naming): boolean {
  switch (how) {
    case "self":
      return pattern === self;
    case "role":
      return pattern === role;
    case "everybody":
      return pattern === "*";
    case "account": {
      const [, partition, id] = /^AWS:(?:arn:([\w-]+):iam::)?(\d{12})(?::root)?$/.exec(pattern) ?? [];
      return (
        account !== undefined && id === account.id && (partition ?? account.partition) === account.partition
      );
    }
  }
}
