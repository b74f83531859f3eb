import type { Holder } from "../../components/promises/promised";

/** By option the sentences that are other with it than without, by their names and whom they are about. */
export const moves: Record<string, Partial<Record<Holder, string>>> = {
  "by default": {},
  "backups may be overwritten": { backend: "overwrite-backup put-new-backup" },
  "audit logs may be overwritten": { backend: "overwrite-audit-log put-new-audit-log" },
  "both may be overwritten": {
    backend: "overwrite-audit-log overwrite-backup put-new-audit-log put-new-backup",
  },
  "every database is monitored": {},
  "one instance is monitored": {},
  "one cluster is monitored": {},
  "the buckets' owner is named": {
    backend: "list-documents list-kept other-owners put-new-audit-log put-new-backup use-documents",
  },
  "models are invoked through profiles": {
    backend: "global-profiles invoke-models invoke-other-models other-ways-to-models",
  },
  "uploads are aborted": { backend: "abort-uploads" },
  "answers are streamed": { backend: "invoke-models invoke-other-models" },
  "answers are streamed, through profiles": {
    backend: "global-profiles invoke-models invoke-other-models other-ways-to-models",
  },
  "models are few": { backend: "invoke-models invoke-other-models" },
  "models are few, through profiles": {
    backend: "global-profiles invoke-models invoke-other-models other-ways-to-models",
  },
  "profiles of this Region alone": {
    backend: "global-profiles invoke-models invoke-other-models other-ways-to-models",
  },
  "tokens are counted": { backend: "count-tokens" },
  "models are invoked on mantle": {
    backend: "invoke-on-mantle manage-mantle mantle-elsewhere mantle-otherwise other-endpoints",
  },
  "few models are invoked on mantle, in one project, and through profiles": {
    backend:
      "count-tokens global-profiles invoke-models invoke-on-mantle invoke-other-models manage-mantle mantle-elsewhere mantle-otherwise other-endpoints other-ways-to-models",
  },
  "a model that AWS keeps prompts for is named": {
    backend:
      "invoke-models invoke-on-mantle invoke-other-models manage-mantle mantle-elsewhere mantle-otherwise other-endpoints retaining-models",
  },
  "every model that AWS keeps prompts for is named": {
    backend:
      "global-profiles invoke-models invoke-on-mantle invoke-other-models manage-mantle mantle-elsewhere mantle-otherwise other-endpoints other-ways-to-models retaining-models",
  },
  "guardrails are enforced by others": { backend: "apply-enforced-guardrails" },
  "a guardrail is enforced by others, beside one that is asked for, through profiles": {
    backend:
      "apply-enforced-guardrails apply-guardrail global-profiles guardrail invoke-models invoke-other-models other-ways-to-models",
  },
  "a guardrail is asked for": { backend: "apply-guardrail guardrail invoke-models other-ways-to-models" },
  "one version of a guardrail is asked for": {
    backend: "apply-guardrail guardrail invoke-models other-ways-to-models",
  },
  "a guardrail is asked for, through profiles": {
    backend:
      "apply-guardrail global-profiles guardrail invoke-models invoke-other-models other-ways-to-models",
  },
  "roles and users are named": { "backend's trust": "assume-backend's trust" },
  "another account is trusted besides": { "backend's trust": "assume-backend's trust" },
  "an account and a role of another": { "backend's trust": "assume-backend's trust" },
  "they are of one organisation": { "backend's trust": "assume-backend's trust" },
  "named roles are of one organisation": { "backend's trust": "assume-backend's trust" },
  "tokens are taken": { "backend's trust": "assume-backend's trust" },
  "tokens of a project are taken": { "backend's trust": "assume-backend's trust" },
  "tokens of a project by its number are taken": { "backend's trust": "assume-backend's trust" },
  "tokens with further claims are taken": { "backend's trust": "assume-backend's trust" },
  "tokens of a project with a further claim are taken": { "backend's trust": "assume-backend's trust" },
  "certificates are taken": { "backend's trust": "assume-backend's trust" },
  "every way is open": { "backend's trust": "assume-backend's trust" },
  "sessions serve one tenant": {
    "backend's trust": "assume-backend's trust tag-session-backend's trust",
    backend:
      "create-keys create-other-keys invoke-models invoke-other-models keys-of-no-tenant list-documents list-documents-elsewhere list-kept list-keys no-tenant other-documents other-tenants put-new-audit-log put-new-backup rotate-tenant-keys tag-new-keys tag-otherwise untagged-keys use-documents use-master-key use-other-keys use-tenant-keys",
  },
  "sessions serve one tenant, by another tag, with a provisioner": {
    "backend's trust": "assume-backend's trust tag-session-backend's trust",
    backend:
      "change-keys create-keys create-other-keys invoke-models invoke-other-models keys-of-no-tenant list-documents list-documents-elsewhere list-kept list-keys no-tenant other-documents other-owners other-tenants provision-keys put-new-audit-log put-new-backup retag rotate-tenant-keys tag-new-keys tag-otherwise untagged-keys use-documents use-master-key use-other-keys use-tenant-keys",
  },
  "sessions serve one tenant, in every way": {
    "backend's trust": "assume-backend's trust tag-session-backend's trust",
    backend:
      "change-keys create-keys create-other-keys invoke-models invoke-other-models keys-of-no-tenant list-documents list-documents-elsewhere list-kept list-keys no-tenant other-documents other-tenants provision-keys put-new-audit-log put-new-backup retag rotate-tenant-keys tag-new-keys tag-otherwise untagged-keys use-documents use-master-key use-other-keys use-tenant-keys",
  },
  "keys have a provisioner": {
    backend:
      "change-keys create-keys create-other-keys provision-keys retag rotate-tenant-keys tag-new-keys tag-otherwise untagged-keys",
  },
  "nobody provisions keys": {
    backend:
      "change-keys create-keys create-other-keys provision-keys retag rotate-tenant-keys tag-new-keys tag-otherwise untagged-keys",
  },
  "secrets are read": { backend: "other-secrets read-secrets" },
  "secrets are read that a key of their own encrypts": {
    backend: "decrypt-otherwise decrypt-secrets other-secrets read-secrets use-other-keys",
  },
};
