import type { Role } from "../diff/access";
import type { Check } from "../requests/check";

const arnOf = /^(arn:[^:]+:secretsmanager:[^:]*:\d*):secret:(.+)-[A-Za-z0-9]{6}$/;

/**
 * A request may name a secret by its name, or by its ARN without the six characters that AWS puts at its end. AWS then tells no
 * more; the policy that lists it has the whole ARN.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html
 */
export function asListed(check: Check, { policies }: Role): Check {
  if (!check.action.startsWith("secretsmanager:")) return check;
  const patterns = policies
    .flatMap(({ statements }) => statements)
    .flatMap(({ resource }) => resource.patterns);
  if (patterns.includes(check.resource)) return check;
  const [, place, name] =
    /^(?:(arn:[^:]+:secretsmanager:[^:]*:\d*):secret:)?(.+?)(?:-xxxxxx)?$/.exec(check.resource) ?? [];
  const found = new Set(
    patterns.filter((pattern) => {
      const [, own, ofName] = arnOf.exec(pattern) ?? [];
      return ofName === name && (place === undefined || place === own);
    }),
  );
  const [resource = check.resource] = found;
  return found.size === 1 ? { ...check, resource } : check;
}
