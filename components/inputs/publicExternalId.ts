import { defaults } from "./args";

/** External IDs that the repository shows, in Pulumi.*.yaml and examples/, where a test reads them. */
export const publishedExternalIds = [
  ...["railway-hipaa-app-dev", "railway-hipaa-app-staging", "railway-hipaa-app-production"],
];

/** What to say of production with an external ID that everybody can read; without a value that may be given as a secret. */
export function publicExternalId(environment: unknown, externalId: unknown): string | undefined {
  if (environment !== "production") return undefined;
  const which = whichPublic(externalId ?? defaults.externalId);
  if (!which) return undefined;
  return (
    `externalId: production has ${which}. ` +
    'Set a secret one: pulumi config set --secret externalId "$(openssl rand -hex 32)"'
  );
}

function whichPublic(externalId: unknown): string | undefined {
  if (externalId === defaults.externalId) return `the public default, ${defaults.externalId}`;
  return publishedExternalIds.some((one) => one === externalId)
    ? "a public value, one of those in the stack files of hipaa-iam's repository"
    : undefined;
}
