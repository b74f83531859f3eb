import type { Review, ReviewedComponent, ReviewedRole } from "./review";
import { isTrust, statementsOf } from "./review";
import { count } from "./words";

/** What somebody who signs has to know of: what is left open on purpose, and what nobody here can explain. */
export function openOf({ components, warnings, source }: Review): string[] {
  return [
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...components.flatMap(openIn),
    ...(source === "program, run offline"
      ? [
          "This is what the program would make. What is deployed, and what was changed by hand, is in the stack's state.",
        ]
      : []),
  ];
}

function openIn({ accountId, roles }: ReviewedComponent): string[] {
  return roles.flatMap((role) => [
    ...unexplained(role),
    ...(trustsAccount(role, accountId)
      ? [
          `Whoever administers users and roles in account ${accountId} decides who may become ${role.name}: its trust ` +
            "policy names the account, and no role of it (trustedPrincipalArns does).",
        ]
      : []),
    ...(tagsKeys(role)
      ? [
          `${role.name} can tag a key of account ${accountId} that has neither of the two tags, and use it then: tag ` +
            "every key, or let another role create keys (docs/untagged-keys.md).",
        ]
      : []),
  ]);
}

function unexplained(role: ReviewedRole): string[] {
  const unknown = statementsOf(role).filter(({ reason }) => reason === "").length;
  const unread = role.documents.filter((document) => document.unread !== "" && document.reason === "");
  return [
    ...(unknown > 0
      ? [`${count(unknown, "statement")} of ${role.name}: no reason known. Ask who added it.`]
      : []),
    ...unread.map(({ name, unread }) => `${name}, on ${role.name}, cannot be shown: ${unread}`),
  ];
}

function trustsAccount(role: ReviewedRole, accountId: string): boolean {
  return role.documents
    .filter(isTrust)
    .flatMap(({ statements }) => statements)
    .filter(
      ({ effect, conditions }) =>
        effect === "Allow" && !conditions.some(({ key }) => key === "aws:PrincipalArn"),
    )
    .some(({ principals }) => principals.some((one) => one.endsWith(`:iam::${accountId}:root`)));
}

/** What the package grants for the creation of keys admits the tagging of an untagged one. */
function tagsKeys(role: ReviewedRole): boolean {
  return statementsOf(role).some(
    ({ effect, actions, reason }) =>
      effect === "Allow" && reason !== "" && actions.includes("kms:TagResource"),
  );
}
